"""Whatever is tried in whatever order: a refused step changes nothing, and what is kept stays proved."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.meetings.enums import PointKind
from exchange.mous import proposals, services
from exchange.mous.enums import CommitmentState, EvidenceKind, Obligor
from exchange.mous.flows import COMMITMENT
from exchange.mous.models import Commitment
from tests.factories.mous import CommitmentFactory

DAY = date(2024, 10, 1)


def prove(commitment, user):
    services.add_evidence(commitment=commitment, kind=EvidenceKind.NOTE, dated_on=DAY, note_ko="예시", by=user)


def doubt(commitment, user):
    if evidence := commitment.evidence.first():
        services.delete_evidence(evidence=evidence, by=user)


def drop(reason):
    return lambda commitment, user: services.drop_commitment(commitment=commitment, reason=reason, by=user)


def move(day, reason):
    return lambda commitment, user: services.move_due(commitment=commitment, due_on=day, reason=reason, by=user)


TRIED = {
    "start": lambda commitment, user: services.start_commitment(commitment=commitment, by=user),
    "keep": lambda commitment, user: services.keep_commitment(commitment=commitment, by=user),
    "miss": lambda commitment, user: services.miss_commitment(commitment=commitment, by=user),
    "reopen": lambda commitment, user: services.reopen_commitment(commitment=commitment, by=user),
    "drop": drop("대체됨"),
    "drop without a reason": drop(" "),
    "prove": prove,
    "doubt": doubt,
    "move": move(date(2026, 5, 1), "상대 사정"),
    "move without a reason": move(date(2026, 6, 1), ""),
    "move before it was made": move(date(2020, 1, 1), "예시"),
}


@pytest.mark.django_db
@pytest.mark.database
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.sampled_from(sorted(TRIED)), max_size=12))
def test_a_promise_stays_whole(staff, tried):
    commitment = CommitmentFactory(owner=staff)
    for name in tried:
        before = Commitment.objects.get(pk=commitment.pk)
        events = Event.objects.about(commitment).count()
        try:
            TRIED[name](before, staff)
        except ValidationError as error:
            now = Commitment.objects.get(pk=commitment.pk)
            assert " ".join(error.messages)
            assert (now.state, now.due_on, now.dropped_reason) == (before.state, before.due_on, before.dropped_reason)
            assert Event.objects.about(commitment).count() == events
        now = Commitment.objects.get(pk=commitment.pk)
        assert now.state != CommitmentState.KEPT or now.evidence.exists()
        assert (now.state == CommitmentState.DROPPED) == bool(now.dropped_reason)
        assert all(change.reason for change in now.due_changes.all())
        assert all(now.state in COMMITMENT.steps[step].sources for step in COMMITMENT.open_steps(now, staff))


@given(
    text=st.text(alphabet="모리히로시 회장은이가상호매년합의\n.(", max_size=60), kind=st.sampled_from(PointKind.values)
)
def test_some_obligor_is_always_proposed(text, kind):
    assert proposals.obligor_of(text, kind, {"모리 히로시", "모리", "("}) in Obligor
