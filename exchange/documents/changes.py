"""Where two states of a document differ, for people: the chapter, what stood there, what stands there now."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from exchange.documents.blocks import Heading, Tree

FRONT = ""  # lines before the first heading: the cover


@dataclass(frozen=True)
class Change:
    place: str
    before: str
    after: str


def changes(old: Tree, new: Tree) -> list[Change]:
    """Line by line; a line that moved is one that went and one that came."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Change(place=(came or gone)[0], before=gone[1] if gone else "", after=came[1] if came else "")
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for gone, came in zip_longest(before[a:b], after[c:d])
    ]


def _lines(tree):
    """(heading above, text) of every line."""
    place, lines = FRONT, []
    for block in tree.blocks:
        if isinstance(block, Heading):
            place = block.text
        words = Tree(tree.title, "", "", tree.date, tree.language, (block,)).text
        lines.extend((place, line) for line in words.splitlines())
    return lines
