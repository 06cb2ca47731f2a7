"""What the list of trips says in each of its rows, ready for `{% each %}`."""

from django.utils.translation import gettext as _

from delegations.models import Delegation
from delegations.templatetags.trips import phase_badges, size
from exchange.core import days
from exchange.core.languages import reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import labels, text_in


def rows_of(trips, today):
    """Trips with their phase and counts."""
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
