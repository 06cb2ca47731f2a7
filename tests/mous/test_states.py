"""Random walks over the services: what must never stand in the database never does; a step is all or nothing."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.mous import services
from exchange.mous.flows import COMMITMENT, OCCURRENCE
from exchange.mous.models import Commitment, DueChange, Evidence, Occurrence
from tests.factories.accounts import UserFactory
from tests.factories.mous import CommitmentFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MADE_ON = date(2024, 7, 18)
TODAY = timezone.localdate()
DAYS = st.sampled_from([MADE_ON - timedelta(1), MADE_ON, date(2025, 11, 25), TODAY, TODAY + timedelta(1)])
YEARS = st.sampled_from([2024, 2025, TODAY.year])
REASONS = st.sampled_from(["", " ", "예시 사정"])
ANYBODY = st.sampled_from(["staff", "staff", "staff", "executive"])

steps = st.tuples(st.just("step"), st.sampled_from(sorted(COMMITMENT.steps)), REASONS)
notes = st.tuples(st.just("prove"), DAYS, st.sampled_from(["", "예시 근거"]))
removals = st.tuples(st.just("unprove"), st.integers(0, 3))
moves = st.tuples(st.just("move_due"), st.one_of(st.none(), DAYS), REASONS)
years = st.tuples(st.just("year"), st.sampled_from(sorted(OCCURRENCE.steps)), YEARS)
turns = st.tuples(st.just("turn_of_year"), YEARS)


def walks(*actions):
    return st.lists(st.tuples(ANYBODY, st.one_of(*actions)), min_size=4, max_size=14)


def take(commitment, by, action, *asked):
    """The service that a page would call."""
    if action == "step":
        name, reason = asked
        why = {"reason": reason} if name == "drop" else {}
        getattr(services, f"{name}_commitment")(commitment=commitment, by=by, **why)
    elif action == "prove":
        services.add_evidence(commitment=commitment, kind="note", dated_on=asked[0], note_ko=asked[1], by=by)
    elif action == "unprove":
        for evidence in commitment.evidence.all()[asked[0] : asked[0] + 1]:
            services.delete_evidence(evidence=evidence, by=by)
    elif action == "move_due":
        services.move_due(commitment=commitment, due_on=asked[0], reason=asked[1], by=by)
    elif action == "year":
        for occurrence in commitment.occurrences.filter(year=asked[1]):
            getattr(services, f"{asked[0]}_occurrence")(occurrence=occurrence, by=by)
    else:
        services.miss_past_occurrences(today=date(asked[0], 1, 1))


def standing():
    """Everything but the number of the version, which a save that changes nothing counts up too."""
    kept = [list(model.objects.order_by("pk").values()) for model in (Evidence, DueChange, Occurrence)]
    names = [field.attname for field in Commitment._meta.concrete_fields if field.name != "version"]
    return kept, list(Commitment.objects.order_by("pk").values(*names))


def look():
    """No row that must not be."""
    assert not Commitment.objects.filter(state="kept", evidence__isnull=True).exists()
    assert not Occurrence.objects.filter(state="kept", evidence__isnull=True).exists()
    for commitment in Commitment.objects.prefetch_related("due_changes", "evidence"):
        assert (commitment.state == "dropped") == bool(commitment.dropped_reason.strip())
        moves = list(commitment.due_changes.all())
        assert all(move.reason.strip() for move in moves)
        assert not moves or moves[-1].after == commitment.due_on
        assert all(earlier.after == later.before for earlier, later in pairwise(moves))
        assert all(MADE_ON <= row.dated_on <= TODAY for row in commitment.evidence.all())
    assert all(row.occurrence.year == row.dated_on.year for row in Evidence.objects.exclude(occurrence=None))


def walk(make, path):
    with transaction.atomic():
        users = {role: UserFactory(role=role) for role in ("staff", "executive")}
        commitment = make(made_on=MADE_ON)
        if commitment.is_yearly:
            services.open_occurrences(commitments=[commitment], today=TODAY)
        for role, action in path:
            before, events = standing(), Event.objects.count()
            try:
                take(Commitment.objects.get(pk=commitment.pk), users[role], *action)
            except (ValidationError, PermissionDenied):
                assert (standing(), Event.objects.count()) == (before, events), action
            else:
                written = Event.objects.count() - events
                changed = standing() != before
                assert changed == bool(written), action
                assert written <= 1 or action[0] == "turn_of_year", action
            look()
        transaction.set_rollback(True)


lean = settings(
    max_examples=25, phases=[Phase.explicit, Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck)
)


@lean
@given(walks(steps, notes, removals, moves))
def test_a_promise_is_never_kept_unproved_nor_dropped_or_moved_without_a_reason(path):
    walk(CommitmentFactory, path)


@lean
@given(walks(steps, notes, removals, years, years, turns))
def test_no_year_is_kept_unproved(path):
    walk(YearlyCommitmentFactory, path)


def test_the_walks_come_to_every_state():
    """What the walks look at is there to be seen: kept, dropped, moved, a year kept."""
    staff = ("staff",)
    prove = (*staff, ("prove", date(2025, 11, 25), "예시 근거"))
    seen = []
    for make, path in (
        (CommitmentFactory, [prove, (*staff, ("step", "keep", ""))]),
        (CommitmentFactory, [(*staff, ("step", "drop", "예시 사정"))]),
        (YearlyCommitmentFactory, [prove, (*staff, ("year", "keep", 2025))]),
    ):
        commitment, by = make(made_on=MADE_ON), UserFactory(staff=True)
        services.open_occurrences(today=TODAY)
        for _role, action in path:
            take(commitment, by, *action)
        commitment.refresh_from_db()
        seen += [commitment.state, *commitment.occurrences.filter(year=2025).values_list("state", flat=True)]
        look()
    assert seen == ["kept", "dropped", "open", "kept"]
