"""Official names counted up from one edition to the next, where they hold the year or the number."""

import re

WORDS = (
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh",
    "Twelfth",
)  # fmt: skip
_KO = re.compile("(\uc81c\\s*)(\\d{1,3})(\\s*\ud68c)")
_JA = re.compile("(\u7b2c\\s*)(\\d{1,3})(\\s*\u56de)")
_EN = re.compile(r"\b(\d{1,3})(st|nd|rd|th)\b", re.IGNORECASE)
_SIDE = re.compile("한국|일본|상대|韓国|日本|相手")
_TEENS = range(11, 14)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def names_a_side(text):
    """Whether it is said of one country's side, whoever is at home."""
    return bool(_SIDE.search(text))


def number_in(*names):
    """The number that the first of these names holds, or None."""
    found = (pattern.search(name) for name in names for pattern in (_KO, _JA))
    return next((int(each[2]) for each in found if each), None)


def counted_up(text, *, year, to_year, number=None, to_number=None):
    """The text with its own year and number replaced; any other figures stay."""
    text = re.sub(rf"(?<!\d){year}(?!\d)", str(to_year), text)
    if not (number and to_number):
        return text
    for pattern in (_KO, _JA):
        text = pattern.sub(lambda m: f"{m[1]}{to_number}{m[3]}" if int(m[2]) == number else m[0], text)
    text = _EN.sub(lambda m: ordinal(to_number) if int(m[1]) == number else m[0], text)
    if number <= len(WORDS):
        word = WORDS[to_number - 1] if to_number <= len(WORDS) else ordinal(to_number)
        text = re.sub(rf"\b{WORDS[number - 1]}\b", word, text)
    return text


def ordinal(number):
    """1st, 2nd, 11th."""
    ending = "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"
