"""What the page of a document shows of promises: those that it proves, whichever of its editions was named."""

from exchange.documents.proofs import Proof
from exchange.mous.models import Commitment, Evidence


def promises_proved_by(edition, user):
    proofs = Evidence.objects.filter(edition__document=edition.document_id)
    promises = list(Commitment.objects.visible_to(user).filter(pk__in=proofs.values("commitment")))
    return Proof("mous/_edition_promises.html", promises) if promises else None
