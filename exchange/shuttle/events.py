"""What the line shows, without database rows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rail(StrEnum):
    """Where something happens; the value is the class that colours it."""

    KR = "kr"
    JP = "jp"
    ELSEWHERE = "far"


@dataclass(frozen=True)
class Bead:
    """A meeting; it sits on the rail of the country that hosts it."""

    host: Rail
    title: str
    planned: bool = False


@dataclass(frozen=True)
class Event:
    """Somebody crosses from `origin` to `host` and back; nobody crosses where both are the same."""

    first: date
    last: date
    origin: Rail
    host: Rail
    title: str
    label: str = ""
    note: str = ""
    planned: bool = False
    beads: tuple[Bead, ...] = ()

    @property
    def crosses(self):
        return self.origin != self.host

    def covers(self, day):
        return self.first <= day <= self.last
