"""Reminders of advice: a silent ambassador hears of it once in so many weeks, staff of terms that end undecided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors import services
from ambassadors.enums import Decision
from ambassadors.nudges import SESSION_MISSING, TERM_ENDING
from exchange.notices import wording
from exchange.notices.models import Notice
from exchange.notices.running import run_rule
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = timedelta(days=1)


def silent(weeks, **facts):
    him = AmbassadorFactory(user=UserFactory(ambassador=True), **facts)
    day = timezone.localdate() - timedelta(weeks=weeks)
    SessionFactory(ambassador=him, held_on=day, entered_on=day)
    return him


def told(rule, user):
    return Notice.objects.filter(rule=rule.name, recipient=user)


def test_whoever_is_silent_is_told_once_in_eight_weeks_until_he_writes(settings):
    settings.ADVISORY_NUDGE_WEEKS = 8
    today = timezone.localdate()
    him = silent(8)
    pausing = silent(20, paused_until=today + timedelta(days=100))
    others = [silent(7), silent(20, terms=-1), pausing, AmbassadorFactory()]
    user = him.person.user
    for later in range(5):
        run_rule(SESSION_MISSING, today + later * DAY)
    [notice] = told(SESSION_MISSING, user)
    line = wording.lines_of([notice], reader=user)[0]
    assert not line.is_settled
    assert "8주째" in line.words.text
    assert not any(told(SESSION_MISSING, other.person.user).exists() for other in others[1:3])
    run_rule(SESSION_MISSING, today + timedelta(weeks=8))
    assert told(SESSION_MISSING, user).count() == 2
    assert told(SESSION_MISSING, user).filter(settled_at=None).count() == 1
    later = today + timedelta(weeks=7)
    SessionFactory(ambassador=him, held_on=later, entered_on=later)
    run_rule(SESSION_MISSING, today + timedelta(weeks=8))
    assert not told(SESSION_MISSING, user).filter(settled_at=None).exists()


def test_a_new_term_begins_without_reproach(settings):
    settings.ADVISORY_NUDGE_WEEKS = 8
    him = AmbassadorFactory(user=UserFactory(ambassador=True), terms=729)  # began yesterday
    run_rule(SESSION_MISSING, timezone.localdate())
    assert not told(SESSION_MISSING, him.person.user).exists()
    run_rule(SESSION_MISSING, timezone.localdate() + timedelta(weeks=8))
    assert told(SESSION_MISSING, him.person.user).count() == 1


def test_staff_are_told_90_and_30_days_before_a_term_ends_undecided():
    staff, manager = UserFactory(staff=True), UserFactory(manager=True)
    him = AmbassadorFactory(terms=91, user=UserFactory(ambassador=True))
    decided, today = AmbassadorFactory(terms=60), timezone.localdate()
    services.decide_renewal(term=decided.terms.get(), decision=Decision.RENEW, by=staff)
    ends_on = him.terms.get().ends_on
    counts = {}
    for left in (91, 90, 89, 31, 30, 1):
        run_rule(TERM_ENDING, ends_on - left * DAY)
        counts[left] = told(TERM_ENDING, staff).count()
    assert counts == {91: 0, 90: 1, 89: 1, 31: 1, 30: 2, 1: 2}
    assert told(TERM_ENDING, manager).count() == 2
    assert not told(TERM_ENDING, him.person.user).exists()
    line = wording.lines_of(told(TERM_ENDING, staff).order_by("-on"), reader=staff)[0]
    assert line.words.title == him.person.name_ko
    services.renew(term=him.terms.get(), by=staff)
    run_rule(TERM_ENDING, today)
    assert not told(TERM_ENDING, staff).filter(settled_at=None).exists()
