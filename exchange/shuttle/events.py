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
    """A meeting, or an edition of a forum; it sits on the rail of the country that hosts it."""

    host: Rail
    title: str
    planned: bool = False
    is_forum: bool = False


@dataclass(frozen=True)
class Signing:
    """An MOU ties both rails together; at the bead with this number, if it was signed in one of the meetings."""

    title: str
    bead: int | None = None


@dataclass(frozen=True)
class Vow:
    """A promise that is due; it lies just outside the rail of whoever promised, a joint one midway."""

    side: str  # kr, jp or joint
    css: str  # kept, late or nothing
    title: str


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
    meetings: int = 0  # where they are many, the last bead stands for several
    signings: tuple[Signing, ...] = ()
    vows: tuple[Vow, ...] = ()

    @property
    def crosses(self):
        return self.origin != self.host

    def covers(self, day):
        return self.first <= day <= self.last
