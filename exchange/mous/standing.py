"""Where a commitment stands today: its state, or what is more urgent to say of one that is still owed."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import CharField, Count, Func, Q, TextChoices
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


def counted(commitments, today):
    """{(obligor, Standing): how many}, in one query."""
    groups = commitments.order_by().annotate(day=_Day("due_on", today=today))
    groups = groups.values_list("obligor", "state", "recurrence", "day").annotate(number=Count("pk"))
    found = Counter()
    for obligor, state, recurrence, day, number in groups:
        due_on = {"late": today - timedelta(days=1), "later": today, "none": None}[day]
        found[obligor, standing_of(_Facts(state, due_on, recurrence), today)] += number
    return found


class _Facts(NamedTuple):
    state: str
    due_on: date
    recurrence: str


class _Day(Func):
    """Before today, later or never: in words of the database, for Django takes longer over them than it to count."""

    output_field = CharField()

    def as_sql(self, compiler, connection, **_):
        day, _none = compiler.compile(self.source_expressions[0])
        today = connection.ops.adapt_datefield_value(self.extra["today"])
        return f"CASE WHEN {day} IS NULL THEN 'none' WHEN {day} < %s THEN 'late' ELSE 'later' END", [today]
