from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.notices import posting, running
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory

TEN = 10  # o'clock: letters are made in the daytime


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def owner(db):
    return UserFactory(staff=True)


@pytest.fixture
def manager(db):
    return UserFactory(manager=True)


@pytest.fixture
def trip_due(settings, today):
    """A trip that is over, whose report is due in so many days: trip_due(7, owner=...)."""

    def make(days, **fields):
        ends_on = today + timedelta(days=days - settings.REPORT_DUE_DAYS)
        return DelegationFactory(starts_on=ends_on - timedelta(days=3), ends_on=ends_on, **fields)

    return make


@pytest.fixture
def at(today):
    """An instant of that day, by the portal's clock: at(10), at(10, days=1)."""

    def instant(hour, minute=0, *, days=0):
        now = timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0)
        return now + timedelta(days=days)

    return instant


@pytest.fixture
def outbox(settings):
    """Mail goes its real way: into rows, and from there to the transport (tests: mailoutbox)."""
    settings.EMAIL_BACKEND = "exchange.notices.outbox.OutboxBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def remind(today, at, outbox):
    """The hourly job, as if it were that hour of today, or of a day later."""

    def run(hour=TEN, *, days=0):
        running.run_rules(today + timedelta(days=days))
        posting.post_notices(at(hour, days=days))

    return run
