"""A forum as evidence of promises: how a held edition offers itself to the registry of records."""

from operator import attrgetter

from django.utils.translation import pgettext_lazy

from exchange.mous.records import RecordKind
from forums.models import Edition, EditionEvidence


def title_of(edition):
    return edition.local_name


def provable_editions(text, user):
    return Edition.objects.visible_to(user).held().search(text.replace("…", "")).select_related("series")


def held_with(edition, commitment):
    """Only the forum of the counterpart to which it was promised."""
    return edition.series.counterpart_id == commitment.counterpart_id


EDITION = RecordKind(
    name="forum",
    label=pgettext_lazy("하나", "포럼"),
    link=EditionEvidence,
    field="edition",
    candidates=provable_editions,
    title=title_of,
    day=attrgetter("starts_on"),
    follows=("series",),
    shared=held_with,
)
