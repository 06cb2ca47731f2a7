"""What the list of trips says in each of its rows, ready for `{% each %}`."""

from django.utils.translation import gettext as _

from delegations.models import Delegation
from delegations.templatetags.trips import phase_badges, size
from exchange.core import days
from exchange.core.languages import reader
from exchange.core.markup import filled
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import prepared_many
from exchange.core.templatetags.portal import labels, text_in

_trips_of = prepared_many(
    lambda trips: Delegation.objects.filter(pk__in=trips).with_counts().without_texts(), PAGE_SIZE
)


def listed(phases):
    """`phases`: where each trip stands, by its number in the order of the list. Trips with phase and counts."""
    found = {trip.pk: trip for trip in _trips_of(list(phases))}
    trips = [found[key] for key in phases if key in found]  # one may have been deleted between the two queries
    for trip in trips:
        trip.phase = phases[trip.pk]
    return trips


def rows_of(trips, today):
    reads = reader()
    directions = labels(Delegation, "direction", reads)
    sample = filled(' <span class="sample">{}</span>', _("예시"))
    return [
        {
            "url": trip.get_absolute_url(),
            "title": text_in(trip, "title", reads),
            "sample": sample if trip.is_sample else "",
            "direction": directions[trip.direction],
            "place": text_in(trip, "place", reads),
            "department": filled("<span>{}</span>", text_in(trip, "department", reads)) if trip.department_ko else "",
            "period": days.period(trip.starts_on, trip.ends_on, reads),
            "size": size(trip.delegate_count, trip.meeting_count, reads),
            "state": phase_badges(trip, today, reads),
        }
        for trip in trips
    ]
