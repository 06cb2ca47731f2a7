"""The public programme as a file that calendar programs read (RFC 5545): an entry for each session.

An entry keeps its UID, and its SEQUENCE grows with every change of its time: a later file moves what it changes and
takes out what is gone.
"""

from datetime import UTC

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from exchange.core import vtimezones
from exchange.core.languages import in_language
from forums.removals import removed
from forums.timetable import Timetable

PRODUCT = "-//KBIZ//Shuttle Exchange//KO"


def programme_file(edition, *, now=None):
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", edition.local_name)
    slots = Timetable(edition).slots
    years = {moment.year for slot in slots for moment in (slot.starts, slot.ends)}
    if years:
        calendar.add_component(vtimezones.describe(edition.zone, min(years), max(years)))
    for slot in slots:
        calendar.add_component(_event(slot, edition, now or timezone.now()))
    for removal in removed(edition):
        calendar.add_component(_cancellation(removal, edition, now or timezone.now()))
    return calendar.to_ical()


def _event(slot, edition, now):
    session = slot.session
    event = Event()
    event.add("UID", _uid(edition, session))
    event.add("SEQUENCE", edition.version + session.version)
    event.add("DTSTAMP", now)
    event.add("STATUS", "CONFIRMED")
    event.add("SUMMARY", session.local_title)
    for name, shown in (("DTSTART", slot.starts), ("DTEND", slot.ends)):
        event.add(name, _clock(shown))
    if place := _place(session, edition):
        event.add("LOCATION", place)
    event.add("DESCRIPTION", "\n".join([*map(_line, slot.talks), edition.local_name]))
    event.add("URL", settings.SITE_URL + reverse("forums:programme", args=[edition.pk]))
    return event


def _cancellation(removal, edition, now):
    """Deleting it has counted the edition's version up: the number is higher than any that was sent before."""
    event = Event()
    event.add("UID", _uid(edition, removal))
    event.add("SEQUENCE", edition.version + removal.version)
    event.add("DTSTAMP", now)
    event.add("STATUS", "CANCELLED")
    event.add("SUMMARY", in_language(removal, "title")[0])
    event.add("DTSTART", removal.starts_at.astimezone(UTC))
    event.add("DTEND", removal.ends_at.astimezone(UTC))
    return event


def _uid(edition, session):
    return f"forum-{edition.uid}-{session.pk}@shuttle-exchange"


def _clock(shown):
    """A time that the clock shows twice goes out in UTC, for programs differ on which is meant."""
    is_twice = len({shown.replace(fold=fold).utcoffset() for fold in (0, 1)}) > 1
    return shown.astimezone(UTC) if is_twice else shown


def _place(session, edition):
    parts = [session.room and session.room.local_name, edition.local_venue, edition.local_city]
    return ", ".join(filter(None, parts))


def _line(slot):
    speakers = ", ".join(
        f"{speaker.person.local_name} ({title})" if (title := in_language(speaker, "title")[0])
        else speaker.person.local_name
        for speaker in slot.speakers
    )  # fmt: skip
    return " ".join(filter(None, [f"{slot.starts:%H:%M}", slot.talk.local_title, speakers and f"- {speakers}"]))
