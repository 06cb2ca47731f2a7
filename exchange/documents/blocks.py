"""The block tree: what a document says, without pages, fonts or database rows.

Builders make it, it is stored and hashed as JSON, and every renderer reads only this.
Pictures are named by the SHA-256 of their bytes in the content store (exchange.core.content).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass


@dataclass(frozen=True)
class Cover:
    title: str  # a line break where the title may be divided
    date: str
    body: str
    type: str = "cover"


@dataclass(frozen=True)
class Heading:
    """Level 1: a numbered chapter. Level 2: □."""

    level: int
    text: str
    number: str = ""
    type: str = "heading"


@dataclass(frozen=True)
class Item:
    """A line of an outline; with a label it is a fact (label: text). Children stand one level deeper."""

    text: str = ""
    label: str = ""
    children: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Outline:
    """Lines ㅇ - *; facts share the list. `role`: facts (labels of one width), outline."""

    items: tuple[Item, ...]
    role: str = "outline"
    type: str = "outline"


@dataclass(frozen=True)
class Table:
    """Cells are lists of lines. `role`: schedule (first column is a row heading), promises, list."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    role: str = "list"
    note: str = ""
    type: str = "table"


@dataclass(frozen=True)
class Picture:
    sha256: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Photos:
    label: str
    pictures: tuple[Picture, ...]
    type: str = "photos"


@dataclass(frozen=True)
class Annexes:
    """The list of annexes that closes the text, with its end mark (끝.)."""

    label: str
    names: tuple[str, ...]
    end: str
    type: str = "annexes"


@dataclass(frozen=True)
class Clipping:
    number: int
    source: tuple[str, ...]  # outlet, date, page, author
    headline: str
    link: str = ""
    scan: tuple[Picture, ...] | None = None  # its pages; None, not (), where nothing prints: stored trees say so
    type: str = "clipping"


@dataclass(frozen=True)
class Note:
    """A remark in small letters (※)."""

    text: str
    type: str = "note"


@dataclass(frozen=True)
class Certificate:
    """A whole page of its own, such as a letter of appointment: to whom, for how long, by whom."""

    number: str
    title: str
    items: tuple[Item, ...]  # facts
    text: str
    date: str
    body: str
    signer: str
    type: str = "certificate"


@dataclass(frozen=True)
class Badge:
    """What somebody wears: own form large, that of the other side below. `role` colours it: kr, jp."""

    forum: str
    name: str
    name_other: str
    company: str
    company_other: str
    title: str
    title_other: str
    side: str
    language: str
    interpreter: str  # the word, where somebody needs one
    link: str  # in the code that is scanned at the door
    role: str = "kr"


@dataclass(frozen=True)
class Badges:
    """Sheets to be cut."""

    badges: tuple[Badge, ...]
    type: str = "badges"


@dataclass(frozen=True)
class Prose:
    """Paragraphs without marks, as somebody wrote them."""

    paragraphs: tuple[str, ...]
    type: str = "prose"


@dataclass(frozen=True)
class Entry:
    """A line of the contents; `number` is that of the chapter whose page it says."""

    number: str
    text: str


@dataclass(frozen=True)
class Contents:
    """The list of numbered chapters; a renderer that has pages says on which each begins."""

    label: str
    entries: tuple[Entry, ...]
    type: str = "contents"


@dataclass(frozen=True)
class PageBreak:
    type: str = "page_break"


BLOCKS = {
    block.type: block
    for block in (
        Cover,
        Certificate,
        Badges,
        Heading,
        Outline,
        Table,
        Photos,
        Annexes,
        Clipping,
        Note,
        Prose,
        Contents,
        PageBreak,
    )
}


@dataclass(frozen=True)
class Tree:
    """One document in one language."""

    title: str
    author: str
    description: str
    date: str  # ISO, for the file's metadata
    language: str
    blocks: tuple = ()

    def as_json(self):
        """Canonical text: the same content is the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text):
        data = json.loads(text)
        return cls(**{**data, "blocks": tuple(_block(block) for block in data["blocks"])})

    @property
    def sha256(self):
        return hashlib.sha256(self.as_json().encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def text(self):
        """Every word of the document in reading order, one line each."""
        return "\n".join(line for block in self.blocks for line in _words(block))

    @property
    def pictures(self):
        """SHA-256 of every picture the document needs."""
        for block in self.blocks:
            if isinstance(block, Photos):
                yield from (picture.sha256 for picture in block.pictures)
            elif isinstance(block, Clipping) and block.scan:
                yield from (picture.sha256 for picture in block.scan)


def _block(data):
    values = {name: _value(name, value) for name, value in data.items()}
    return BLOCKS[values["type"]](**values)


def _value(name, value):
    """A field as the dataclasses hold it: JSON's lists are tuples, its objects items and pictures."""
    if name in ("items", "children"):
        return tuple(Item(**{key: _value(key, part) for key, part in item.items()}) for item in value)
    if name == "entries":
        return tuple(Entry(**entry) for entry in value)
    if name == "badges":
        return tuple(Badge(**badge) for badge in value)
    if name in ("pictures", "scan"):
        return None if value is None else tuple(Picture(**picture) for picture in value)
    return _tuples(value)


def _tuples(value):
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value


NOT_WORDS = {"type", "role", "sha256", "width", "height", "level", "link"}


READ_FIRST = {Item: "label", Heading: "number"}


def _words(value) -> Iterator[str]:
    if is_dataclass(value):
        names = [f.name for f in fields(value) if f.name not in NOT_WORDS]
        names.sort(key=lambda name: name != READ_FIRST.get(type(value)))
        yield from _words(tuple(getattr(value, name) for name in names))
    elif isinstance(value, tuple):
        for part in value:
            yield from _words(part)
    elif value:
        yield str(value)
