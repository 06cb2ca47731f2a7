"""The numbers kept by the database are those that counting finds, however the rows were written."""

from itertools import count

import pytest
from django.db.models import Count, F, Max
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.meetings.enums import Side
from forums.models import Headcount, Registration
from tests.factories.forums import EditionFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ARRIVALS = count(100_000, 10)  # taken by nobody
WRITES = ("add", "add many", "wait", "cancel", "other side", "other forum", "rename", "delete", "delete side")


def counted():
    rows = Registration.objects.order_by().values_list("edition", "side", "state").annotate(n=Count("pk"))
    return {(edition, side, state): n for edition, side, state, n in rows}


def kept():
    rows = Headcount.objects.exclude(people=0).values_list("edition", "side", "state", "people")
    return {(edition, side, state): n for edition, side, state, n in rows}


def write(kind, edition, other, side):
    people = Registration.objects.filter(edition=edition, side=side)
    some = people.filter(pk__in=people.order_by("pk").values("pk")[1:3])
    last, seat = next(ARRIVALS), people.aggregate(last=Max("seat"))["last"]
    numbers = {"arrival": F("pk"), "state": "waiting", "seat": None, "cancelled_at": None}
    {
        "add": lambda: RegistrationFactory(edition=edition, side=side, arrival=last, seat=(seat or 0) + 1),
        "add many": lambda: Registration.objects.bulk_create(
            RegistrationFactory.build(edition=edition, waiting=True, side=side, arrival=last + number)
            for number in range(3)
        ),
        "wait": lambda: some.update(**numbers),
        "cancel": lambda: some.update(**numbers | {"state": "cancelled", "cancelled_at": timezone.now()}),
        "other side": lambda: some.update(**numbers, side=Side.OURS if side == Side.COUNTERPART else Side.COUNTERPART),
        "other forum": lambda: some.update(**numbers, edition=other),
        "rename": lambda: people.update(name="예시"),
        "delete": some.delete,
        "delete side": people.delete,
    }[kind]()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(WRITES), st.booleans(), st.sampled_from(Side)), min_size=4, max_size=10))
def test_numbers_are_true_after_any_writing(db, steps):
    editions = EditionFactory(seats=(90, 90)), EditionFactory(seats=(90, 90))
    for edition in editions:
        RegistrationFactory.create_batch(3, edition=edition)
    for kind, first, side in steps:
        write(kind, *(editions if first else reversed(editions)), side)
        assert kept() == counted(), kind
    editions[0].delete()
    assert kept() == counted()
    assert not Headcount.objects.filter(edition=editions[0].pk).exists()
