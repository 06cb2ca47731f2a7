"""One normalised key holds every form of a name, so that any of them finds the record."""

import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}
_PLAIN_LATIN = str.maketrans("đøłıħŧ", "doliht")
_BAR = "|"  # no key holds it, so a search for `|form|` means the whole form


def normalise(text):
    """Width, case, spacing, Latin marks and kana script folded away: `モリ・ヒロシ` and `もりひろし` are one."""
    folded, before = _fold(text), text
    while folded != before:  # taking a mark away can let its neighbours join; a second pass settles it
        folded, before = _fold(folded), folded
    return folded


def _fold(text):
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA_TO_HIRAGANA)
    return _NOISE.sub("", "".join(map(_without_mark, folded)).translate(_PLAIN_LATIN))


def _without_mark(char):
    """`é` as `e`; marks of other scripts stay, for `が` is not `か`."""
    if char.isascii():
        return char
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char


def search_key(*forms):
    """The forms, normalised, each once, between bars so that a match never spans two of them."""
    keys = dict.fromkeys(filter(None, map(normalise, forms)))
    return _BAR.join(["", *keys, ""]) if keys else ""


def whole_form(text):
    """What a key contains when one of its forms is exactly this text; empty when nothing of it is left."""
    key = normalise(text)
    return f"{_BAR}{key}{_BAR}" if key else ""


def forms_in(key):
    """The normalised forms that a search key holds."""
    return set(filter(None, key.split(_BAR)))


def matches(queryset, text, field="search_key"):
    """Rows whose key holds every word of `text`, in any order; text without letters or digits finds none."""
    keys = [key for key in map(normalise, text.split()) if key]
    if text.strip() and not keys:
        return queryset.none()
    for key in keys:
        queryset = queryset.filter(**{f"{field}__contains": key})
    return queryset
