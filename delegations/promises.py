"""The promises that were born on a trip: spoken in its meetings, or clauses of an MOU that was signed there."""

from django.db.models import F

from exchange.mous import reporting
from exchange.mous.enums import CommitmentState
from exchange.mous.models import Commitment


def born_on(delegation):
    """Clauses first, then what was said, in the order of the minutes."""
    every = Commitment.objects.order_by()
    said = every.filter(meeting__delegation_link__delegation=delegation).values("pk")
    signed = every.filter(clause__mou__meeting__delegation_link__delegation=delegation).values("pk")
    born = Commitment.objects.filter(pk__in=said.union(signed))
    return born.order_by(F("clause__number").asc(nulls_last=True), "meeting__starts_at", "point__order", "pk")


def promises_table(delegation, writer):
    born = born_on(delegation).exclude(state=CommitmentState.DROPPED).select_related("counterpart")
    return reporting.promises_table(born, writer)
