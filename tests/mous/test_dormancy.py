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
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import CommitmentFactory, EvidenceFactory, MouFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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


@pytest.mark.parametrize(("promises", "queries"), [(3, 10), (9, 20)])
def test_a_run_asks_the_same_for_every_thousand(promises, queries, monkeypatch, django_assert_num_queries):
    """Here three are a thousand."""
    monkeypatch.setattr(rules, "CHUNK", 3)
    owner = UserFactory(staff=True)
    CommitmentFactory.create_batch(promises, owner=owner, due_on=date(2026, 3, 20), meeting=MeetingFactory())
    with django_assert_num_queries(queries):
        run_rule(rules.get("commitment-due"), date(2026, 3, 13))
    assert Notice.objects.filter(rule="commitment-due", settled_at=None).count() == promises


def test_a_silent_mou_is_told_once_a_step(settings):
    settings.MOU_DORMANT_MONTHS = 6
    staff = UserFactory(staff=True)
    UserFactory(executive=True)
    MouFactory(signed_on=date(2024, 8, 31))
    for today in (date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 31), date(2025, 9, 1)):
        with override("ko"):
            run_rules(today)
    assert notices("mou-dormant") == [(date(2025, 2, 28), staff.pk), (date(2025, 8, 31), staff.pk)]


def test_the_turn_of_the_year_runs_as_a_job():
    from exchange.mous.tasks import turn_years

    commitment = CommitmentFactory(recurrence="yearly", recurs_from=2024)
    turn_years()
    states = dict(commitment.occurrences.values_list("year", "state"))
    assert states[2024] == "missed"
    assert states[max(states)] == "open"
    assert services.miss_past_occurrences(today=date(2024, 12, 31)) == 0
