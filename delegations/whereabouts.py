"""Whose clock a delegation lives by, day by day."""

from datetime import datetime, time

from delegations import airports
from delegations.enums import Direction
from exchange.core import clocks

NOON = time(12)


def zone_of_trip(trip):
    """The clock of the country where the trip takes place; who is received comes to Korea."""
    return (trip.direction == Direction.OUTBOUND and airports.zone_of_country(trip.country)) or clocks.HOME


def zone_at(trip, day, at=None):
    """Where the last leg that leaves before that time of the day goes to, by the clocks that are written there."""
    moment = datetime.combine(day, at or NOON)
    return _after_legs(trip, lambda leg: leg.local_departure.replace(tzinfo=None) <= moment)


def zone_now(trip, now):
    """Where the legs have led by now."""
    return _after_legs(trip, lambda leg: leg.departs_at <= now)


def _after_legs(trip, has_left):
    """Before the first leg it is the place that it leaves from."""
    zone = None
    for leg in trip.legs.all():
        if not has_left(leg):
            return zone or leg.origin_zone
        zone = leg.destination_zone
    return zone or zone_of_trip(trip)
