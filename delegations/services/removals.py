"""Calendars that took up an entry are told when it is gone: without a word it would stay in them."""

from contextlib import contextmanager
from datetime import UTC, datetime, time

from delegations.calendars.entries import plan_of
from delegations.models import CalendarRemoval


@contextmanager
def keeping_calendars(delegation):
    """Within the change of a plan: whoever had an entry before and has none after keeps a removal.

    The trip's own calendar has every entry, under no person's name. Somebody named by post only has no
    history: there is nobody to find again. An entry that comes back loses its removal.
    """
    before = _held(delegation)
    yield
    after = _held(delegation)
    current = before.keys() | after.keys()  # two people who became one record: he may have it, and a removal of old
    outdated = [r.pk for r in delegation.calendar_removals.all() if (r.uid, r.person_id) in current]
    if outdated:
        CalendarRemoval.objects.filter(pk__in=outdated).delete()
    gone = [_removal(delegation, slot, person) for (uid, person), slot in before.items() if (uid, person) not in after]
    CalendarRemoval.objects.bulk_create(gone)


def _held(delegation):
    """Who has which entry: {(uid, person or None for the whole trip): entry}."""
    delegates = list(delegation.delegates.order_by())
    held = {}
    for slot in plan_of(delegation):
        held[slot.uid, None] = slot
        held |= {(slot.uid, d.person_id): slot for d in delegates if d.person_id and slot.is_for(d)}
    return held


def _removal(delegation, slot, person_id):
    """An entry that took a whole day is kept as the day alone: midnight, without an end."""
    return CalendarRemoval(
        delegation=delegation, person_id=person_id, uid=slot.uid, title_ko=slot.title_ko, title_ja=slot.title_ja,
        starts_at=slot.starts_at or datetime.combine(slot.day, time.min, tzinfo=UTC), ends_at=slot.ends_at,
    )  # fmt: skip
