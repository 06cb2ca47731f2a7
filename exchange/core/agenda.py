"""What stands on the calendar of the year: each feature offers its days once, in `AppConfig.ready()`.

agenda.register(trips_between)  # trips_between(first, last, *, user) -> entries, as far as this user may see them
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Shape(StrEnum):
    """How an entry is drawn; the value is the class that draws it."""

    STAY = "stay"  # a bar as long as its days
    BEAD = "bead"
    DUE = "due-by"
    DIAMOND = "diamond"


@dataclass(frozen=True)
class Kind:
    """A sort of entries, with the word for one of them and for their legend; a lower `order` stands first."""

    name: str
    label: object
    shape: Shape
    order: int


@dataclass(frozen=True)
class Entry:
    """`country`: where it happens, empty where it is of both; `note`: what the label leaves open.

    `state`: a word, urgent when `is_late`.
    """

    kind: Kind
    label: str
    url: str
    first: date
    last: date
    country: str
    note: str = ""
    state: str = ""
    language: str = ""
    is_planned: bool = False
    is_late: bool = False
    is_sample: bool = False


_finders = []


def register(finder):
    _finders.append(finder)


def entries_between(first, last, *, user):
    """By first day; of those that begin together the longer ones first."""
    found = [entry for finder in _finders for entry in finder(first, last, user=user)]
    return sorted(found, key=lambda e: (e.first, e.kind.order, -e.last.toordinal(), e.label, e.url))
