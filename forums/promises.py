"""What an edition has to do with promises: those that it proves, and those that were made in its meetings."""

from django.db.models import F

from exchange.mous.models import Commitment
from forums.models import EditionEvidence


def proofs_of(edition, user):
    """The pieces of evidence that the edition is, with what they prove."""
    links = EditionEvidence.objects.filter(
        edition=edition, evidence__commitment__in=Commitment.objects.visible_to(user)
    )
    links = links.select_related("evidence__commitment", "evidence__occurrence").order_by("evidence__dated_on", "pk")
    return [link.evidence for link in links]


def born_at(edition):
    """In the order of the meetings and their minutes; also clauses of an MOU that was signed there."""
    every = Commitment.objects.order_by()
    said = every.filter(meeting__forum_link__edition=edition).values("pk")
    signed = every.filter(clause__mou__meeting__forum_link__edition=edition).values("pk")
    born = Commitment.objects.filter(pk__in=said.union(signed))
    return born.order_by(F("clause__number").asc(nulls_last=True), "meeting__starts_at", "point__order", "pk")
