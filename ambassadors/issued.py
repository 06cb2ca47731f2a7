"""Documents of a term as its ambassador gets them: what was published, and nothing before."""

from dataclasses import dataclass

from ambassadors.documents import LETTER, SHEET
from exchange.documents import definitions
from exchange.documents.enums import EditionState
from exchange.documents.models import Edition, Rendition
from exchange.documents.selectors import file_and_job

KINDS = {"letter": LETTER, "sheet": SHEET}


@dataclass(frozen=True)
class Issued:
    kind: str
    language: str
    edition: Edition
    file: Rendition

    @property
    def title(self):
        return definitions.get(KINDS[self.kind]).title


def issued_to(term):
    """One for each kind and language that is published and has its file, in two queries."""
    editions = Edition.objects.filter(
        document__definition__in=KINDS.values(), document__subject_id=term.pk, state=EditionState.PUBLISHED
    )
    editions = editions.select_related("document").prefetch_related("renditions").without_text()
    found = {(each.document.definition, each.document.language): each for each in editions}
    return [
        Issued(kind, language, found[name, language], file)
        for kind, name in KINDS.items()
        for language in ("ko", "ja")
        if (name, language) in found and (file := file_and_job(found[name, language])[0])
    ]
