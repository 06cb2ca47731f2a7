"""What a meeting belongs to: a feature that gathers meetings (a trip) offers itself once, in `AppConfig.ready()`.

occasions.register(trips_of, link="delegation_link")  # trips_of(meetings, user) -> {meeting.pk: Occasion}
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

_finders = []
_links = []


@dataclass(frozen=True)
class Companion:
    """Somebody of ours on the occasion, with his title there; `goes`: the plan sends him to the meeting in question."""

    person: object
    title_ko: str
    title_ja: str
    goes: bool = True


def nobody(meeting):
    return []


@dataclass(frozen=True)
class Occasion:
    """`gathered()`: all its meetings, in its own order; `kind` and `kind_url`: what it is and where all are listed.

    `party(meeting)`: the Companions in protocol order. Both are fetched when a page asks for them.
    """

    label: str
    url: str
    kind: object
    kind_url: str
    gathered: Callable
    party: Callable = nobody

    def neighbours(self, meeting):
        """(the meeting before this one or None, the one after it or None)."""
        meetings = self.gathered()
        at = meetings.index(meeting)
        before = meetings[at - 1] if at else None
        return before, next(iter(meetings[at + 1 :]), None)


def register(finder, *, link):
    """`link`: the name under which a meeting finds the row that gathers it."""
    _finders.append(finder)
    _links.append(link)


def standing_alone():
    """The condition for meetings that nothing gathers."""
    return Q(*[Q(**{f"{link}__isnull": True}) for link in _links])


def occasions_of(meetings, user):
    """{meeting.pk: Occasion} for those that belong somewhere, as far as this user may see it; of two the first."""
    found = {}
    for finder in _finders:
        if alone := [meeting for meeting in meetings if meeting.pk not in found]:
            found |= finder(alone, user)
    return found
