"""Typed lines to an outline. Marks (□ ㅇ - *) give the level, indentation gives it where marks do not."""

import re
from dataclasses import dataclass, field

from exchange.documents.blocks import Item

RANKS = {mark: rank for rank, marks in enumerate(("□■", "ㅇ○◦●", "-–―", "*※"), start=1) for mark in marks}
RANKS |= dict.fromkeys("·•▪・", RANKS["-"])
# A mark stands before a space or at once before a word; ○○전자 and -5도 are text.
MARK = rf"(?P<mark>[{re.escape(''.join(RANKS))}])(?:\s+|$|(?=[가-힣A-Za-z「『(\[‘“]))"
LINE = re.compile(rf"(?P<indent>\s*)(?:{MARK})?(?P<text>.*)")
TAB = 4
DEEPEST = 4  # what lies deeper stands beside its parent


@dataclass
class _Line:
    rank: int | None
    indent: int
    text: str
    children: list = field(default_factory=list)

    def is_under(self, other):
        """Different marks decide; the same mark, or none, leaves it to the indentation."""
        if self.rank and other.rank and self.rank != other.rank:
            return self.rank > other.rank
        return self.indent > other.indent

    def item(self):
        return Item(self.text, children=tuple(child.item() for child in self.children))


def parse(text):
    """The outline that the lines of `text` make; blank lines do not count."""
    root = _Line(rank=None, indent=-1, text="")
    path = [root]
    for line in _lines(text):
        while len(path) > DEEPEST or (len(path) > 1 and not line.is_under(path[-1])):
            path.pop()
        path[-1].children.append(line)
        path.append(line)
    return root.item().children


def _lines(text):
    for raw in text.splitlines():
        match = LINE.match(raw.expandtabs(TAB).rstrip())
        if match["text"]:
            yield _Line(RANKS.get(match["mark"]), len(match["indent"]), match["text"])
