"""A trip's plan as calendars take it: every item and every leg, each under the name that it keeps."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from delegations.models import Delegate

USUAL_LENGTH = timedelta(minutes=60)  # of an item whose end nobody wrote: an hour is kept free


@dataclass(frozen=True)
class Slot:
    """One entry of the plan: `item` or `leg`. Without a time it takes its whole day."""

    uid: UUID
    title_ko: str
    title_ja: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    goers: frozenset  # the delegates by primary key; empty: everybody
    item: object = None
    leg: object = None

    def is_for(self, delegate):
        return not self.goers or delegate.pk in self.goers


def plan_of(trip):
    """The entries as they stand now, in the order of their days."""
    goers = Prefetch("delegates", Delegate.objects.select_related("person"))
    slots = [_slot_of_item(item) for item in trip.items.select_related("meeting").prefetch_related(goers)]
    slots += [_slot_of_leg(leg) for leg in trip.legs.prefetch_related(goers)]
    return sorted(slots, key=lambda slot: (slot.day, slot.starts_at is not None, slot.starts_at, str(slot.uid)))


def _slot_of_item(item):
    starts_at, ends_at = _instant(item, item.starts), _instant(item, item.ends)
    if starts_at and not (ends_at and ends_at > starts_at):
        ends_at = starts_at + USUAL_LENGTH
    return Slot(item.uid, item.title_ko, item.title_ja, item.day, starts_at, ends_at, _goers(item), item=item)


def _slot_of_leg(leg):
    title_ko, title_ja = (_route(leg, language) for language in ("ko", "ja"))
    day = leg.local_departure.date()
    return Slot(leg.uid, title_ko, title_ja, day, leg.departs_at, leg.arrives_at, _goers(leg), leg=leg)


def _instant(item, clock):
    """A time that the clock skips counts from before the change, as calendars read it."""
    return clock and datetime.combine(item.day, clock, tzinfo=ZoneInfo(item.zone)).astimezone(UTC)


def _goers(row):
    return frozenset(delegate.pk for delegate in row.delegates.all())


def _route(leg, language):
    origin = getattr(leg, f"origin_{language}") or leg.origin_ko
    destination = getattr(leg, f"destination_{language}") or leg.destination_ko
    return f"{leg.number} {origin} - {destination}".strip()
