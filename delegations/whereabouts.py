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
    """Where the last leg before that moment went to; before the first leg, where it leaves from."""
    moment, zone = datetime.combine(day, at or NOON), None
    for leg in trip.legs.all():
        if moment >= leg.local_departure.replace(tzinfo=None):
            zone = leg.destination_zone
        else:
            return zone or leg.origin_zone
    return zone or zone_of_trip(trip)
