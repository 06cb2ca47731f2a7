"""Where a commitment stands today: its state, or what is more urgent to say of one that is still owed."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Aggregate, Count, F, IntegerField, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.mous.enums import CommitmentState, Recurrence

LIVE = (CommitmentState.OPEN, CommitmentState.IN_PROGRESS)
KEPT_LATE = Q(state=CommitmentState.KEPT, due_on__lt=F("kept_on"))  # by the due date in force; a yearly one has none


class Standing(TextChoices):
    """In the order of the ledger's chips."""

    LATE = "late", _("기한 경과")
    OPEN = "open", pgettext_lazy("약속", "시작 전")
    IN_PROGRESS = "in_progress", pgettext_lazy("약속", "진행")
    UNDATED = "undated", _("기한 미정")
    KEPT = "kept", pgettext_lazy("약속", "이행")
    KEPT_LATE = "kept_late", pgettext_lazy("약속", "늦게 이행")
    MISSED = "missed", pgettext_lazy("약속", "불이행")
    DROPPED = "dropped", pgettext_lazy("약속", "철회")


class Objection(TextChoices):
    """What the ledger may be asked for besides: it says nothing of how a promise stands."""

    OBJECTED = "objected", _("이의 있음")


def standing_of(commitment, today):
    if commitment.state in LIVE and commitment.due_on and commitment.due_on < today:
        return Standing.LATE
    if commitment.state == CommitmentState.OPEN and not commitment.due_on and commitment.recurrence == Recurrence.ONCE:
        return Standing.UNDATED
    return Standing.KEPT_LATE if is_kept_late(commitment) else Standing(commitment.state)


def is_kept_late(commitment):
    if commitment.state != CommitmentState.KEPT or not (commitment.due_on and commitment.kept_on):
        return False
    return commitment.kept_on > commitment.due_on


def conditions(today):
    """{Standing: the same in words of the database}; every commitment meets exactly one."""
    late = Q(due_on__isnull=False, due_on__lt=today)
    undated = Q(due_on__isnull=True, recurrence=Recurrence.ONCE)
    return {
        Standing.LATE: Q(late, state__in=LIVE),
        Standing.OPEN: Q(~late, ~undated, state=CommitmentState.OPEN),
        Standing.IN_PROGRESS: Q(~late, state=CommitmentState.IN_PROGRESS),
        Standing.UNDATED: Q(undated, state=CommitmentState.OPEN),
        Standing.KEPT: Q(state=CommitmentState.KEPT) & (Q(due_on=None) | Q(kept_on=None) | Q(due_on__gte=F("kept_on"))),
        Standing.KEPT_LATE: KEPT_LATE,
        Standing.MISSED: Q(state=CommitmentState.MISSED),
        Standing.DROPPED: Q(state=CommitmentState.DROPPED),
    }


def counted(commitments, today):
    """{(obligor, Standing): how many}, in one query that an index answers alone (commitment_by_standing).

    Grouped by what the index is sorted by: of thousands, each further word to group by costs as much as the counting.
    """
    groups = commitments.order_by().values_list("obligor", "state")
    groups = groups.annotate(number=Count("*"), late=_late(today), undated=_undated())
    found = Counter()
    for obligor, state, number, late, undated in groups:
        shares = {today - timedelta(days=1): late, None: undated, today: number - late - undated}
        for due_on, share in shares.items():
            if share:
                found[obligor, standing_of(_Facts(state, due_on, today), today)] += share
    return found


class _Facts(NamedTuple):
    state: str
    due_on: date | None
    kept_on: date
    recurrence: str = Recurrence.ONCE


def _late(today):
    """Due before today, or before it was kept."""
    by = "CASE WHEN {state} = %s THEN {kept_on} ELSE %s END"
    return _Number("due_on", "state", "kept_on", of=f"{{due_on}} < {by}", values=(CommitmentState.KEPT.value, today))


def _undated():
    return _Number("due_on", "recurrence", of="{due_on} IS NULL AND {recurrence} = %s", values=(Recurrence.ONCE.value,))


class _Number(Aggregate):
    """How many of a group are so: in words of the database, for Django takes longer."""

    output_field = IntegerField()

    def as_sql(self, compiler, connection, **_):
        names = {part.target.name: compiler.compile(part)[0] for part in self.source_expressions}
        values = [connection.ops.adapt_datefield_value(v) if isinstance(v, date) else v for v in self.extra["values"]]
        return f"COUNT(*) FILTER (WHERE {self.extra['of'].format(**names)})", values
