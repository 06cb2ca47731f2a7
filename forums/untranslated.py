"""What everybody reads in the programme and is not written in a language: shown in the nearest, and said."""

from django.utils.text import Truncator

from exchange.core import languages

NAMED, LONGEST = 3, 30
OF_EDITION = ("name", "theme", "text", "venue", "city")


def untranslated(edition, slots, language):
    """As the reader of the page calls it, each text once."""
    found = [
        languages.in_language(row, field)[0]
        for row, field in _texts(edition, slots)
        if languages.in_language(row, field, language)[1] not in ("", language)
    ]
    return list(dict.fromkeys(found))


def untranslated_in_each(edition, slots):
    """[(language, how many texts, the first of them)] where something is missing."""
    found = {name: untranslated(edition, slots, code) for code, name in languages.NAMES.items()}
    return [
        (name, len(texts), ", ".join(Truncator(text).chars(LONGEST) for text in texts[:NAMED]))
        for name, texts in found.items()
        if texts
    ]


def _texts(edition, slots):
    yield from ((edition, field) for field in OF_EDITION)
    for slot in slots:
        yield slot.session, "title"
        if slot.session.room:
            yield slot.session.room, "name"
        for talk in slot.talks:
            yield talk.talk, "title"
            yield from ((speaker, "title") for speaker in talk.speakers)
