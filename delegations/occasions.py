"""The trip that a meeting belongs to, for the pages of meetings (exchange.meetings.occasions)."""

from functools import partial

from django.urls import reverse
from django.utils.translation import pgettext

from delegations.models import Delegation, DelegationMeeting
from exchange.core.languages import in_language
from exchange.meetings.occasions import Companion, Occasion


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
            party=partial(party_of, trip),
        )
        found |= {meeting.pk: occasion for meeting in held}
    return found


def party_of(trip, meeting):
    """The delegates; those who go are named by the entries of the plan that hold the meeting."""
    going = {
        pk for item in trip.items.filter(meeting=meeting).prefetch_related("delegates") for pk in who_is_sent(item)
    }
    delegates = trip.delegates.select_related("person")
    return [
        Companion(delegate.person, delegate.title_ko, delegate.title_ja, goes=not going or delegate.pk in going)
        for delegate in delegates
    ]


def who_is_sent(item):
    """Keys of the delegates; an entry that names nobody is for everybody."""
    return [delegate.pk for delegate in item.delegates.all()]
