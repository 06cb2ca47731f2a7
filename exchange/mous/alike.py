"""Promises that say nearly the same: a line of the minutes often repeats a clause. It is pointed out, never refused."""

import unicodedata

from django.db.models import Q
from rapidfuzz.distance import Indel

from exchange.core.search import normalise
from exchange.meetings.enums import Side
from exchange.mous.models import Commitment

SHOWN = 3
LOOKED_AT = 2000  # of one counterpart, the latest
ALIKE = 0.5  # the directory's measure of names; what only shares a few words stays below 0.45


def alike_at(meeting, text, user):
    """Among what was promised to or by who sat there, under whatever MOU."""
    return alike(text, list(meeting.counterparts.all()), user)


def alike_under(mou, text, user):
    parties = mou.parties.filter(side=Side.COUNTERPART).select_related("organization")
    return alike(text, [party.organization for party in parties], user)


def alike(text, bodies, user):
    """The closest first, a few."""
    known = Commitment.objects.visible_to(user).filter(
        Q(counterpart__in=bodies) | Q(mou__parties__organization__in=bodies)
    )
    sentences = dict(known.order_by("-made_on", "-pk").values_list("pk", "sentence_ko")[:LOOKED_AT])
    asked = _parts(text)
    scores = {pk: Indel.normalized_similarity(asked, _parts(each)) for pk, each in sentences.items()}
    closest = sorted((pk for pk in scores if scores[pk] >= ALIKE), key=scores.get, reverse=True)[:SHOWN]
    found = Commitment.objects.listed().in_bulk(closest)
    return [found[pk] for pk in closest]


def _parts(text):
    """Letter by letter: an ending of a Korean verb is one syllable, of which half is the verb's."""
    return unicodedata.normalize("NFD", normalise(text))
