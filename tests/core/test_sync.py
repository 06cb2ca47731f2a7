"""Rows of a form become the stored ones: judged together, written without the database's rules in the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations.models import Leg
from exchange.core.sync import sync_rows
from exchange.directory.models import OrganizationFigure
from tests.factories.delegations import DelegationFactory, LegFactory
from tests.factories.directory import FigureFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def sync(organization, rows):
    return sync_rows(organization.figures.all(), rows, build=lambda: OrganizationFigure(organization=organization))


def values(**changes):
    return {"label": "회원 수", "value": 1, "as_of": "2024-01-01", "source": "출처"} | changes


def test_sync_changes_adds_and_deletes():
    organization = OrganizationFactory()
    stays, goes = FigureFactory(organization=organization), FigureFactory(organization=organization)
    sync(organization, [values(id=stays.pk, label="업체 수"), values(label="새 항목", id=None)])
    stays.refresh_from_db()
    assert stays.label == "업체 수"
    assert not OrganizationFigure.objects.filter(pk=goes.pk).exists()
    assert {figure.label for figure in organization.figures.all()} == {"업체 수", "새 항목"}


def test_sync_never_takes_over_rows_of_another_parent():
    foreign = FigureFactory(label="남의 것")
    organization = OrganizationFactory()
    (own,) = sync(organization, [values(id=foreign.pk)])
    foreign.refresh_from_db()
    assert foreign.label == "남의 것"
    assert own.pk != foreign.pk


def test_sync_takes_one_identity_once():
    figure = FigureFactory()
    kept = sync(figure.organization, [values(id=figure.pk), values(id=figure.pk, label="둘째")])
    assert kept[0].pk == figure.pk
    assert kept[1].pk != figure.pk


def test_sync_names_the_row_that_is_refused():
    with pytest.raises(ValidationError) as caught:
        sync(OrganizationFactory(), [values(), values()])
    assert caught.value.row == 1


# --- rules of the table ------------------------------------------------------------


def flights(trip):
    return {leg.pk: leg.number for leg in trip.legs.all()}


def renumber(trip, numbers):
    """`numbers`: {pk or None: number}, all of them at one time."""
    facts = {
        name: getattr(LegFactory.build(), name)
        for name in (
            "direction",
            "origin_ko",
            "origin_zone",
            "destination_ko",
            "destination_zone",
            "departs_at",
            "arrives_at",
        )
    }
    rows = [{"id": pk, "number": number} | ({} if pk else facts) for pk, number in numbers]
    return sync_rows(trip.legs.all(), rows, build=lambda: Leg(delegation=trip))


def test_two_rows_exchange_their_numbers_and_stay_themselves(django_assert_num_queries):
    trip = DelegationFactory()
    one, two, three = (LegFactory(delegation=trip, number=number) for number in ("KE1", "KE2", "KE3"))
    swapped = [(one.pk, "KE2"), (two.pk, "KE3"), (three.pk, "KE1"), (None, "KE4")]
    with django_assert_num_queries(8):  # read, two of the savepoint, one to vacate, four rows
        renumber(trip, swapped)
    assert list(flights(trip).values()) == ["KE2", "KE3", "KE1", "KE4"]
    assert {pk for pk, _number in swapped[:3]} < flights(trip).keys()


def test_new_row_takes_what_an_old_one_gives_up():
    trip = DelegationFactory()
    old, gone = LegFactory(delegation=trip, number="KE1"), LegFactory(delegation=trip, number="KE2")
    renumber(trip, [(None, "KE1"), (old.pk, "KE2")])
    assert sorted(flights(trip).values()) == ["KE1", "KE2"]
    assert flights(trip)[old.pk] == "KE2" and gone.pk not in flights(trip)


def test_numbers_that_stay_the_same_are_refused_at_the_later_row():
    trip = DelegationFactory()
    one, two = LegFactory(delegation=trip, number="KE1"), LegFactory(delegation=trip, number="KE2")
    with pytest.raises(ValidationError, match="같은 편") as caught:
        renumber(trip, [(two.pk, "KE1"), (one.pk, "KE1")])
    assert caught.value.row == 1
    assert flights(trip) == {one.pk: "KE1", two.pk: "KE2"}
    renumber(trip, [(one.pk, ""), (two.pk, "")])
    assert set(flights(trip).values()) == {""}, "without a number two can leave at the same time"


def test_other_rule_of_the_table_names_its_row_and_nothing_is_written():
    trip = DelegationFactory()
    first, late = LegFactory(delegation=trip, number="KE1"), LegFactory(delegation=trip, number="KE2")
    rows = [{"id": first.pk, "number": "KE9"}, {"id": late.pk, "arrives_at": late.departs_at - timedelta(hours=1)}]
    with pytest.raises(ValidationError, match="도착 시각이 출발 시각보다") as caught:
        sync_rows(trip.legs.all(), rows, build=Leg)
    assert caught.value.row == 1
    assert flights(trip) == {first.pk: "KE1", late.pk: "KE2"}


@settings(max_examples=30, deadline=None)
@given(
    labels=st.lists(st.sampled_from("가나다라"), min_size=1, max_size=4, unique=True),
    rows=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from("가나다라마")), max_size=5, unique_by=lambda row: row[1]
    ),
)
def test_any_rows_without_twins_become_what_is_stored(labels, rows):
    organization = OrganizationFactory()
    keys = [FigureFactory(organization=organization, label=label, as_of="2024-01-01").pk for label in labels]
    wanted = [values(id=dict(enumerate(keys)).get(at), label=label) for at, label in rows]
    kept = sync(organization, wanted)
    assert [figure.label for figure in kept] == [label for _at, label in rows]
    stored = dict(organization.figures.values_list("pk", "label"))
    assert stored == {figure.pk: figure.label for figure in kept}
