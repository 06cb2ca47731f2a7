"""The trip that a meeting belongs to, for the pages of meetings (exchange.meetings.occasions)."""

from functools import partial

from django.utils.translation import pgettext

from delegations.models import Delegation, DelegationMeeting
from exchange.core import addresses
from exchange.core.languages import in_language
from exchange.meetings.occasions import Companion, Occasion


def trips_of(meetings, user):
    trips = Delegation.objects.visible_to(user).order_by().values("pk")
    links = DelegationMeeting.objects.filter(meeting__in=[meeting.pk for meeting in meetings], delegation__in=trips)
    links = list(links.select_related("delegation").order_by())
    kind = {"kind": pgettext("하나", "출장"), "kind_url": addresses.page("delegations:delegation_list")}
    occasions = {
        trip.pk: Occasion(
            label=in_language(trip, "title")[0],
            url=trip.get_absolute_url(),
            gathered=partial(meetings_on, trip),
            party=partial(party_of, trip),
            **kind,
        )
        for trip in {link.delegation for link in links}
    }
    return {link.meeting_id: occasions[link.delegation_id] for link in links}


def meetings_on(trip):
    return [link.meeting for link in trip.meeting_links.select_related("meeting")]


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
