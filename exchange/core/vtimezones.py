"""A time zone as calendar files describe it (RFC 5545, VTIMEZONE).

icalendar can describe one too (7.3), but it writes the onset of summer time by the clock after the change
instead of the one before it: a strict reader is an hour off on that morning. It lists days, too, where
Outlook asks for yearly rules.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
ZERO, DAY, MINUTE = timedelta(0), timedelta(days=1), timedelta(minutes=1)


@cache
def describe(zone, first_year, last_year):
    """The VTIMEZONE of a zone for instants from the first year to the last."""
    component = Timezone()
    component.add("TZID", zone)
    since, until = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 2, 1, 1, tzinfo=UTC)
    onsets = {}
    for instant in _changes(zone, since, until):
        before, after = _offset(zone, instant - MINUTE), _offset(zone, instant)
        onsets.setdefault((before, after, _name(zone, instant)), []).append((instant + before).replace(tzinfo=None))
    if not onsets or min(min(days) for days in onsets.values()).year > since.year:
        offset = _offset(zone, since)
        component.add_component(_observance(zone, offset, offset, [(since + offset).replace(tzinfo=None)]))
    for (before, after, _named), days in onsets.items():
        yearly = _rule(days) if len(days) == until.year - since.year else None
        component.add_component(_observance(zone, before, after, days, rule=yearly))
    return component


def _observance(zone, before, after, days, *, rule=None):
    """Where the clock is set on these days, as the clock before the change tells them."""
    instant = days[0].replace(tzinfo=UTC) - before
    summer = instant.astimezone(ZoneInfo(zone)).dst() != ZERO
    found = TimezoneDaylight() if summer else TimezoneStandard()
    found.add("DTSTART", days[0])
    found.add("TZOFFSETFROM", before)
    found.add("TZOFFSETTO", after)
    found.add("TZNAME", _name(zone, instant))
    if rule:
        found.add("RRULE", rule)
    elif days[1:]:
        found.add("RDATE", days[1:])
    return found


def _rule(days):
    """The yearly rule behind these days, such as the last Sunday of March at two o'clock; None without one."""
    moments = {(day.month, day.weekday(), day.time()) for day in days}
    places = set.intersection(*[_places(day) for day in days])
    if len(moments) != 1 or not places:
        return None
    place = LAST if LAST in places else places.pop()
    return {"FREQ": "YEARLY", "BYMONTH": days[0].month, "BYDAY": f"{place}{WEEKDAYS[days[0].weekday()]}"}


def _places(day):
    """Which of its weekday in the month it is: the second, the fourth and the last."""
    return {(day.day - 1) // 7 + 1} | ({LAST} if (day + 7 * DAY).month != day.month else set())


def _changes(zone, since, until):
    """The instants at which the zone's clock is set, to the minute."""
    at = since
    while at < until:
        if _offset(zone, at) != _offset(zone, at + DAY):
            yield _first_with(zone, _offset(zone, at + DAY), at, at + DAY)
        at += DAY


def _first_with(zone, offset, since, until):
    while until - since > MINUTE:
        middle = since + (until - since) // 2 // MINUTE * MINUTE
        since, until = (since, middle) if _offset(zone, middle) == offset else (middle, until)
    return until


def _offset(zone, instant):
    return instant.astimezone(ZoneInfo(zone)).utcoffset()


def _name(zone, instant):
    return instant.astimezone(ZoneInfo(zone)).tzname()
