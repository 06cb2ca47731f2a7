"""A trip with the rows that its pages read: each kind in one prepared query, nobody fetched twice."""

from functools import lru_cache

from django.db.models import F, Value
from django.utils import timezone

from delegations.models import Clipping, Delegate, Delegation, DelegationMeeting, ItineraryItem, Leg
from exchange.accounts.models import User
from exchange.core.counting import number_of
from exchange.core.prepared import keep, prepared
from exchange.directory.models import Organization, Person, Post
from exchange.meetings.enums import Side
from exchange.meetings.models import Attendance, Meeting, Photo, Point

COUNTS = {
    "counterpart_count": number_of(Meeting.counterparts.through, "meeting"),
    "guest_count": number_of(Attendance, "meeting", side=Side.COUNTERPART),
    "attendance_count": number_of(Attendance, "meeting"),
    "point_count": number_of(Point, "meeting"),
    "photo_count": number_of(Photo, "meeting"),
    "bare_photo_count": number_of(Photo, "meeting", caption_ko=""),
}


@lru_cache(maxsize=1)
def _head_on(today):
    trips = Delegation.objects.with_phase(today=today).with_counts()
    owner = {"owner_name": F("owner__name"), "owner_job": F("owner__job_title")}
    return prepared(lambda trip: trips.annotate(**owner).filter(pk=trip).only("pk"))


def _meetings_of(trip):
    linked = DelegationMeeting.objects.filter(delegation=trip).order_by().values("meeting")
    planned = ItineraryItem.objects.filter(delegation=trip).order_by().values("meeting")
    meetings = Meeting.objects.filter(pk__in=linked.union(planned)).order_by()
    return meetings.annotate(link=F("delegation_link"), **COUNTS)


def _seats_of(trip):
    """Who is on a leg and who is at an entry, in one answer: `delegate_id`, `leg_id` or, `at_item`, the entry's."""
    aboard = Leg.delegates.through.objects.filter(leg__delegation=trip).annotate(at_item=Value(0))
    present = ItineraryItem.delegates.through.objects.filter(itineraryitem__delegation=trip).annotate(at_item=Value(1))
    columns = ("id", "delegate_id", "at_item")
    return aboard.values("leg_id", *columns).union(present.values("itineraryitem_id", *columns), all=True)


_delegates = prepared(lambda trip: Delegate.objects.filter(delegation=trip))
_people = prepared(lambda trip: Person.objects.filter(delegate_of__delegation=trip).order_by())
_posts = prepared(lambda trip: Post.objects.filter(person__delegate_of__delegation=trip))
_employers = prepared(lambda trip: Organization.objects.filter(posts__person__delegate_of__delegation=trip).order_by())
_legs = prepared(lambda trip: Leg.objects.filter(delegation=trip))
_items = prepared(lambda trip: ItineraryItem.objects.filter(delegation=trip))
_seats = prepared(_seats_of)
_meetings = prepared(_meetings_of)
_clippings = prepared(lambda trip: Clipping.objects.filter(delegation=trip))
_visited = prepared(
    lambda trip: (
        Organization.objects.filter(meetings__itinerary_items__delegation=trip)
        .annotate(met_at=F("meetings__pk"))
        .only("name_ko", "name_ja", "address")
    )
)


def load_head(delegation):
    """What stands above every page of a trip: its phase, and how much each tab holds."""
    [head] = _head_on(timezone.localdate())(delegation.pk)
    for name in ("phase", "delegate_count", "item_count", "meeting_count"):
        setattr(delegation, name, getattr(head, name))
    if delegation.owner_id:
        delegation.owner_form = User(name=head.owner_name, job_title=head.owner_job).local_form
    return delegation


def load_delegates(delegation):
    people = {person.pk: person for person in _people(delegation.pk)}
    delegates = _delegates(delegation.pk)
    for delegate in delegates:
        delegate.person = people.get(delegate.person_id)
    keep(delegation, delegates=delegates)
    return delegation


def load_posts(delegation):
    """The posts of its loaded delegates, for `Person.post_on`."""
    employers = {body.pk: body for body in _employers(delegation.pk)}
    posts = {}
    for post in _posts(delegation.pk):
        post.organization = employers[post.organization_id]
        posts.setdefault(post.person_id, []).append(post)
    for delegate in delegation.delegates.all():
        if delegate.person:
            keep(delegate.person, posts=posts.get(delegate.person_id, []))
    return delegation


def load_meetings(delegation):
    """Its meetings with how much is written of each, and the entries of the itinerary."""
    meetings = {meeting.pk: meeting for meeting in _meetings(delegation.pk)}
    items = _items(delegation.pk)
    for item in items:
        item.meeting = meetings.get(item.meeting_id)
    linked = sorted((m for m in meetings.values() if m.link), key=lambda meeting: (meeting.starts_at, meeting.link))
    links = [DelegationMeeting(pk=meeting.link, delegation=delegation, meeting=meeting) for meeting in linked]
    keep(delegation, items=items, meeting_links=links)
    return delegation


def load_trip(delegation):
    """All that its days and its checks read."""
    load_delegates(delegation)
    load_meetings(delegation)
    keep(delegation, legs=_legs(delegation.pk))
    seats = _seats(delegation.pk)
    for rows, at_item in ((delegation.legs.all(), 0), (delegation.items.all(), 1)):
        _seat(delegation, rows, {(seat.leg_id, seat.delegate_id) for seat in seats if seat.at_item == at_item})
    return delegation


def load_clippings(delegation):
    keep(delegation, clippings=_clippings(delegation.pk))
    return delegation


def load_addresses(delegation):
    """The bodies that are met at the meetings of a loaded trip, as far as their addresses go."""
    visited = {}
    for body in _visited(delegation.pk):
        visited.setdefault(body.met_at, {})[body.pk] = body
    for item in delegation.items.all():
        if item.meeting:
            keep(item.meeting, counterparts=list(visited.get(item.meeting_id, {}).values()))
    return delegation


def _seat(delegation, rows, seats):
    """Whoever is named at a row, in the order of the protocol: the trip's own delegates, not fetched again."""
    for row in rows:
        row.delegation = delegation
        keep(row, delegates=[each for each in delegation.delegates.all() if (row.pk, each.pk) in seats])
