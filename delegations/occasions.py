"""The trip that a meeting belongs to, for the pages of meetings (exchange.meetings.occasions)."""

from django.urls import reverse
from django.utils.translation import pgettext

from delegations.models import Delegation, DelegationMeeting
from exchange.core.languages import in_language
from exchange.meetings.occasions import Occasion


def trips_of(meetings, user):
    trips = Delegation.objects.visible_to(user).filter(meetings__in=meetings)
    links = DelegationMeeting.objects.filter(delegation__in=trips.order_by().values("pk"))
    gathered = {}
    for link in links.select_related("delegation", "meeting"):
        gathered.setdefault(link.delegation, []).append(link.meeting)
    found = {}
    for trip, held in gathered.items():
        occasion = Occasion(
            label=in_language(trip, "title")[0],
            url=trip.get_absolute_url(),
            kind=pgettext("하나", "출장"),
            kind_url=reverse("delegations:delegation_list"),
            meetings=tuple(held),
        )
        found |= {meeting.pk: occasion for meeting in held}
    return found
