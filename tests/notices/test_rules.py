"""Whom a rule reminds of what, when: once, also when nothing ran for a while."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from delegations.models import Delegation
from delegations.notices import REPORT_DUE
from exchange.notices import rules, running
from exchange.notices.models import Mail, Notice, RuleRun
from exchange.notices.rules import Stages
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import DocumentFactory, EditionFactory

STAGES = Stages()
DAY = timedelta(days=1)


def reminded_days(due, days_that_ran):
    """The days for which notices exist after runs on these days, in order."""
    return sorted({on for today in days_that_ran if (on := STAGES.reached(due, today))})


def test_the_days_of_reminding():
    due = date(2024, 8, 19)
    every_day = [due + DAY * n for n in range(-40, 120)]
    before = [date(2024, 8, 5), date(2024, 8, 12), date(2024, 8, 18), due]
    assert reminded_days(due, every_day) == before + [date(2024, 8, 20) + DAY * 7 * n for n in range(8)]


def test_missed_stages_are_said_once_as_the_latest():
    due = date(2024, 8, 19)
    assert reminded_days(due, [date(2024, 8, 4), date(2024, 8, 13)]) == [date(2024, 8, 12)]
    assert reminded_days(due, [date(2024, 8, 4), date(2024, 9, 4)]) == [date(2024, 9, 3)]


@given(due=st.dates(date(2000, 1, 1), date(2100, 1, 1)), ran=st.lists(st.integers(-30, 80), min_size=1))
def test_a_run_reminds_of_the_latest_day_that_has_come(due, ran):
    all_days = reminded_days(due, [due + DAY * n for n in range(-40, 120)])
    for offset in ran:
        today = due + DAY * offset
        first, last = STAGES.due_days(today)
        on = STAGES.reached(due, today)
        assert (on is not None) == (first <= due <= last)  # what the query leaves out, nothing is due for
        passed = [day for day in all_days if day <= today]
        assert on is None or on == passed[-1]


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "heard"), [(15, ""), (14, "o"), (7, "o"), (0, "o"), (-1, "om"), (-70, "")])
def test_the_owner_hears_first_the_manager_when_it_is_overdue(days, heard, trip_due, owner, manager, today):
    UserFactory(manager=True, deactivated=True)
    trip_due(days, owner=owner)
    running.run_rules(today)
    who = {owner.pk: "o", manager.pk: "m"}
    assert "".join(who[pk] for pk in Notice.objects.order_by("pk").values_list("recipient", flat=True)) == heard


@pytest.mark.django_db
def test_without_an_owner_who_reads_trips_the_managers_hear(trip_due, manager, today):
    trip_due(7)
    trip_due(7, owner=UserFactory(ambassador=True))
    trip_due(7, owner=UserFactory(staff=True, deactivated=True))
    running.run_rules(today)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {manager.pk}
    assert Notice.objects.count() == 3


@pytest.mark.django_db
def test_nothing_is_said_of_what_is_cancelled_reported_or_not_over(trip_due, owner, today, settings):
    trip_due(7, owner=owner, state="cancelled", cancelled_reason="연기")
    reported = trip_due(7, owner=owner)
    EditionFactory(document=DocumentFactory(subject_id=reported.pk), published=True)
    settings.REPORT_DUE_DAYS = 5
    DelegationFactory(starts_on=today, ends_on=today, owner=owner)
    running.run_rules(today)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_second_run_of_the_day_changes_nothing(trip_due, owner, manager, today):
    trip_due(-3, owner=owner)
    running.run_rules(today)
    before = list(Notice.objects.order_by("pk").values())
    running.run_rules(today)
    assert list(Notice.objects.order_by("pk").values()) == before
    assert len(before) == 2
    assert RuleRun.objects.get(rule="report-due").ran_on == today


@pytest.mark.django_db
def test_two_runs_at_once_make_each_notice_once(trip_due, owner, today, monkeypatch):
    """The other run was faster between our look at what exists and our insert."""
    trip_due(7, owner=owner)
    [candidates] = REPORT_DUE.candidates(today)
    really = Notice.objects.bulk_create

    def overtaken(notices, **options):
        monkeypatch.setattr(Notice.objects, "bulk_create", really)
        running.make_notices(REPORT_DUE, candidates, today)
        return really(notices, **options)

    monkeypatch.setattr(Notice.objects, "bulk_create", overtaken)
    running.make_notices(REPORT_DUE, candidates, today)
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_a_later_reminder_takes_the_place_of_the_earlier(trip_due, owner, manager, today):
    trip = trip_due(7, owner=owner)
    running.run_rules(today)
    running.run_rules(today + DAY * 8)
    first, *later = Notice.objects.filter(recipient=owner).order_by("on")
    assert first.settled_at
    assert [notice.settled_at for notice in later] == [None]
    assert later[0].subject_id == trip.pk


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["published", "cancelled", "moved", "deleted", "given away"])
def test_what_lost_its_cause_is_settled(what, trip_due, owner, today):
    trip, stays = trip_due(7, owner=owner), trip_due(7, owner=owner)
    running.run_rules(today)
    rows = Delegation.objects.filter(pk=trip.pk)
    if what == "published":
        EditionFactory(document=DocumentFactory(subject_id=trip.pk), published=True)
    elif what == "cancelled":
        rows.update(state="cancelled", cancelled_reason="연기")
    elif what == "moved":
        rows.update(ends_on=trip.ends_on + DAY * 8)
    elif what == "given away":
        rows.update(owner=UserFactory(executive=True))
    else:
        rows.delete()
    running.run_rules(today)
    still_open = Notice.objects.filter(settled_at=None, recipient=owner)
    assert set(still_open.values_list("subject_id", flat=True)) == {stays.pk}


@pytest.mark.django_db
def test_what_comes_back_is_open_again_and_mailed_unless_it_was(trip_due, owner, today, remind):
    """The trip is cancelled and is not, the first time before a letter was made."""
    trip = trip_due(7, owner=owner)
    rows, notices = Delegation.objects.filter(pk=trip.pk), Notice.objects.filter(recipient=owner)
    running.run_rules(today)
    for mails in (0, 1):
        rows.update(state="cancelled", cancelled_reason="연기")
        remind()
        notices.update(read_at=F("settled_at"))
        rows.update(state=trip.state, cancelled_reason="")
        assert (notices.get().is_unread, Mail.objects.count()) == (False, mails)
        remind()
        assert (notices.get().is_unread, Mail.objects.count()) == (True, 1)


@pytest.mark.django_db
def test_a_manager_who_is_given_the_trip_back_and_forth_stays_reminded(trip_due, owner, manager, today):
    trip = trip_due(-3, owner=manager)
    for now in (manager, owner, manager):
        Delegation.objects.filter(pk=trip.pk).update(owner=now)
        running.run_rules(today)
        heard = {manager.pk, now.pk}
        assert set(Notice.objects.filter(settled_at=None).values_list("recipient", flat=True)) == heard


@pytest.mark.django_db
def test_one_broken_rule_does_not_silence_the_others(trip_due, owner, today, monkeypatch):
    def broken(today):
        raise ValueError("broken")

    bad = rules.Rule("bad", "고장", Delegation, candidates=broken, word=REPORT_DUE.word)
    monkeypatch.setattr(rules, "_rules", {"bad": bad, "report-due": REPORT_DUE})
    trip_due(7, owner=owner)
    with pytest.raises(ExceptionGroup, match="rules of notices failed"):
        running.run_rules(today)
    assert Notice.objects.count() == 1
    assert list(RuleRun.objects.values_list("rule", flat=True)) == ["report-due"]


@pytest.mark.django_db
@pytest.mark.parametrize(("trips", "first_run", "second_run"), [(40, 8, 7), (2900, 24, 21)])
def test_queries_per_thousand_rows_are_constant(trips, first_run, second_run, owner, manager, today, settings):
    """3 for a thousand trips (which, what exists, the insert), 2 for a thousand open notices, 3 for the rest."""
    ends_on = today - timedelta(days=settings.REPORT_DUE_DAYS + 3)
    facts = {"title_ko": "출장", "starts_on": ends_on, "ends_on": ends_on, "owner": owner}
    Delegation.objects.bulk_create(Delegation(slug=f"t{number}", **facts) for number in range(trips))
    with CaptureQueriesContext(connection) as first:
        running.run_rule(REPORT_DUE, today)
    assert Notice.objects.count() == trips * 2
    with CaptureQueriesContext(connection) as again:
        running.run_rule(REPORT_DUE, today)
    assert (statements(first), statements(again)) == (first_run, second_run)


def statements(queries):
    """How many statements, without those that only frame a transaction."""
    return sum("SAVEPOINT" not in query["sql"] for query in queries)
