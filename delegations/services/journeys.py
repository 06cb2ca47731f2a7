from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from delegations.models import ItineraryItem, Leg
from delegations.services.removals import keeping_calendars
from exchange.audit.versions import claim, settle
from exchange.core.rows import sync_rows


@transaction.atomic
def set_legs(*, delegation, rows, version=None, by):
    delegation = claim(delegation, "set_legs", version)
    before = [str(leg) for leg in delegation.legs.all()]
    _refuse_strangers(delegation, rows)
    with keeping_calendars(delegation):
        legs = sync_rows(delegation.legs.all(), rows, build=lambda: Leg(delegation=delegation))
        for leg, row in zip(legs, rows, strict=True):
            leg.delegates.set(row.get("delegates") or ())
    settle(delegation, "set_legs", by=by, legs=[before, [str(leg) for leg in legs]])
    return legs


@transaction.atomic
def set_itinerary(*, delegation, rows, version=None, by):
    """The items; `delegates` are those who go (none: everybody), `meeting` one of the trip's meetings."""
    delegation = claim(delegation, "set_itinerary", version)
    before = [_dated(item) for item in delegation.items.all()]
    _refuse_strangers(delegation, rows)
    meetings = set(delegation.meeting_links.values_list("meeting_id", flat=True))
    for place, row in enumerate(rows):
        if row.get("meeting") and row["meeting"].pk not in meetings:
            raise _at_row(place, _("이 출장의 면담이 아닙니다."))
    with keeping_calendars(delegation):
        items = sync_rows(delegation.items.all(), rows, build=lambda: ItineraryItem(delegation=delegation))
        for item, row in zip(items, rows, strict=True):
            item.delegates.set(row.get("delegates") or ())
    settle(delegation, "set_itinerary", by=by, items=[before, [_dated(item) for item in items]])
    return items


def _refuse_strangers(delegation, rows):
    ours = set(delegation.delegates.values_list("pk", flat=True))
    for place, row in enumerate(rows):
        if any(delegate.pk not in ours for delegate in row.get("delegates") or ()):
            raise _at_row(place, _("이 출장의 출장자가 아닌 사람이 있습니다."))


def _at_row(place, message):
    error = ValidationError(message)
    error.row = place
    return error


def _dated(item):
    return f"{item.day} {item}"
