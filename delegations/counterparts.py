"""Whom a meeting is with, guessed from what the plan says: 일본 중소기업기반정비기구 간담, 단체중앙회 6층."""

import re

from delegations.typed import PARTICLE
from exchange.core.search import forms_in, normalise
from exchange.directory.enums import Country
from exchange.directory.models import Organization

WORD = re.compile(r"[\w·・]+")
SHORTEST = 3  # letters; anything shorter names half of the directory
MOST_WORDS = 6
MOST_WRITTEN = 12  # words of a title that are looked at


def named_in(texts, *, user):
    """Foreign bodies whose name stands in one of the texts, the longest name first; one record for each name."""
    found = {}
    forms = {form for text in texts for form in _possible_names(text)}
    if not forms:
        return []
    bodies = Organization.objects.visible_to(user).exclude(country=Country.KR).called(*forms)
    for body in bodies:
        for form in forms_in(body.search_key) & forms:
            found.setdefault(form, []).append(body)
    sure = sorted((form for form, called in found.items() if len(called) == 1), key=len, reverse=True)
    kept = [form for place, form in enumerate(sure) if not any(form in longer for longer in sure[:place])]
    return list({found[form][0].pk: found[form][0] for form in kept}.values())


def _possible_names(text):
    """Every run of words, also without the particle at its end."""
    words = WORD.findall(text)[:MOST_WRITTEN]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            run = "".join(words[start:end])
            for form in {normalise(run), normalise(PARTICLE.sub("", run))}:
                if len(form) >= SHORTEST:
                    yield form
