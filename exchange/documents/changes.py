"""Where two states of a document differ, for people: the chapter, what stood there, what stands there now."""

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from exchange.documents.blocks import Annexes, Heading, Tree

FRONT = ""  # lines before the first heading: the cover


@dataclass(frozen=True)
class Change:
    place: str
    before: str
    after: str


def changes(old: Tree, new: Tree) -> list[Change]:
    """Line by line; a line that moved is one that went and one that came."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, [text for _p, text in before], [text for _p, text in after], autojunk=False)
    return [
        Change(place=(came or gone)[0], before=gone[1] if gone else "", after=came[1] if came else "")
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
        for gone, came in zip_longest(before[a:b], after[c:d])
    ]


def _lines(tree):
    """(heading above, text) of every line; chapter numbers follow from the chapters and are left out."""
    place, lines = FRONT, []
    for block in tree.blocks:
        if isinstance(block, Heading | Annexes):
            place = block.text if isinstance(block, Heading) else block.label
        if isinstance(block, Heading):
            lines.append((place, block.text))
        else:
            lines.extend((place, line) for line in replace(tree, blocks=(block,)).text.splitlines())
    return lines
