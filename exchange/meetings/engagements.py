"""What people are at, when and where. A feature that keeps people busy offers itself once, in `AppConfig.ready()`:

engagements.register(trips_of_people)  # finder(people, first, last) -> Engagements that touch this time

`people` are keys of persons, `first` and `last` instants; each finder asks one query.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from exchange.core.languages import in_language
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Attendance

MOMENT = timedelta(minutes=1)  # something without an end surely takes its beginning, nothing more is claimed
LONGEST = timedelta(days=1)  # no meeting lasts longer

_finders = []


@dataclass(frozen=True)
class Engagement:
    """Somebody's time. What is one `thing` (a meeting and the entry that planned it) cannot clash with itself.

    `who`: the key of a person, or whatever else tells people apart; `source`: where it is written when that is
    not the thing itself; `occasion`: what it belongs to (a trip).
    """

    who: object
    starts_at: datetime
    ends_at: datetime
    thing: tuple
    title: str
    zone: str
    place: str = ""
    url: str = ""
    source: tuple = ()
    occasion: tuple = ()
    occasion_title: str = ""

    @property
    def known_end(self):
        """Something without an end may be over as soon as it began."""
        return self.starts_at if self.ends_at - self.starts_at <= MOMENT else self.ends_at

    def overlaps(self, other):
        """Touching is not overlapping: one may leave as the other begins."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def register(finder):
    _finders.append(finder)


def engagements_of(people, first, last):
    """What these people are at between the two instants, over all features."""
    return [engagement for finder in _finders for engagement in finder(people, first, last)] if people else []


def clashes(engagements):
    """Pairs that one person cannot both be at, the earlier one first; each pair of things once a person."""
    found, open_ones = {}, {}
    for engagement in sorted(engagements, key=_by_time):
        still = [other for other in open_ones.get(engagement.who, ()) if other.ends_at > engagement.starts_at]
        for other in still:
            if other.thing != engagement.thing and other.overlaps(engagement):
                found.setdefault((engagement.who, frozenset((other.thing, engagement.thing))), (other, engagement))
        open_ones[engagement.who] = [*still, engagement]
    return list(found.values())


def _by_time(engagement):
    return engagement.starts_at, engagement.ends_at, engagement.thing


def meetings_of_people(people, first, last):
    """Every meeting that stands and names them, inside and outside of trips."""
    attendances = (
        Attendance.objects.filter(person__in=people, meeting__starts_at__gte=first - LONGEST)
        .filter(meeting__starts_at__lt=last)
        .filter(Q(meeting__ends_at=None, meeting__starts_at__gte=first) | Q(meeting__ends_at__gt=first))
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting")
        .order_by("meeting__starts_at", "pk")
    )
    for attendance in attendances:
        meeting = attendance.meeting
        yield Engagement(
            who=attendance.person_id,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at or meeting.starts_at + MOMENT,
            thing=("meeting", meeting.pk),
            title=in_language(meeting, "title")[0],
            zone=meeting.zone,
            place=in_language(meeting, "venue")[0],
            url=meeting.get_absolute_url(),
        )
