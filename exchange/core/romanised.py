"""Korean names in Latin letters, for whoever reads no Hangul: by syllables, as the Revised Romanisation writes names.

Family names as most of their bearers write them; how somebody writes the own name is known only where it is written.
"""

import re
from functools import lru_cache

from exchange.core.languages import reader

_FIRST, _VOWELS, _FINALS = 0xAC00, 21, 28
_INITIAL = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")  # noqa: SIM905
_VOWEL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")  # noqa: SIM905
_FINAL = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ")  # noqa: SIM905
_FAMILY = {
    "김": "Kim", "이": "Lee", "박": "Park", "최": "Choi", "강": "Kang", "조": "Cho", "윤": "Yoon", "임": "Lim",
    "신": "Shin", "유": "Yoo", "권": "Kwon", "구": "Koo", "고": "Ko", "노": "Noh", "우": "Woo", "주": "Joo",
    "문": "Moon", "오": "Oh", "곽": "Kwak", "길": "Kil", "국": "Kook", "금": "Keum", "기": "Ki",
}  # fmt: skip
_TWO_SYLLABLES = {"남궁", "황보", "제갈", "사공", "선우", "서문", "독고"}
_HANGUL = re.compile("[가-힣]+")
_LONGEST = 4  # syllables of a name in one word


def has_hangul(text):
    return _HANGUL.search(text) is not None


def name_as_read(name):
    """In the letters of whoever reads the page."""
    return name if reader() == "ko" else romanised_name(name)


@lru_cache(maxsize=1000)
def romanised_name(name):
    """Kim Giyeon for 김기연; what is not Hangul stays as it is."""
    words = name.split()
    if len(words) == 1 and _HANGUL.fullmatch(name) and 1 < len(name) <= _LONGEST:
        family = name[:2] if name[:2] in _TWO_SYLLABLES and len(name) > 2 else name[0]  # noqa: PLR2004
        given = name[len(family) :]
        return f"{_FAMILY.get(family) or _spelled(family)} {_spelled(given)}"
    return " ".join(_FAMILY.get(word) or _HANGUL.sub(lambda found: _spelled(found[0]), word) for word in words)


def _spelled(syllables):
    return "".join(map(_syllable, syllables)).capitalize()


def _syllable(char):
    number = ord(char) - _FIRST
    initial, rest = divmod(number, _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    return _INITIAL[initial] + _VOWEL[vowel] + _FINAL[final]
