"""What the pages of meetings read, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import timedelta

from exchange.core.counting import number_of
from exchange.directory.enums import Country
from exchange.meetings.enums import Side
from exchange.meetings.models import Attendance, Meeting, Photo, Point

NEAR = timedelta(days=7)
RULES = {Country.KR: "kr", Country.JP: "jp"}  # Korea is the upper line, Japan the lower; others have none


def listed(meetings):
    """What a list says of each (exchange.meetings.listing), with the numbers of people, lines and photos."""
    return meetings.only(
        "title_ko", "title_ja", "starts_at", "ends_at", "zone", "venue_ko", "venue_ja", "state"
    ).annotate(
        attendance_count=number_of(Attendance, "meeting"),
        point_count=number_of(Point, "meeting"),
        photo_count=number_of(Photo, "meeting"),
    )


def meetings_around(meeting, user):
    """The other meetings of about the same trip, for what was put into the wrong one."""
    days = {"starts_at__gt": meeting.starts_at - NEAR, "starts_at__lt": meeting.starts_at + NEAR}
    return Meeting.objects.visible_to(user).filter(**days).exclude(pk=meeting.pk).order_by("starts_at", "pk")[:50]


@dataclass(frozen=True)
class TableSide:
    """One side of the table: `rule` is the line of its country, `heading` the country and its bodies."""

    rule: str
    heading: str
    attendances: list
    is_mixed: bool  # people of several bodies: each is named with his own


def sides_of(meeting):
    """The sides that somebody sits on, ours first."""
    sides = []
    for side in Side:
        seated = [attendance for attendance in meeting.attendances.all() if attendance.side == side]
        if seated:
            sides.append(_table_side(side, seated, list(meeting.counterparts.all())))
    return sides


def _table_side(side, seated, counterparts):
    bodies = list(dict.fromkeys(attendance.organization for attendance in seated if attendance.organization))
    if side == Side.OURS:
        country = Country.KR
    else:
        bodies = bodies or counterparts
        countries = {body.country for body in bodies}
        country = countries.pop() if len(countries) == 1 and countries != {Country.KR} else None
    place = Country(country).label if country else side.label
    names = [body.local_name.removeprefix(f"{place} ") for body in bodies]  # 일본 · 일본 전국… says it twice
    heading = " · ".join([str(place), *names])
    return TableSide(RULES.get(country, ""), heading, seated, is_mixed=len(bodies) > 1)
