"""Blocks grouped for the page: what must stay together, and how wide a column of labels is."""

from dataclasses import dataclass, field

from exchange.documents.blocks import Clipping, Contents, Cover, Heading, Outline, PageBreak, Photos, Prose, Table
from exchange.documents.renderers.look import WIDEST_LABEL

SHORT = 14  # lines that a section may have to be kept whole on one page
ROW = 2  # photos side by side


@dataclass
class Section:
    """A heading of level 2 (or none) with the blocks under it."""

    heading: Heading | None = None
    blocks: list = field(default_factory=list)

    @property
    def labels(self):
        """Letters of the longest label: the width of every label of the section."""
        names = [item.label for block in self.blocks if isinstance(block, Outline) for item in block.items]
        names += [block.label for block in self.blocks if isinstance(block, Photos)]
        return min(max(map(len, names), default=0), WIDEST_LABEL)

    @property
    def is_short(self):
        """Few lines, one row of photos at most and no scan: kept whole on a page."""
        photos = [block for block in self.blocks if isinstance(block, Photos)]
        scanned = any(isinstance(block, Clipping) and block.scan for block in self.blocks)
        if scanned or sum(len(block.pictures) for block in photos) > ROW:
            return False
        return sum(map(_block_lines, self.blocks)) <= SHORT


@dataclass
class Chapter:
    """A heading of level 1 (or none) with its sections; a page break before it when asked for."""

    heading: Heading | None = None
    breaks: bool = False
    sections: list = field(default_factory=list)


def chapters(tree):
    found = [Chapter(sections=[Section()])]
    for block in tree.blocks:
        if isinstance(block, Cover):
            continue
        if isinstance(block, PageBreak):
            found.append(Chapter(breaks=True, sections=[Section()]))
        elif isinstance(block, Heading) and block.level == 1:
            if found[-1].heading or any(section.blocks for section in found[-1].sections):
                found.append(Chapter(sections=[Section()]))
            found[-1].heading = block
        elif isinstance(block, Heading):
            found[-1].sections.append(Section(heading=block))
        else:
            found[-1].sections[-1].blocks.append(block)
    return found


def _block_lines(block):
    if isinstance(block, Outline):
        return lines(block.items)
    if isinstance(block, Prose):
        return sum(map(_text_lines, block.paragraphs))
    if isinstance(block, Contents):
        return 1 + len(block.entries)
    if isinstance(block, Table):
        return 1 + sum(max(sum(map(_text_lines, cell)) for cell in row) for row in block.rows)
    return 1


def lines(items):
    """How many lines they fill, by a guess: 40 letters a line."""
    return sum(_text_lines(item.label + item.text) + lines(item.children) for item in items)


def _text_lines(text):
    return 1 + len(text) // 40
