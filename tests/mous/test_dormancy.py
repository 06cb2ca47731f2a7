"""Silence under an MOU, and what the portal reminds of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from exchange.meetings.enums import MeetingState
from exchange.mous import services
from exchange.mous.dormancy import AMBER, RED, months_between, silences
from exchange.mous.models import Mou
from exchange.notices import rules
from exchange.notices.models import Notice
from exchange.notices.running import run_rule, run_rules
from exchange.notices.wording import lines_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = timedelta(days=1)
DECEMBER = date(2026, 12, 24)


def silence_of(mou, today):
    return next(silence for silence in silences(Mou.objects.all(), today=today) if silence.mou == mou)


def test_months_without_a_sign_of_life_turn_amber_and_red(settings):
    settings.MOU_DORMANT_MONTHS = 6
    mou = MouFactory(signed_on=date(2024, 7, 18))
    assert silence_of(mou, date(2025, 1, 17)).level == ""
    assert silence_of(mou, date(2025, 1, 18)).level == AMBER
    assert silence_of(mou, date(2025, 7, 17)).level == AMBER
    assert (silence_of(mou, date(2025, 7, 18)).level, silence_of(mou, date(2025, 7, 18)).months) == (RED, 12)


def test_meetings_and_evidence_of_this_mou_count_and_no_others():
    body, stranger = OrganizationFactory(), OrganizationFactory()
    mou = MouFactory(counterpart=body, signed_on=date(2024, 7, 18))
    MeetingFactory(counterparts=[stranger], starts_at=datetime(2026, 5, 1, 1, tzinfo=UTC))
    MeetingFactory(counterparts=[body], state=MeetingState.PLANNED, starts_at=datetime(2026, 6, 1, 1, tzinfo=UTC))
    EvidenceFactory(dated_on=date(2026, 4, 1))
    assert silence_of(mou, date(2026, 7, 1)).last_on == date(2024, 7, 18)
    MeetingFactory(counterparts=[body], starts_at=datetime(2025, 3, 1, 1, tzinfo=UTC))
    assert silence_of(mou, date(2026, 7, 1)).last_on == date(2025, 3, 1)
    EvidenceFactory(commitment=CommitmentFactory(mou=mou), dated_on=date(2025, 11, 25))
    assert silence_of(mou, date(2026, 7, 1)).last_on == date(2025, 11, 25)


def test_only_what_is_in_force_falls_silent():
    MouFactory(state="ended", ended_on=date(2024, 7, 18), ended_reason="예시", signed_on=date(2008, 1, 1))
    MouFactory(state="draft", signed_on=None)
    assert silences(Mou.objects.all(), today=date(2026, 1, 1)) == []


@given(first=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 4000))
def test_months_are_whole(first, days):
    months = months_between(first, first + timedelta(days=days))
    assert days / 31 - 1 < months <= days / 28


def notices(rule):
    return list(Notice.objects.filter(rule=rule).order_by("on", "recipient").values_list("on", "recipient"))


def test_a_due_commitment_is_told_to_its_owner_and_late_to_the_managers_too():
    owner, manager = UserFactory(staff=True), UserFactory(manager=True)
    due = date(2026, 3, 20)
    commitment = CommitmentFactory(owner=owner, due_on=due)
    CommitmentFactory(owner=owner, due_on=due, state="dropped", dropped_reason="예시")
    for today in (date(2026, 3, 6), date(2026, 3, 6), date(2026, 3, 14)):
        run_rules(today)
    assert notices("commitment-due") == [(date(2026, 3, 6), owner.pk), (date(2026, 3, 13), owner.pk)]
    run_rules(date(2026, 3, 22))
    assert notices("commitment-due")[2:] == [(date(2026, 3, 21), owner.pk), (date(2026, 3, 21), manager.pk)]
    assert all(n.subject_id == commitment.pk for n in Notice.objects.filter(rule="commitment-due"))


def still_open(promise):
    """Of one that is due once: (the day of reminding, the day that is reminded of, whom)."""
    found = Notice.objects.filter(rule="commitment-due", subject_id=promise.pk, settled_at=None).order_by("recipient")
    return list(found.values_list("on", "due", "recipient"))


@pytest.mark.parametrize(("first", "second"), [(7, 14), (14, 8), (0, 7), (14, 7), (0, 1), (-3, 5)])
def test_a_due_day_that_moves_is_reminded_of_as_a_new_one(first, second, staff):
    today = date(2026, 3, 6)
    UserFactory(manager=True)
    promise = CommitmentFactory(owner=staff, due_on=today + DAY * first)
    run_rules(today)
    for days in (second, first, second):
        due = today + DAY * days
        services.move_due(commitment=promise, due_on=due, reason="예시", by=staff)
        run_rules(today)
        run_rules(today)
        assert {day for _on, day, _who in still_open(promise)} == {due}
        assert len(still_open(promise)) == (2 if days < 0 else 1)


def test_a_promise_that_is_reopened_the_same_day_is_reminded_of_again(staff):
    today = date(2026, 3, 20)
    promise = CommitmentFactory(owner=staff, due_on=today)
    EvidenceFactory(commitment=promise)
    run_rules(today)
    services.keep_commitment(commitment=promise, by=staff)
    run_rules(today)
    assert still_open(promise) == []
    services.reopen_commitment(commitment=promise, by=staff)
    run_rules(today)
    assert still_open(promise) == [(today, today, staff.pk)]


def test_a_promise_that_is_handed_over_takes_its_reminder_along(staff):
    today, other = date(2026, 3, 20), UserFactory(staff=True)
    promise = CommitmentFactory(owner=staff, due_on=today)
    for owner in (staff, other, staff):
        services.change_commitment(commitment=promise, owner=owner, by=staff)
        run_rules(today)
        assert still_open(promise) == [(today, today, owner.pk)]


def test_a_year_is_reminded_of_before_it_ends_and_once_when_it_was_missed(staff):
    manager = UserFactory(manager=True)
    promise, dropped, kept = YearlyCommitmentFactory.create_batch(3, owner=staff)
    services.open_occurrences(today=date(2025, 12, 1))
    services.drop_commitment(commitment=dropped, reason="예시", by=staff)
    EvidenceFactory(commitment=kept, occurrence=kept.occurrences.get(), dated_on=date(2025, 3, 1))
    services.keep_occurrence(occurrence=kept.occurrences.get(), by=staff)
    for today in (date(2025, 12, 16), date(2025, 12, 17), date(2025, 12, 25), date(2025, 12, 31)):
        run_rules(today)
    assert notices("commitment-year-due") == [(date(2025, 12, day), staff.pk) for day in (17, 24, 31)]
    services.open_occurrences(today=date(2026, 1, 5))
    services.miss_past_occurrences(today=date(2026, 1, 5))
    run_rules(date(2026, 1, 5))
    run_rules(date(2026, 2, 10))
    year = promise.occurrences.get(year=2025)
    missed = Notice.objects.filter(rule="commitment-year-due", settled_at=None)
    assert set(missed.values_list("subject_id", "on", "due", "recipient")) == {
        (year.pk, date(2026, 1, 1), date(2025, 12, 31), person.pk) for person in (staff, manager)
    }
    with override("ko"):
        [line] = lines_of(missed.filter(recipient=staff), reader=staff)
    assert (line.words.title, line.words.url) == (promise.sentence_ko, promise.get_absolute_url())
    assert "지났습니다" in line.words.text
    EvidenceFactory(commitment=promise, occurrence=year, dated_on=date(2025, 5, 1))
    services.keep_occurrence(occurrence=year, by=staff)
    run_rules(date(2026, 2, 10))
    assert not missed.exists()


@pytest.mark.parametrize(("promises", "queries"), [(3, 10), (9, 20)])
@pytest.mark.parametrize(("rule", "today"), [("commitment-due", date(2026, 3, 13)), ("commitment-year-due", DECEMBER)])
def test_a_run_asks_the_same_for_every_thousand(rule, today, promises, queries, monkeypatch, django_assert_num_queries):
    """Here three are a thousand."""
    monkeypatch.setattr(rules, "CHUNK", 3)
    owner, meeting = UserFactory(staff=True), MeetingFactory()
    CommitmentFactory.create_batch(promises, owner=owner, due_on=date(2026, 3, 20), meeting=meeting)
    YearlyCommitmentFactory.create_batch(promises, owner=owner, recurs_from=2026, meeting=meeting)
    services.open_occurrences(today=today)
    with django_assert_num_queries(queries):
        run_rule(rules.get(rule), today)
    assert Notice.objects.filter(rule=rule, settled_at=None).count() == promises


def test_a_silent_mou_is_told_once_a_step(settings):
    settings.MOU_DORMANT_MONTHS = 6
    staff = UserFactory(staff=True)
    UserFactory(executive=True)
    MouFactory(signed_on=date(2024, 8, 31))
    for today in (date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 31), date(2025, 9, 1)):
        with override("ko"):
            run_rules(today)
    assert notices("mou-dormant") == [(date(2025, 2, 28), staff.pk), (date(2025, 8, 31), staff.pk)]


def test_a_meeting_in_the_small_hours_of_utc_is_of_the_day_in_seoul():
    """The day after the signing there, the same day in UTC."""
    UserFactory(staff=True)
    body = OrganizationFactory()
    MouFactory(counterpart=body, signed_on=date(2024, 7, 18))
    run_rules(date(2025, 2, 1))
    MeetingFactory(counterparts=[body], starts_at=datetime(2024, 7, 18, 23, tzinfo=UTC))
    run_rules(date(2025, 2, 1))
    assert list(Notice.objects.filter(rule="mou-dormant", settled_at=None).values_list("due", flat=True)) == [
        date(2024, 7, 19)
    ]


def test_the_turn_of_the_year_runs_as_a_job():
    from exchange.mous.tasks import turn_years

    commitment = CommitmentFactory(recurrence="yearly", recurs_from=2024)
    turn_years()
    states = dict(commitment.occurrences.values_list("year", "state"))
    assert states[2024] == "missed"
    assert states[max(states)] == "open"
    assert services.miss_past_occurrences(today=date(2024, 12, 31)) == 0
