"""What a trip keeps its people busy with: the trip itself, its legs and the entries of its itinerary."""

from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Q, TimeField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from delegations.enums import DelegationState
from delegations.models import Delegate, Delegation, ItineraryItem, Leg
from exchange.core import clocks
from exchange.core.languages import in_language
from exchange.meetings.engagements import MOMENT, Engagement

DAY = timedelta(days=1)


# --- from rows to engagements --------------------------------------------------------------


def who_is(delegate):
    """The key of the person; a delegate who is named by post only is nobody else's person."""
    return delegate.person_id or ("delegate", delegate.pk)


def goers(row, delegation):
    """Who goes to the item or on the leg; nobody named means everybody."""
    return list(row.delegates.all()) or list(delegation.delegates.all())


def route(leg):
    return f"{leg.number} {in_language(leg, 'origin')[0]} - {in_language(leg, 'destination')[0]}".strip()


def own_engagements(delegation):
    """Of one loaded trip, for all its delegates; an entry without a time claims nobody's time."""
    facts = _facts(delegation)
    rows = [
        (item, _at_item(item, None, facts, place=in_language(item.place, "name")[0]))
        for item in delegation.items.all()
        if item.starts is not None
    ]
    rows += [(leg, _on_leg(leg, None, facts)) for leg in delegation.legs.all()]
    for row, engagement in rows:
        for delegate in goers(row, delegation):
            yield replace(engagement, who=who_is(delegate))


def whole_trip(delegation, who):
    """All its days, as those of the office: two trips on one day overlap."""
    zone = ZoneInfo(clocks.HOME)
    return Engagement(
        who=who,
        starts_at=datetime.combine(delegation.starts_on, time.min, tzinfo=zone),
        ends_at=datetime.combine(delegation.ends_on, time.min, tzinfo=zone) + DAY,
        thing=("trip", delegation.pk),
        zone=clocks.HOME,
        title=in_language(delegation, "title")[0],
        **_facts(delegation) | {"url": delegation.get_absolute_url()},
    )


def row_of(engagement):
    """Where it is written: ("item", key), ("leg", key) or whatever it is itself."""
    return engagement.source or engagement.thing


def times_of(item):
    """(beginning, end) of an item that has a time, by the clock of its own place."""
    starts_at, ends_at = (
        datetime.combine(item.day, clock, tzinfo=ZoneInfo(item.zone)).astimezone(UTC)
        for clock in (item.starts, item.ends or item.starts)
    )
    return starts_at, max(ends_at, starts_at + MOMENT)


def _at_item(item, who, facts, *, place):
    starts_at, ends_at = times_of(item)
    return Engagement(
        who=who,
        starts_at=starts_at,
        ends_at=ends_at,
        thing=("meeting", item.meeting_id) if item.meeting_id else ("item", item.pk),
        source=("item", item.pk),
        title=in_language(item, "title")[0],
        zone=item.zone,
        place=place,
        **facts,
    )


def _on_leg(leg, who, facts):
    return Engagement(
        who=who,
        starts_at=leg.departs_at,
        ends_at=leg.arrives_at,
        thing=("leg", leg.pk),
        title=route(leg),
        zone=leg.origin_zone,
        **facts,
    )


def _facts(delegation):
    """What all engagements of a trip share."""
    return {
        "url": reverse("delegations:delegation_itinerary", args=[delegation.slug]),
        "occasion": ("trip", delegation.pk),
        "occasion_title": in_language(delegation, "title")[0],
    }


# --- of people, over all trips, in one query -----------------------------------------------

COLUMNS = {
    "kind": CharField(), "key": IntegerField(), "meeting_id": IntegerField(), "number": CharField(),
    "text_ko": CharField(), "text_ja": CharField(), "where_ko": CharField(), "where_ja": CharField(),
    "zone": CharField(), "departs_at": DateTimeField(), "arrives_at": DateTimeField(), "day": DateField(),
    "starts": TimeField(), "ends": TimeField(),
}  # fmt: skip
OF_TRIP = {
    "trip_id": "delegation_id", "slug": "delegation__slug", "title_ko": "delegation__title_ko",
    "title_ja": "delegation__title_ja", "starts_on": "delegation__starts_on", "ends_on": "delegation__ends_on",
}  # fmt: skip
Row = namedtuple("Row", ["person_id", *OF_TRIP, *COLUMNS])


