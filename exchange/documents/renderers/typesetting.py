"""Where a line may end, and which signs can be printed at all."""

import re
import subprocess
import unicodedata
from bisect import bisect_right
from functools import cache

SERIF = {"ko": ("Noto Serif CJK KR",), "ja": ("Noto Serif CJK JP", "Noto Serif CJK KR")}
SANS = {"ko": ("Noto Sans CJK KR",), "ja": ("Noto Sans CJK JP", "Noto Sans CJK KR")}
RESERVE = "DejaVu Sans"  # alphabets and faces that the CJK fonts lack
REPLACEMENT = "〓"  # the printers' mark for a type that is not in the case

JOINER = "\u2060"
HANGUL = "[\uac00-\ud7a3\u3131-\u318e]"
INSIDE_KOREAN_WORD = re.compile(rf"(?<=\S)(?={HANGUL})|(?<={HANGUL})(?=\S)")
KOREAN_WORD = re.compile(r"(?<!\S)\S{2,30}(?!\S)")  # a longer one would not fit on a line in any case
BETWEEN_DATE_PARTS = re.compile(r"(?<=\d\. )(?=\d)")

OPENING, CLOSING = "(「『“‘", ")」』”’、。，．・：～"
BRACKETS = rf"(?<![{OPENING}])[{OPENING}]*+"  # never tried again from its middle: a thousand of them cost as one
JAPANESE_PHRASE = re.compile(  # a run of kanji, kana or digits with the kana and marks that follow it
    rf"{BRACKETS}(?:(?:[一-龯々]+|[ァ-ヴー・]+|[0-9A-Za-z:]+[年月日時分階件便面]*)(?: (?=[一-龯々ァ-ヴー]))?)+"
    rf"[ぁ-ん]*[{CLOSING}]*|{BRACKETS}[ぁ-ん]+[{CLOSING}]*"
)
LONGEST_PHRASE = 14

LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
# Signs that turn the direction of what follows, and signs that only change the sign before them.
UNPRINTED = dict.fromkeys([0x200D, 0x2060, 0x20E3, 0xFEFF, 0xFE0E, 0xFE0F, *range(0x202A, 0x202F)])
UNPRINTED |= dict.fromkeys([*range(0x2066, 0x206A), *range(0x1F3FB, 0x1F400)])
TRANSLATED = UNPRINTED | LINE_ENDS | {0x09: " "}
PLAIN = re.compile("[\n -~가-힣ぁ-んァ-ヴー一-鿿·、。「」『』“”‘’（）～：]*")


LINE_END = "\u200b"
UNBROKEN = re.compile(r"[!-~]{40,}")  # an address, for example: longer than any column but a whole line
LONGEST_RUN = 20


def breakable(text):
    """Let a line end inside a long run of Latin letters, which would otherwise run off the page."""
    return UNBROKEN.sub(lambda run: LINE_END.join(re.findall(f".{{1,{LONGEST_RUN}}}", run[0])), text)


def keep_together(text, language):
    """Put joiners where no line may end: inside a Korean word, a Japanese phrase, a date."""
    if language == "ja":
        return JAPANESE_PHRASE.sub(lambda m: JOINER.join(m[0]) if len(m[0]) <= LONGEST_PHRASE else m[0], text)
    joined = KOREAN_WORD.sub(lambda word: INSIDE_KOREAN_WORD.sub(JOINER, word[0]), text)
    return BETWEEN_DATE_PARTS.sub(JOINER, joined)


def printable(text, language):
    """The text without control signs, and with a visible mark for every sign that no font of the page has."""
    if PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(TRANSLATED)
    return "".join(REPLACEMENT if not _has_glyph(sign, language) else sign for sign in text if _is_text(sign))


def _is_text(sign):
    return sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")


def _has_glyph(sign, language):
    return sign == "\n" or any(_covers(family, ord(sign)) for family in (*SERIF[language], RESERVE))


def _covers(family, codepoint):
    starts, ends = charset(family)
    place = bisect_right(starts, codepoint) - 1
    return place >= 0 and codepoint <= ends[place]


@cache
def charset(family):
    """The code points of a font as two sorted lists, of range starts and of range ends; empty when not installed."""
    command = ["fc-match", "--format", "%{family}|%{charset}", family]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  no text of users
    found, ranges = answer.split("|")
    if family not in found.split(","):
        return [], []
    ends = [[int(end, 16) for end in part.split("-")] for part in ranges.split()]
    return [part[0] for part in ends], [part[-1] for part in ends]
