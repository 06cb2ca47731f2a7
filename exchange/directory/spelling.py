"""How one name comes to be written in two ways; pure functions over normalised forms (exchange.core.search)."""

import re
import unicodedata
from functools import cache
from itertools import permutations, product
from pathlib import Path

from rapidfuzz.distance import Indel, Levenshtein

from exchange.core.search import normalise

_HANGUL, _LAST_HANGUL, _VOWELS, _FINALS = 0xAC00, 0xD7A3, 21, 28
_N, _R, _SILENT = 2, 5, 11  # initial consonants; the first of a family name changes with the country
_AFTER_Y = {2, 3, 6, 7, 12, 17, 20}  # vowels before which it falls silent; before others it becomes ㄴ
_SAME_VOWELS = ({1, 3, 5, 7}, {10, 11, 15})  # nobody tells these apart by ear: ae/e, wae/oe/we
_SAME_AT_THE_START = ({1, 5}, {3, 7}, {10, 11, 15})
_MOST_WORDS, _MOST_SPELLINGS = 3, 100
_SHORTEST_NEAR, _SHORTEST_LATIN = 4, 6
_ALIKE, _ALIKE_LATIN = 0.85, 0.86
_LONG_VOWELS = re.compile(r"o[ou]+|oh(?![aeiou])|uu+|aa+|ii+|ee+")


def word_orders(text):
    """The same words in another order: `Mori Hiroshi` for `Hiroshi Mori`."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return set()
    return {normalise("".join(order)) for order in permutations(words)} - {normalise(text), ""}


def same_sounds(form):
    """Other Hangul spellings that sound the same: vowels that are one by ear, and ㄹ at the beginning of a word."""
    if not form or not all(_is_syllable(char) for char in form):
        return set()
    syllables = [_spellings(char) for char in form]
    syllables[0] |= _as_first(form[0])
    spelled = product(*map(sorted, syllables))
    found = {"".join(chars) for chars, _n in zip(spelled, range(_MOST_SPELLINGS), strict=False)}
    return found - {form}


def bare(text):
    """The normalised name of a body without its legal form; the name itself where nothing else is left."""
    name, before = unicodedata.normalize("NFKC", text).casefold().strip(), None
    while name != before:
        before, name = name, _legal_form().sub("", name).strip(" .,")
    return normalise(name) or normalise(text)


def dressed(core):
    """The bare name with every legal form before or behind it."""
    marks = {normalise(mark) for mark in _legal_forms()}
    return {core} | {f"{mark}{core}" for mark in marks} | {f"{core}{mark}" for mark in marks}


def halves(form):
    """(beginning, end): a single slip of the pen leaves one of them as it is. None where the form is too short."""
    shortest = _SHORTEST_LATIN if form.isascii() else _SHORTEST_NEAR
    middle = len(form) // 2
    return (form[:middle], form[middle:]) if len(form) >= shortest else None


def likeness(form, other):
    """1 for the same; 0 where nobody would take one for the other."""
    shorter = min(len(form), len(other))
    latin = form.isascii() and other.isascii()
    if shorter < (_SHORTEST_LATIN if latin else _SHORTEST_NEAR) or form.isascii() != other.isascii():
        return 0
    if abs(len(form) - len(other)) > 2 + shorter // 4:
        return 0
    if latin:
        alike = Levenshtein.normalized_similarity(_short_vowels(form), _short_vowels(other))
        return alike if alike >= _ALIKE_LATIN else 0
    if Levenshtein.distance(form, other) > 1 + (shorter >= 2 * _SHORTEST_NEAR):
        return 0
    alike = Indel.normalized_similarity(*(unicodedata.normalize("NFD", name) for name in (form, other)))
    return alike if alike >= _ALIKE else 0


def _short_vowels(form):
    """Sato, Satoh, Satou; Woo, Wou."""
    return _LONG_VOWELS.sub(lambda found: found[0][0], form)


def _is_syllable(char):
    return _HANGUL <= ord(char) <= _LAST_HANGUL


def _parts(char):
    block, final = divmod(ord(char) - _HANGUL, _FINALS)
    return *divmod(block, _VOWELS), final


def _syllable(initial, vowel, final):
    return chr(_HANGUL + (initial * _VOWELS + vowel) * _FINALS + final)


def _spellings(char):
    initial, vowel, final = _parts(char)
    vowels = _SAME_AT_THE_START if initial == _SILENT else _SAME_VOWELS
    same = next((same for same in vowels if vowel in same), {vowel})
    return {_syllable(initial, other, final) for other in same}


def _as_first(char):
    """류 and 유, 리 and 이, 나 and 라: one family, as the North or as the South writes it."""
    initial, vowel, final = _parts(char)
    pair = {_R, _SILENT} if vowel in _AFTER_Y else {_R, _N}
    return {_syllable(consonant, vowel, final) for consonant in (pair if initial in pair else {initial})}


@cache
def _legal_forms():
    lines = Path(__file__).with_name("legal_forms.txt").read_text(encoding="utf-8").splitlines()
    return sorted((line.strip() for line in lines if line.strip()), key=len, reverse=True)


@cache
def _legal_form():
    """At either end of a name; Latin ones only as words of their own."""
    behind = [("(?<![a-z0-9])" if _is_latin(mark) else "") + re.escape(mark) + r"\s*$" for mark in _legal_forms()]
    before = [r"^\s*" + re.escape(mark) + ("(?![a-z0-9])" if _is_latin(mark) else "") for mark in _legal_forms()]
    return re.compile("|".join([*behind, *before]))


def _is_latin(mark):
    return mark[0].isascii() and mark[0].isalpha()
