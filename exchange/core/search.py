"""One normalised key holds every form of a name, so that any of them finds the record."""

import re
import unicodedata

_NOISE = re.compile(r"[\W_]+")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def normalise(text):
    """Width, case, spacing, marks and kana script folded away: `モリ・ヒロシ` and `もりひろし` are one."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_KATAKANA_TO_HIRAGANA)
    return _NOISE.sub("", folded)


def search_key(*forms):
    """The forms, normalised, each once, separated so that a match never spans two of them."""
    return "|".join(dict.fromkeys(filter(None, map(normalise, forms))))


def matches(queryset, text, field="search_key"):
    """Rows whose key holds every word of `text`, in any order."""
    for word in text.split():
        if key := normalise(word):
            queryset = queryset.filter(**{f"{field}__contains": key})
    return queryset
