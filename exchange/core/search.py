"""One normalised key holds every form of a name, so that any of them finds the record.

`|김동우|金東佑|/ᄀᄃᄋ/`: forms between bars, behind them the initials of the Hangul ones between slashes.
No form holds a bar or a slash, so a match never spans two of them.
"""

import re
import unicodedata

from django.db.models import Q

_NOISE = re.compile(r"[\W_]+")


def _folding():
    """Katakana to hiragana, `é` to `e`, `ø` to `o`; marks of other scripts stay, for `が` is not `か`."""
    table = {code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}
    for code in range(0x80, 0x3000):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table | str.maketrans("đøłıħŧ", "doliht")


_FOLDING = _folding()
BAR, SLASH = "|", "/"

_FIRST_SYLLABLE, _LAST_SYLLABLE, _OF_ONE_INITIAL = "가", "힣", 588
_FIRST_INITIAL, _LAST_INITIAL = "\u1100", "\u1112"
# A keyboard may join two initials that are typed one after the other.
_JOINED = {
    unicodedata.normalize("NFKC", typed[0]): unicodedata.normalize("NFKC", typed[1:])
    for typed in [
        "ㄳㄱㅅ",
        "ㄵㄴㅈ",
        "ㄶㄴㅎ",
        "ㄺㄹㄱ",
        "ㄻㄹㅁ",
        "ㄼㄹㅂ",
        "ㄽㄹㅅ",
        "ㄾㄹㅌ",
        "ㄿㄹㅍ",
        "ㅀㄹㅎ",
        "ㅄㅂㅅ",
    ]
}


def normalise(text):
    """Width, case, spacing, Latin marks and kana script folded away: `モリ・ヒロシ` and `もりひろし` are one."""
    folded, before = _fold(text), text
    while folded != before:  # taking a mark away can let its neighbours join; a second pass settles it
        folded, before = _fold(folded), folded
    return folded


def _fold(text):
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold().translate(_FOLDING))


def initials(key):
    """A normalised text with each Hangul syllable as its first consonant: `김동우` as `ᄀᄃᄋ`."""
    return "".join(map(_initial, key))


def _initial(char):
    if _FIRST_SYLLABLE <= char <= _LAST_SYLLABLE:
        return chr(ord(_FIRST_INITIAL) + (ord(char) - ord(_FIRST_SYLLABLE)) // _OF_ONE_INITIAL)
    return _JOINED.get(char, char)


def is_initial(char):
    return _FIRST_INITIAL <= char <= _LAST_INITIAL or char in _JOINED


def search_key(*forms):
    """The forms, normalised, each once, between bars so that a match never spans two of them."""
    keys = dict.fromkeys(filter(None, map(normalise, forms)))
    return BAR.join(["", *keys, ""]) if keys else ""


def name_key(*forms):
    """A search key that is found by initials too."""
    key = search_key(*forms)
    found = dict.fromkeys(short for form in key.split(BAR) if any(map(is_initial, short := initials(form))))
    return key + (SLASH.join(["", *found, ""]) if found else "")


def whole_form(text):
    """What a key contains when one of its forms is exactly this text; empty when nothing of it is left."""
    key = normalise(text)
    return f"{BAR}{key}{BAR}" if key else ""


def forms_in(key):
    """The normalised forms that a search key holds."""
    return set(filter(None, key.partition(SLASH)[0].split(BAR)))


def words_of(text):
    """The normalised words of a text, each once."""
    return list(dict.fromkeys(filter(None, map(normalise, text.split()))))


def holds(field, word):
    """Rows whose key holds this normalised word, also where its consonants stand for syllables (`김ㄷㅇ`)."""
    if not any(map(is_initial, word)):
        return Q(**{f"{field}__contains": word})
    found = Q(**{f"{field}__contains": initials(word)})
    if pattern := mixed_pattern(word):
        found &= Q(**{f"{field}__regex": pattern}) | Q(**{f"{field}__contains": word})
    return found


def mixed_pattern(word):
    """Syllables as they are, each initial as any syllable that begins with it; empty where not both are typed."""
    mixed = any(map(is_initial, word)) and any(_FIRST_SYLLABLE <= char <= _LAST_SYLLABLE for char in word)
    return "".join(map(_pattern_of, word)) if mixed else ""  # a key holds no character to escape


def _pattern_of(char):
    if char in _JOINED:
        return f"(?:{char}|{''.join(map(_syllables, _JOINED[char]))})"
    return _syllables(char) if is_initial(char) else char


def _syllables(initial):
    first = ord(_FIRST_SYLLABLE) + (ord(initial) - ord(_FIRST_INITIAL)) * _OF_ONE_INITIAL
    return f"[{initial}{chr(first)}-{chr(first + _OF_ONE_INITIAL - 1)}]"


def matches(queryset, text, field="search_key"):
    """Rows whose key holds every word of `text`, in any order; text without letters or digits finds none."""
    words = words_of(text)
    if text.strip() and not words:
        return queryset.none()
    for word in words:
        queryset = queryset.filter(holds(field, word))
    return queryset
