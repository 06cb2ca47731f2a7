"""What happened stays as it was written: the model refuses a change, and so does the database."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from exchange.audit.models import Event
from exchange.audit.services import record
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return record("change", DelegationFactory(), by=UserFactory(), changes={"starts_on": [None, date(2024, 7, 17)]})


def test_an_event_names_who_what_and_which(event):
    event = Event.objects.get()
    assert (event.verb, event.object_type) == ("change", "delegations.delegation")
    assert event.by is not None and event.at is not None
    assert event.changes == {"starts_on": [None, "2024-07-17"]}


def test_events_about_one_row_newest_first():
    trip, other = DelegationFactory(), DelegationFactory()
    for verb in ("add", "change"):
        record(verb, trip, by=None)
    record("add", other, by=None)
    assert [event.verb for event in Event.objects.about(trip)] == ["change", "add"]


@pytest.mark.parametrize("change", ["save", "delete"])
def test_the_model_refuses_a_change(event, change):
    with pytest.raises(TypeError):
        getattr(event, change)()


@pytest.mark.parametrize("change", [lambda: Event.objects.update(verb="other"), lambda: Event.objects.all().delete()])
def test_the_query_refuses_a_change(event, change):
    with pytest.raises(TypeError):
        change()


def refused(sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.get().verb == "change"


def test_the_database_refuses_an_update(event):
    refused("UPDATE audit_event SET verb = 'other'")


def test_the_database_refuses_a_deletion_in_production(event):
    """SQLite, for one machine and for tests, empties tables by DELETE and must allow it."""
    if connection.vendor == "postgresql":
        refused("DELETE FROM audit_event")
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_event")
        assert not Event.objects.exists()
