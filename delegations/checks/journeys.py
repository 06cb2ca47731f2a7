"""The plan against the legs: nobody is at a table while he flies, and every change of place takes its time."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.checks.check import MISS, WARN, Finding, Kind, quoted
from delegations.checks.people import named, pairs_together, together
from delegations.engagements import goers, route, row_of, times_of, who_is
from delegations.enums import ItemKind, LegMode
from delegations.typed import AIRPORT_WORDS, ROOM
from exchange.core import clocks, zones
from exchange.core.days import short_day
from exchange.core.search import normalise

IN_THE_AIR = Kind(
    MISS, gettext_lazy("도착 전이나 출발 뒤의 일정이 있습니다"), "delegation_itinerary", gettext_lazy("수정")
)
SHORT = Kind(WARN, gettext_lazy("이동할 시간이 모자랍니다"), "delegation_itinerary", gettext_lazy("수정"))


def entries_in_the_air(delegation):
    """By who goes on which leg: an entry during a leg, or where its people have not come yet or no longer are."""
    cases, legs = [], {}
    for leg in delegation.legs.all():
        for delegate in goers(leg, delegation):
            legs.setdefault(who_is(delegate), []).append(leg)
    for item in delegation.items.all():
        if item.starts is not None and item.kind != ItemKind.MOVE:
            times = times_of(item)
            for who in map(who_is, goers(item, delegation)):
                if found := _missed(item, times, legs.get(who, ())):
                    cases.append(((item, *found), who))
    for (item, leg, why), people in together(cases).items():
        entry = f"{quoted(item)}({clocks.city(item.zone)})"
        parts = {"who": named(delegation, people), "item": entry, "why": why % {"leg": route(leg), **_ends(leg)}}
        beside = {("item", item.pk): _("%(who)s: %(why)s") % parts}
        yield Finding(IN_THE_AIR, _("%(who)s: %(item)s, %(why)s") % parts, beside)


def _missed(item, times, legs):
    """(leg, reason) when a leg keeps somebody from the item. Zones tell where a leg leads, and nothing closer."""
    starts_at, ends_at = times
    for leg in legs:
        if starts_at < leg.arrives_at and leg.departs_at < ends_at:
            return leg, _("%(leg)s %(departs)s 출발, %(arrives)s 도착")
    gone = [leg for leg in legs if leg.arrives_at <= starts_at]
    to_come = [leg for leg in legs if leg.departs_at >= ends_at]
    here = {leg.destination_zone for leg in gone[-1:]} or {leg.origin_zone for leg in to_come[:1]}
    if item.zone in here:
        return None
    if to_come and item.zone == to_come[0].destination_zone:
        return to_come[0], _("%(leg)s %(arrives)s 도착")
    if gone and item.zone == gone[-1].origin_zone:
        return gone[-1], _("%(leg)s %(departs)s 출발")
    return None


def _ends(leg):
    ends = {"departs": leg.local_departure, "arrives": leg.local_arrival}
    return {name: f"{short_day(clock)} {clock:%H:%M}" for name, clock in ends.items()}


# --- from one place to the next --------------------------------------------------------------


def short_times(delegation, own):
    """Between what one person does at two places, one after the other; unknown places and ends claim nothing."""
    legs = {("leg", leg.pk): leg for leg in delegation.legs.all()}
    short = []
    for engagements in _by_person(delegation, own).values():
        before = engagements[0]
        for after in engagements[1:]:
            if before.thing != after.thing and 0 <= _minutes(before, after) < _needed(before, after, legs):
                short.append((before, after))
            before = max(before, after, key=lambda engagement: engagement.known_end)
    for before, after, people in pairs_together(short):
        parts = {
            "who": named(delegation, people), "before": _shown(before), "after": _shown(after),
            "minutes": _minutes(before, after), "needed": _needed(before, after, legs),
        }  # fmt: skip
        text = _("%(who)s: %(before)s → %(after)s, %(minutes)d분(기준 %(needed)d분)") % parts
        beside = _("%(who)s: 앞 일정과 %(minutes)d분 사이(기준 %(needed)d분)") % parts
        yield Finding(SHORT, text, {row_of(after): beside})


def _minutes(before, after):
    return (after.starts_at - before.known_end) // timedelta(minutes=1)


def _by_person(delegation, own):
    rides = {("item", item.pk) for item in delegation.items.all() if item.kind == ItemKind.MOVE}
    days = {}
    for engagement in own:
        if row_of(engagement) not in rides:
            days.setdefault(engagement.who, []).append(engagement)
    return {who: sorted(own, key=lambda e: (e.starts_at, e.ends_at)) for who, own in days.items()}


def _needed(before, after, legs):
    """Minutes; 0 where nothing can be said."""
    arriving, leaving = legs.get(before.thing), legs.get(after.thing)
    if arriving and leaving:
        return settings.TRANSFER_MINUTES
    if leaving:
        return 0 if _is_at(before.place, leaving, "origin") else _before_leaving(leaving)
    if arriving:
        return 0 if _is_at(after.place, arriving, "destination") else settings.TRANSFER_MINUTES
    return settings.TRANSFER_MINUTES if _are_two(before.place, after.place) else 0


def _before_leaving(leg):
    """Between two zones there are borders; a domestic flight is half as long to board."""
    if leg.mode != LegMode.FLIGHT:
        return settings.TRANSFER_MINUTES
    return settings.AIRPORT_MINUTES // (2 if leg.origin_zone == leg.destination_zone else 1)


def _is_at(place, leg, end):
    """The entry is at the leg's own airport, station or port."""
    ends = [getattr(leg, f"{end}_{language}") for language in ("ko", "ja")]
    return any(word and normalise(word) in normalise(place) for word in (*AIRPORT_WORDS, *ends))


def _are_two(here, there):
    here, there = (normalise(ROOM.sub("", place)) for place in (here, there))
    return bool(here and there) and here not in there and there not in here


def _shown(engagement):
    local = zones.local(engagement.starts_at, engagement.zone)
    return f"{short_day(local)} {local:%H:%M} {engagement.title}"