def trips_of_people(people, first, last):
    """Trips that stand, their legs and entries, as far as they touch this time."""
    built = {}  # each trip, leg and entry once, whoever shares it
    for row in _rows(people, first, last):
        known = (row.kind, row.key or row.trip_id)
        if known not in built:
            built[known] = _engagement(row)
        yield replace(built[known], who=row.person_id)


def _engagement(row):
    trip = Delegation(
        pk=row.trip_id, slug=row.slug, title_ko=row.title_ko, title_ja=row.title_ja, starts_on=row.starts_on,
        ends_on=row.ends_on,
    )  # fmt: skip
    if row.kind == "trip":
        return whole_trip(trip, None)
    if row.kind == "leg":
        return _on_leg(_leg(row), None, _facts(trip))
    item = _item(row)
    return _at_item(item, None, _facts(trip), place=in_language(item, "place")[0])


def _leg(row):
    return Leg(
        pk=row.key, number=row.number, origin_ko=row.text_ko, origin_ja=row.text_ja, origin_zone=row.zone,
        destination_ko=row.where_ko, destination_ja=row.where_ja, departs_at=row.departs_at, arrives_at=row.arrives_at,
    )  # fmt: skip


def _item(row):
    return ItineraryItem(
        pk=row.key, meeting_id=row.meeting_id, title_ko=row.text_ko, title_ja=row.text_ja, place_ko=row.where_ko,
        place_ja=row.where_ja, zone=row.zone, day=row.day, starts=row.starts, ends=row.ends,
    )  # fmt: skip


def _rows(people, first, last):
    """The three kinds side by side in one answer: a page has few queries to spare."""
    members = Delegate.objects.filter(person__in=people).exclude(delegation__state=DelegationState.CANCELLED)
    days = (first.date() - DAY, last.date() + DAY)  # whatever the zones
    trips = members.filter(delegation__starts_on__lte=days[1], delegation__ends_on__gte=days[0])
    legs = members.filter(_goes("legs"), delegation__legs__departs_at__lt=last, delegation__legs__arrives_at__gt=first)
    items = members.filter(_goes("items"), delegation__items__day__range=days, delegation__items__starts__isnull=False)
    rows = _columns(trips, "trip").union(
        _columns(
            legs, "leg", "delegation__legs__", key="pk", number="number", text_ko="origin_ko", text_ja="origin_ja",
            where_ko="destination_ko", where_ja="destination_ja", zone="origin_zone", departs_at="departs_at",
            arrives_at="arrives_at",
        ),
        _columns(
            items, "item", "delegation__items__", key="pk", meeting_id="meeting_id", text_ko="title_ko",
            text_ja="title_ja", where_ko="place_ko", where_ja="place_ja", zone="zone", day="day", starts="starts",
            ends="ends",
        ),
        all=True,
    )  # fmt: skip
    return map(Row._make, rows)


def _goes(rows):
    return Q(**{f"delegation__{rows}__delegates": None}) | Q(**{f"delegation__{rows}__delegates": F("pk")})


def _columns(members, kind, path="", **names):
    """The same columns for each kind; what a kind does not have is empty."""
    values = {"kind": Value(kind, output_field=CharField())}
    for column, field in COLUMNS.items():
        if column in names:
            values[f"c_{column}"] = F(path + names[column])
        elif column != "kind":
            values[f"c_{column}"] = Value("") if isinstance(field, CharField) else Cast(Value(None), field)
    trip = {f"t_{name}": F(source) for name, source in OF_TRIP.items()}
    return members.order_by().annotate(**trip, **values).values_list("person_id", *trip, *values)
