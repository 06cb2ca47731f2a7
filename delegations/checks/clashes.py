"""A person in two places at once: on this trip, on other trips, in meetings, at whatever else registers itself."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.checks.check import MISS, Finding, Kind
from delegations.checks.people import named, pairs_together, together
from delegations.engagements import goers, row_of, who_is, whole_trip
from delegations.enums import ItemKind
from exchange.core import clocks, zones
from exchange.core.days import period, short_day
from exchange.meetings.engagements import MOMENT, clashes, engagements_of

TWO_PLACES = Kind(
    MISS, gettext_lazy("같은 시각에 두 곳에 있어야 하는 사람이 있습니다"), "delegation_itinerary",
    gettext_lazy("수정"),
)  # fmt: skip
TWO_TRIPS = Kind(
    MISS, gettext_lazy("다른 출장과 기간이 겹치는 사람이 있습니다"), "delegation_delegates_edit", gettext_lazy("수정")
)
AWAY = Kind(
    MISS, gettext_lazy("출장 중에 다른 곳의 면담에 들어 있는 사람이 있습니다"), "delegation_delegates_edit",
    gettext_lazy("수정"),
)  # fmt: skip


def people_in_two_places(delegation, own):
    """One finding for each pair of things, whoever it happens to; a trip that overlaps speaks for its entries."""
    trip = whole_trip(delegation, None)
    whole = [replace(trip, who=who_is(delegate)) for delegate in delegation.delegates.all()]
    rides = {("item", item.pk) for item in delegation.items.all() if item.kind == ItemKind.MOVE}
    own = [engagement for engagement in own if row_of(engagement) not in rides]  # a ride may lie over the flight
    others = _elsewhere(delegation, [*whole, *own])
    trips = _pairs(delegation, [*whole, *(e for e in others if e.thing[0] == "trip")])
    told = {(who, trip.thing) for _ours, trip, people in trips for who in people}
    others = [e for e in others if e.thing[0] != "trip" and (e.who, e.occasion) not in told]
    places = _pairs(delegation, [*own, *others])
    for _ours, trip, people in trips:
        yield Finding(TWO_TRIPS, _trip_line(delegation, trip, people), {}, trip.url)
    for ours, other, people in places:
        if {row_of(ours)[0], row_of(other)[0]} != {"item", "leg"} or other.occasion != ours.occasion:
            yield _two_places(delegation, ours, other, people)
    told = {(who, other.thing) for _ours, other, people in places for who in people}
    yield from _away(delegation, [e for e in others if (e.who, e.thing) not in told])


def _elsewhere(delegation, own):
    """What its people are at outside this trip while it lasts; its own meetings stand in its plan."""
    people = {delegate.person_id for delegate in delegation.delegates.all() if delegate.person_id}
    if not people:
        return []
    first, last = min(e.starts_at for e in own), max(e.ends_at for e in own)
    ours = {("meeting", link.meeting_id) for link in delegation.meeting_links.all()}
    return [
        engagement
        for engagement in engagements_of(people, first, last)
        if engagement.occasion != ("trip", delegation.pk) and engagement.thing not in ours
    ]


def _pairs(delegation, engagements):
    """[(ours, the other, people)] of the clashes that touch this trip."""
    trip = ("trip", delegation.pk)
    turned = (pair if pair[0].occasion == trip else pair[::-1] for pair in clashes(engagements))
    return pairs_together(pair for pair in turned if pair[0].occasion == trip)


def _trip_line(delegation, trip, people):
    first, last = (zones.local(instant, trip.zone).date() for instant in (trip.starts_at, trip.ends_at - MOMENT))
    parts = {"who": named(delegation, people), "trip": trip.title, "period": period(first, last)}
    return _("%(who)s: %(trip)s %(period)s") % parts


def _two_places(delegation, ours, other, people):
    here, there = zones.local(ours.starts_at, ours.zone), zones.local(other.starts_at, other.zone)
    same_day, same_clock = here.date() == there.date(), here.utcoffset() == there.utcoffset()
    parts = {
        "who": named(delegation, people),
        "ours": _shown(ours, here, with_day=True, with_city=not same_clock),
        "other": _shown(other, there, with_day=not same_day, with_city=not same_clock),
    }
    beside = _("%(who)s 겹침: %(other)s")
    rows, url = {row_of(ours): beside % parts}, other.url
    if other.occasion == ours.occasion:
        shown = _shown(ours, here, with_day=not same_day, with_city=not same_clock)
        rows[row_of(other)], url = beside % {**parts, "other": shown}, ""
    return Finding(TWO_PLACES, _("%(who)s: %(ours)s / %(other)s") % parts, rows, url)


def _shown(engagement, start, *, with_day, with_city):
    """`7. 18.(목) 13:30 업무협약`, with the city where the clocks differ and the trip when it is not this one."""
    day = f"{short_day(start)} " if with_day else ""
    city = f"({clocks.city(engagement.zone)})" if with_city else ""
    return f"{day}{start:%H:%M}{city} {engagement.title}"


def _away(delegation, others):
    """A meeting at home, or anywhere that this trip does not lead to, between the first and the last leg."""
    cases = []
    others = [engagement for engagement in others if engagement.thing[0] == "meeting"]
    for delegate in delegation.delegates.all() if others else ():
        legs = [leg for leg in delegation.legs.all() if delegate in goers(leg, delegation)]
        there = {leg.destination_zone for leg in legs[:-1]}
        for meeting in others:
            if there and meeting.who == who_is(delegate):
                is_gone = legs[0].departs_at < meeting.ends_at and meeting.starts_at < legs[-1].arrives_at
                if is_gone and meeting.zone not in there:
                    cases.append((replace(meeting, who=None), meeting.who))
    for meeting, people in together(cases).items():
        start = zones.local(meeting.starts_at, meeting.zone)
        parts = {"who": named(delegation, people), "meeting": _shown(meeting, start, with_day=True, with_city=True)}
        yield Finding(AWAY, _("%(who)s: %(meeting)s") % parts, {}, meeting.url)
