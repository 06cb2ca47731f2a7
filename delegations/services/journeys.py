from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from delegations.models import ItineraryItem, Leg
from delegations.services.removals import keeping_calendars
from delegations.whereabouts import zone_at
from exchange.audit.models import Event
from exchange.audit.versions import Overtaken, claim, settle
from exchange.core.languages import in_each_language, in_language
from exchange.core.sync import sync_rows

ITEM_CHANGES = ("change_item", "move_item", "delete_item")
MOVED = Q(verb="change", changes__has_key="moved") | Q(verb="leave_plan")  # changes of many entries at once


@transaction.atomic
def set_legs(*, delegation, rows, version=None, by):
    """The legs; `delegates` are those on board (none: everybody)."""
    delegation = claim(delegation, "set_legs", version)
    if event := _saved_since(delegation, version, MOVED):
        raise Overtaken(event)
    before = [_leg_line(leg) for leg in delegation.legs.all()]
    for place, row in enumerate(rows):
        _refuse_strangers(delegation, row, place)
    with keeping_calendars(delegation):
        legs = sync_rows(delegation.legs.all(), rows, build=lambda: Leg(delegation=delegation))
        for leg, row in zip(legs, rows, strict=True):
            leg.delegates.set(row.get("delegates") or ())
    settle(delegation, "set_legs", by=by, legs=[before, [_leg_line(leg) for leg in legs]])
    return legs


# --- the itinerary, entry by entry: two officers at two entries never disturb each other ---------


@transaction.atomic
def add_item(*, delegation, by, delegates=(), **fields):
    """`delegates` are those who go (none: everybody), `meeting` one of the trip's meetings."""
    delegation = claim(delegation, "add_item", None)
    order = delegation.items.filter(day=fields.get("day")).count()
    item = ItineraryItem(delegation=delegation, order=order)
    _write(item, delegates, fields)
    _settle(delegation, "add_item", item, by=by, before=None, after=_line(item))
    return item


@transaction.atomic
def change_item(*, item, version=None, by, delegates=None, **fields):
    """Only what is given changes; `delegates` None leaves them."""
    delegation, item = _claim(item, "change_item", version)
    before = _line(item)
    with keeping_calendars(delegation):
        _write(item, delegates, fields)
    _settle(delegation, "change_item", item, by=by, before=before, after=_line(item))
    return item


@transaction.atomic
def move_item(*, item, day, before=None, version=None, by):
    """To another day, or among the entries without a time: in front of `before`, else behind them.

    The clock stays that of the place, which can be another one on that day. One's own moves do not count as
    somebody else's: the page that was drawn before them may still be shown.
    """
    delegation, item = _claim(item, "move_item", version, but=by)
    line = _line(item)
    if day != item.day and item.zone == zone_at(delegation, item.day, item.starts):
        item.zone = zone_at(delegation, day, item.starts)
    item.day = day
    item.full_clean()
    waiting = list(delegation.items.filter(day=day, starts=None).exclude(pk=item.pk)) if item.starts is None else []
    at = next((place for place, other in enumerate(waiting) if before and other.pk == before.pk), len(waiting))
    waiting.insert(at, item)
    for order, other in enumerate(waiting):
        other.order = order
    ItineraryItem.objects.bulk_update(waiting, ["day", "zone", "order"])
    _settle(delegation, "move_item", item, by=by, before=line, after=_line(item))
    return item


@transaction.atomic
def delete_item(*, item, version=None, by):
    """The meeting that was planned with it stays."""
    delegation, item = _claim(item, "delete_item", version)
    _settle(delegation, "delete_item", item, by=by, before=_line(item), after=None)
    with keeping_calendars(delegation):
        item.delete()


@transaction.atomic
def leave_plan(*, delegate, legs=(), items=(), by):
    """The delegate stays on the trip and goes on these no longer. Where he goes alone, nobody would mean everybody."""
    delegation = claim(delegate.delegation, "leave_plan", None)
    with keeping_calendars(delegation):
        for entry in [*legs, *items]:
            if not entry.delegates.exclude(pk=delegate.pk).exists():
                raise nobody_left(entry)
            entry.delegates.remove(delegate)
    left = {"legs": [[_leg_line(leg) for leg in legs], []], "items": [[_line(item) for item in items], []]}
    who = in_each_language(lambda: delegate.local_label)
    settle(delegation, "leave_plan", by=by, delegates=who, **{part: rows for part, rows in left.items() if rows[0]})


def nobody_left(entry):
    return ValidationError(
        _("‘%(entry)s’에 가는 사람이 아무도 남지 않습니다. 그 일정이나 이동편의 사람을 먼저 고쳐 주세요."),
        code="entry_without_anybody",
        params={"entry": entry},
    )


def _claim(item, part, version, *, but=None):
    """Lock the trip, then ask who was first and read the entry: before the lock both could still change."""
    delegation = claim(item.delegation, part, None)
    if event := _saved_since(delegation, version, _about(item) | MOVED, but=but):
        raise Overtaken(event)
    current = delegation.items.filter(pk=item.pk).first()
    if current is None:
        raise ValidationError(_("그사이 지워진 일정입니다."), code="gone")
    current.delegation = delegation
    return delegation, current


def _about(item):
    return Q(verb__in=ITEM_CHANGES, changes__uid=str(item.uid))


def _saved_since(delegation, version, what, *, but=None):
    """The last such event after the form was opened; None when there is none, or no form was shown."""
    if version is None:
        return None
    events = Event.objects.about(delegation).filter(what, changes__version__gt=version)
    return (events.exclude(by=but) if but else events).select_related("by").first()


def _write(item, delegates, fields):
    _refuse_strangers(item.delegation, {"delegates": delegates})
    meeting = fields.get("meeting")
    if meeting and not item.delegation.meeting_links.filter(meeting=meeting).exists():
        raise ValidationError({"meeting": _("이 출장의 면담이 아닙니다.")})
    for name, value in fields.items():
        setattr(item, name, value)
    item.full_clean()
    item.save()
    if delegates is not None:
        item.delegates.set(delegates)


def _settle(delegation, part, item, *, by, before, after):
    settle(delegation, part, by=by, uid=str(item.uid), item=[before, after])


def _refuse_strangers(delegation, row, place=None):
    going = {delegate.pk for delegate in row.get("delegates") or ()}
    if going - set(delegation.delegates.values_list("pk", flat=True)):
        error = ValidationError({"delegates": _("이 출장의 출장자가 아닌 사람이 있습니다.")})
        if place is not None:
            error.row = place
        raise error


def _line(item):
    """`2024-07-18 13:30 단체중앙회 업무협약`: the words of who reads it put the day in their own way."""
    time = f" {item.starts:%H:%M}" if item.starts else ""
    return in_each_language(lambda: f"{item.day}{time} {in_language(item, 'title')[0]}")


def _leg_line(leg):
    def words():
        origin, destination = (in_language(leg, end)[0] for end in ("origin", "destination"))
        return f"{leg.number} {origin} - {destination}".strip()

    return in_each_language(words)
