from delegations.models import Delegation
from exchange.core import days
from exchange.core.languages import in_language
from exchange.mous.serving import Serving, serving


def trips_serving(commitment, user):
    """Trips that are made to keep this promise."""
    trips = Delegation.objects.visible_to(user).active().without_texts().filter(commitment=commitment)
    return [
        Serving(
            label=trip.get_direction_display(), title=in_language(trip, "title")[0], url=trip.get_absolute_url(),
            when=days.period(trip.starts_on, trip.ends_on), year=trip.starts_on.year, is_sample=trip.is_sample,
        )
        for trip in trips
    ]  # fmt: skip


def served_by(trip, user):
    """(the promise, what else takes place for it in the trip's year); (None, []) where the user may not see it."""
    commitment = type(trip.commitment).objects.visible_to(user).filter(pk=trip.commitment_id).first()
    if commitment is None:
        return None, []
    return commitment, serving(commitment, user, year=trip.starts_on.year, but=trip.get_absolute_url())
