"""One day of a trip as it is lived: the clock of the place, what is on now and what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import timezone

from delegations import selectors
from delegations.enums import ItemKind
from delegations.whereabouts import zone_now
from exchange.core import zones
from exchange.directory.models import Person
from exchange.meetings.enums import Side
from exchange.meetings.models import Attendance

USUAL = timedelta(hours=2)  # an entry without an end lasts until the next one, at most this long


@dataclass
class Stop:
    """An entry or a leg of the day. `when`: over, now, next or later; empty where no time is set."""

    slot: object
    starts_at: datetime | None
    ends_at: datetime | None
    when: str = ""
    contacts: tuple = ()  # (person, title) of the other side with a telephone number

    @property
    def takes_notes(self):
        item = self.slot.item
        return item is not None and (item.meeting_id is not None or item.kind != ItemKind.MOVE)


def clock_of(trip, now=None):
    """The time that a delegate's watch shows: that of the place where the legs have led."""
    now = now or timezone.now()
    return zones.local(now, zone_now(trip, now))


def day_of(trip, asked, now=None):
    """The day asked for, today during the trip, else its first or last day."""
    today = clock_of(trip, now).date()
    day = asked or today
    return min(max(day, trip.starts_on), trip.ends_on)


def stops_of(trip, day, user, now=None):
    """The day's entries in order, from a trip with its addresses loaded; one query for the telephone numbers."""
    now = now or timezone.now()
    days = selectors.days_of(trip, with_addresses=True)
    stops = [_stop(slot) for each in days if each.date == day for slot in each.slots]
    timed = [stop for stop in stops if stop.starts_at]
    for stop, following in pairwise([*timed, None]):
        if stop.ends_at is None:
            latest = stop.starts_at + USUAL
            stop.ends_at = min(latest, max(following.starts_at, stop.starts_at)) if following else latest
        stop.when = "over" if stop.ends_at <= now else "now" if stop.starts_at <= now else "later"
    if day == clock_of(trip, now).date() and (ahead := [stop for stop in timed if stop.when == "later"]):
        ahead[0].when = "next"
    _add_contacts(stops, user)
    return stops


def proposed(stops):
    """The entry that a note of this moment belongs to: what is on, else what was last, else what comes."""
    open_ = [stop for stop in stops if stop.takes_notes]
    for when in ("now", "over"):
        if found := [stop for stop in open_ if stop.when == when]:
            return found[-1]
    return open_[0] if open_ else None


def _stop(slot):
    if slot.leg:
        return Stop(slot, slot.leg.departs_at, slot.leg.arrives_at)
    return Stop(slot, *(_instant(slot.item, clock) for clock in (slot.item.starts, slot.item.ends)))


def _instant(item, clock):
    return clock and datetime.combine(item.day, clock, tzinfo=ZoneInfo(item.zone))


def _add_contacts(stops, user):
    meetings = {stop.slot.item.meeting_id for stop in stops if stop.slot.item} - {None}
    people = Person.objects.visible_to(user).exclude(phone="")
    seated = Attendance.objects.filter(meeting__in=meetings, side=Side.COUNTERPART, person__in=people)
    found = {}
    for attendance in seated.select_related("person"):
        found.setdefault(attendance.meeting_id, []).append(attendance)
    for stop in stops:
        if stop.slot.item:
            stop.contacts = tuple(found.get(stop.slot.item.meeting_id, ()))
