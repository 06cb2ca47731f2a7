"""The trip that a meeting belongs to, for the pages of meetings (exchange.meetings.occasions)."""

from functools import partial

from django.utils.translation import pgettext

from delegations.models import Delegate, Delegation, ItineraryItem
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.languages import in_language
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import prepared, prepared_many
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import Companion, Occasion

_held_on = prepared(
    lambda trip: (
        Meeting.objects.filter(delegation_link__delegation=trip).order_by("starts_at", "delegation_link__pk").only("pk")
    )
)


def _links(trips, meetings):
    found = trips.filter(meeting_links__meeting__in=meetings).order_by()
    return found.values_list("meeting_links__meeting", "pk", "slug", "title_ko", "title_ja", named=True)


_all_links = prepared_many(lambda meetings: _links(Delegation.objects.all(), meetings), PAGE_SIZE)


def trips_of(meetings, user):
    keys = [meeting.pk for meeting in meetings]
    links = _all_links(keys) if reads_everything(user) else _links(Delegation.objects.visible_to(user), keys)
    kind = {"kind": pgettext("하나", "출장"), "kind_url": addresses.page("delegations:delegation_list")}
    return {
        link.meeting_links__meeting: Occasion(
            label=in_language(link, "title")[0],
            url=addresses.of_row("delegations:delegation_detail", link.slug),
            gathered=partial(meetings_on, link.pk),
            party=partial(party_of, link.pk),
            **kind,
        )
        for link in links
    }


def meetings_on(trip):
    """In the order of the report; a page asks them for no more than their addresses."""
    return _held_on(trip)


def party_of(trip, meeting):
    """The delegates; those who go are named by the entries of the plan that hold the meeting."""
    items = ItineraryItem.objects.filter(delegation=trip, meeting=meeting)
    going = {pk for item in items.prefetch_related("delegates") for pk in who_is_sent(item)}
    delegates = Delegate.objects.filter(delegation=trip).select_related("person")
    return [
        Companion(delegate.person, delegate.title_ko, delegate.title_ja, goes=not going or delegate.pk in going)
        for delegate in delegates
    ]


def who_is_sent(item):
    """Keys of the delegates; an entry that names nobody is for everybody."""
    return [delegate.pk for delegate in item.delegates.all()]
