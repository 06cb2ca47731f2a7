"""A trip, or one delegate's part of it, as a file that calendar programs read (RFC 5545).

An entry keeps its UID, and the trip's version is the SEQUENCE of all: a later file moves what it changes and
takes out what is gone. Attendees are words in the description; no addresses of people leave the portal.
"""

from datetime import UTC

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from delegations.calendars.entries import plan_of
from delegations.enums import DelegationState
from delegations.models import CalendarRemoval
from delegations.selectors import address_of, leg_title
from exchange.audit.models import Event as AuditEvent
from exchange.core import clocks, vtimezones
from exchange.core.languages import in_language
from exchange.core.zones import local

PRODUCT = "-//KBIZ//Shuttle Exchange//KO"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


def trip_calendar(delegation, *, delegate=None, now=None):
    """The file's bytes. With a delegate: what is his and what was taken from him, nothing that is others'."""
    trip = _Trip(delegation)
    slots = [slot for slot in plan_of(delegation) if delegate is None or slot.is_for(delegate)]
    prefetch_related_objects([slot.item for slot in slots if slot.item], "meeting__counterparts")  # their addresses
    events = [_event(slot, trip) for slot in slots]
    standing = {slot.uid for slot in slots}  # of two people who became one record, one may still go
    removals = _removals(delegation, delegate)
    events += [_cancellation(removal) for removal in removals if removal.uid not in standing]
    for event in events:
        event.add("SEQUENCE", delegation.version)
        event.add("DTSTAMP", now or timezone.now())
        if trip.changed_at:
            event.add("LAST-MODIFIED", trip.changed_at)
    calendar = _frame(delegation, delegate)
    for zone, years in sorted(_zones(slots).items()):
        calendar.add_component(vtimezones.describe(zone, min(years), max(years)))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


class _Trip:
    """What every entry says of its trip."""

    def __init__(self, delegation):
        self.delegation = delegation
        self.title = in_language(delegation, "title")[0]
        self.url = settings.SITE_URL + reverse("delegations:delegation_itinerary", args=[delegation.slug])
        self.delegates = list(delegation.delegates.select_related("person"))
        self.status = CANCELLED if delegation.state == DelegationState.CANCELLED else CONFIRMED
        last_change = AuditEvent.objects.about(delegation).first()
        self.changed_at = last_change and last_change.at

    def who_goes(self, slot):
        if not slot.goers or len(slot.goers) == len(self.delegates):
            number = len(self.delegates)
            return ngettext("전원(%(n)d명)", "전원(%(n)d명)", number) % {"n": number}
        return ", ".join(delegate.local_label for delegate in self.delegates if delegate.pk in slot.goers)


def _frame(delegation, delegate):
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    title = in_language(delegation, "title")[0]
    calendar.add("X-WR-CALNAME", f"{title} ({delegate.local_label})" if delegate else title)
    return calendar


def _removals(delegation, delegate):
    """A delegate hears of his own entries only; one named by post only has no history."""
    if delegate and not delegate.person_id:
        return CalendarRemoval.objects.none()
    return delegation.calendar_removals.filter(person=delegate and delegate.person_id)


def _event(slot, trip):
    event = Event()
    event.add("UID", _uid(slot))
    event.add("STATUS", trip.status)
    event.add("SUMMARY", _summary(slot, trip.delegation))
    if slot.starts_at:
        for name, (instant, zone) in zip(("DTSTART", "DTEND"), _instants(slot), strict=True):
            event.add(name, _clock(instant, zone))
    else:
        event.add("DTSTART", slot.day)
        event.add("TRANSP", "TRANSPARENT")  # nobody is busy all day with what has no time yet
    kind, place = (_leg_facts if slot.leg else _item_facts)(slot)
    if place:
        event.add("LOCATION", place)
    event.add("CATEGORIES", [kind])
    event.add("DESCRIPTION", "\n".join([*_notes(slot, trip), f"{kind} · {trip.title}"]))
    event.add("URL", trip.url)
    return event


def _cancellation(removal):
    event = Event()
    event.add("UID", _uid(removal))
    event.add("STATUS", CANCELLED)
    event.add("SUMMARY", in_language(removal, "title")[0])
    if removal.ends_at:
        event.add("DTSTART", removal.starts_at.astimezone(UTC))
        event.add("DTEND", removal.ends_at.astimezone(UTC))
    else:
        event.add("DTSTART", removal.starts_at.astimezone(UTC).date())
    return event


def _uid(entry):
    return f"{entry.uid}@shuttle-exchange"


def _summary(slot, delegation):
    title = in_language(slot, "title")[0]
    return f"[{leg_title(slot.leg, delegation.direction)}] {title}" if slot.leg else title


def _item_facts(slot):
    place = in_language(slot.item.place, "name")[0]
    return str(slot.item.get_kind_display()), ", ".join(filter(None, [place, address_of(slot.item)]))


def _leg_facts(slot):
    origin, _language = in_language(slot.leg, "origin")
    return str(slot.leg.get_mode_display()), f"{origin} {slot.leg.origin_code}".strip()


def _notes(slot, trip):
    """Who goes, and on whose clocks: a calendar shows all times on the clock of its owner."""
    notes = [_("참석: %(who)s") % {"who": trip.who_goes(slot)}]
    if slot.starts_at:
        start, end = (f"{local(i, z):%H:%M} ({clocks.city(z)})" for i, z in _instants(slot))
        times = f"{start} ~ {end}" if slot.leg or slot.item.ends else start
        notes.insert(0, _("현지 시각: %(times)s") % {"times": times})
        if times == start:
            notes.insert(1, _("끝나는 시각 미정(캘린더에는 한 시간으로 둠)"))
    return notes


def _zones_of(slot):
    """Those of both ends."""
    if slot.leg:
        return slot.leg.origin_zone, slot.leg.destination_zone
    return slot.item.zone, slot.item.zone


def _instants(slot):
    """Both ends with their zones; nothing for an entry that takes its whole day."""
    ends = zip((slot.starts_at, slot.ends_at), _zones_of(slot), strict=True)
    return [(instant, zone) for instant, zone in ends if instant]


def _clock(instant, zone):
    """By the zone's clock; a time that it shows twice in UTC, for programs differ on which is meant."""
    shown = local(instant, zone)
    return instant.astimezone(UTC) if len({shown.replace(fold=f).utcoffset() for f in (0, 1)}) > 1 else shown


def _zones(slots):
    """The years in which each zone's clock is shown."""
    years = {}
    for instant, zone in (end for slot in slots for end in _instants(slot)):
        years.setdefault(zone, set()).add(local(instant, zone).year)
    return years
