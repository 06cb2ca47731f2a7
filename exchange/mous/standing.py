"""Where a commitment stands today: its state, or what is more urgent to say of one that is still owed."""

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.mous.enums import CommitmentState, Recurrence

LIVE = (CommitmentState.OPEN, CommitmentState.IN_PROGRESS)


class Standing(TextChoices):
    """In the order of the ledger's chips."""

    LATE = "late", _("기한 경과")
    OPEN = "open", pgettext_lazy("약속", "시작 전")
    IN_PROGRESS = "in_progress", pgettext_lazy("약속", "진행")
    UNDATED = "undated", _("기한 미정")
    KEPT = "kept", pgettext_lazy("약속", "이행")
    MISSED = "missed", pgettext_lazy("약속", "불이행")
    DROPPED = "dropped", pgettext_lazy("약속", "철회")


def standing_of(commitment, today):
    if commitment.state in LIVE and commitment.due_on and commitment.due_on < today:
        return Standing.LATE
    if commitment.state == CommitmentState.OPEN and not commitment.due_on and commitment.recurrence == Recurrence.ONCE:
        return Standing.UNDATED
    return Standing(commitment.state)


def conditions(today):
    """{Standing: the same in words of the database}; every commitment meets exactly one."""
    late = Q(due_on__isnull=False, due_on__lt=today)
    undated = Q(due_on__isnull=True, recurrence=Recurrence.ONCE)
    return {
        Standing.LATE: Q(late, state__in=LIVE),
        Standing.OPEN: Q(~late, ~undated, state=CommitmentState.OPEN),
        Standing.IN_PROGRESS: Q(~late, state=CommitmentState.IN_PROGRESS),
        Standing.UNDATED: Q(undated, state=CommitmentState.OPEN),
    } | {Standing(state): Q(state=state) for state in CommitmentState if state not in LIVE}


def as_case(today):
    whens = [When(condition, then=Value(standing)) for standing, condition in conditions(today).items()]
    return Case(*whens, output_field=CharField())
