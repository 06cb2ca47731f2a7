import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delegations.models import Delegate
from exchange.core.prepared import keep, keep_below, prepared, prepared_many
from tests.factories.delegations import DelegateFactory, DelegationFactory

pytestmark = pytest.mark.django_db


def test_rows_are_those_of_the_number_asked_for_each_time():
    one, other = DelegateFactory(), DelegateFactory()
    built = []

    @prepared
    def delegates_of(trip):
        built.append(trip)
        return Delegate.objects.filter(delegation=trip)

    assert delegates_of(one.delegation_id) == [one]
    assert delegates_of(other.delegation_id) == [other]
    other.delete()
    assert delegates_of(other.delegation_id) == []
    assert len(built) == 1


def test_kept_rows_answer_without_a_query_and_are_of_one_row_only():
    trip, other = DelegationFactory(), DelegateFactory().delegation
    with CaptureQueriesContext(connection) as asked:
        keep(trip, delegates=[])
        assert list(trip.delegates.all()) == []
    assert not asked
    assert other.delegates.all()


def test_rows_below_those_of_a_list_are_kept_with_their_own():
    one, other, lonely = DelegateFactory(), DelegateFactory(), DelegationFactory()
    trips = [one.delegation, other.delegation, lonely]
    keep_below(trips, "delegates", [other, one], by="delegation_id")
    with CaptureQueriesContext(connection) as asked:
        assert [list(trip.delegates.all()) for trip in trips] == [[one], [other], []]
    assert not asked


def test_rows_of_several_numbers_come_with_what_they_name():
    one, other = DelegateFactory(), DelegateFactory()
    DelegateFactory()
    built = []

    def build(keys):
        built.append(keys)
        return Delegate.objects.filter(delegation__in=keys).select_related("delegation").order_by("pk")

    delegates_of = prepared_many(build, most=3)
    assert delegates_of([]) == []
    assert delegates_of([one.delegation_id]) == [one]
    with CaptureQueriesContext(connection) as asked:
        found = delegates_of([other.delegation_id, one.delegation_id])
        assert [each.delegation for each in found] == [one.delegation, other.delegation]
    assert len(asked) == 1
    assert len(built) == 1


def test_of_many_numbers_none_is_left_out_and_columns_alone_can_be_asked_for():
    delegates = [DelegateFactory(title_ko=f"직위 {number}") for number in range(3)]
    DelegateFactory()

    def build(keys):
        return Delegate.objects.filter(delegation__in=keys).values_list("delegation__slug", "title_ko", named=True)

    titles_of = prepared_many(build, most=2)
    found = titles_of([each.delegation_id for each in delegates])
    assert {(row.delegation__slug, row.title_ko) for row in found} == {
        (each.delegation.slug, each.title_ko) for each in delegates
    }
    assert len(found) == 3
