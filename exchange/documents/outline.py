"""Typed or pasted lines to an outline. Marks (□ ㅇ - *) give the level, indentation gives it where marks do not.

static/outline.js reads lines the same way in the browser; tests/documents/outline_lines.json holds both to it.
"""

import re
from dataclasses import dataclass

from exchange.documents.blocks import Item

MARKS = ("□■◇◆❏", "ㅇ○◦●❍◯⦁", "-–―−·•・∙‧\uf0b7\uf09f", "\uf06f", "*※▪\uf0a7")  # some are of Word's symbol fonts
RANKS = {mark: rank for rank, marks in enumerate(MARKS, start=1) for mark in marks}
WORD_MARKS = {"o": 4, "§": 5, "Ø": 5, "v": 5}  # the same fonts, copied as text
BREAK = re.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
BLANK = r"[ \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
# A mark stands before a space or at once before a word; ○○전자 and -5도 are text.
MARK = (
    rf"(?:(?P<mark>[{re.escape(''.join(RANKS))}])(?:{BLANK}+|$|(?=[가-힣A-Za-z「『(\[‘“]))"
    rf"|(?P<word_mark>[{''.join(WORD_MARKS)}])\t{BLANK}*)"
)
LINE = re.compile(rf"(?P<indent>{BLANK}*){MARK}?(?P<text>.*?){BLANK}*$", re.S)
TAB = 4
DEEPEST = 4  # what lies deeper stands beside its parent


@dataclass(frozen=True)
class _Line:
    rank: int | None
    indent: int
    text: str

    def is_under(self, other):
        """Different marks decide; the same mark, or none, leaves it to the indentation."""
        if self.rank and other.rank and self.rank != other.rank:
            return self.rank > other.rank
        return self.indent > other.indent


def levelled(text):
    """[(level, text)] of the lines, however deep; blank lines do not count."""
    path, found = [], []
    for line in _lines(text):
        while path and not line.is_under(path[-1]):
            path.pop()
        found.append((len(path), line.text))
        path.append(line)
    return found


def parse(text):
    """The outline that the lines of `text` make."""
    return _items([(min(level, DEEPEST - 1), words) for level, words in levelled(text)])


def _items(lines, level=0):
    starts = [place for place, (depth, _) in enumerate(lines) if depth == level]
    ends = [*starts[1:], len(lines)]
    return tuple(
        Item(lines[start][1], children=_items(lines[start + 1 : end], level + 1))
        for start, end in zip(starts, ends, strict=False)
    )


def _lines(text):
    for raw in BREAK.split(text):
        match = LINE.match(raw)
        if match["text"]:
            rank = RANKS.get(match["mark"]) or WORD_MARKS.get(match["word_mark"])
            yield _Line(rank, _width(match["indent"]), match["text"])


def _width(blanks):
    """Columns of an indentation: a tab goes on to the next stop, a full-width space takes two."""
    width = 0
    for blank in blanks:
        width += TAB - width % TAB if blank == "\t" else 2 if blank == "\u3000" else 1
    return width
