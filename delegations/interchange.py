"""A whole trip as one JSON document, out and in: the same trip is the same bytes.

Organisations and people are named by `uid`; where the portal already knows one it is reused as it
stands. Files lie base64-coded in one map under the SHA-256 of their bytes.
"""

import base64
import json

from django.db.models import Prefetch

from delegations.models import Delegation
from delegations.serializers import CarriedOrganizationSerializer, CarriedPersonSerializer, TripSerializer
from exchange.audit.services import record
from exchange.core import content
from exchange.directory.models import Organization, OrganizationFigure, Person, Post
from exchange.meetings.models import Attachment, Meeting

FORMAT, VERSION = "shuttle-exchange/delegation", 1


def as_bytes(document):
    """Canonical: keys sorted, two spaces, UTF-8, one line end at the end."""
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def export_delegation(delegation):
    """The document as plain JSON values. FileNotFoundError when a picture or attachment is lost."""
    trip = whole_trip(delegation)
    people = _people(trip)
    context = {"exact": True, "places": places_in(trip)}
    document = {
        "format": FORMAT,
        "version": VERSION,
        "organizations": CarriedOrganizationSerializer(_organizations(trip, people), many=True, context=context).data,
        "people": CarriedPersonSerializer(people, many=True, context=context).data,
        "delegation": TripSerializer(trip, context=context).data,
        "files": {sha256: base64.b64encode(content.load(sha256)).decode() for sha256 in _file_names(trip)},
    }
    return json.loads(json.dumps(document, default=str))


def record_export(*, delegation, by):
    """Names and addresses of people leave the house with the document."""
    record("export_delegation", delegation, by=by)


def places_in(trip):
    return {delegate.pk: place for place, delegate in enumerate(trip.delegates.all())}


def whole_trip(delegation):
    """The trip with everything below it. Rows without an order of their own come as they were entered."""
    meetings = (
        Meeting.objects.order_by("starts_at", "delegation_link__pk")
        .prefetch_related("points", "photos")
        .prefetch_related(
            "attendances__organization",
            "attendances__person",
            Prefetch("counterparts", Organization.objects.order_by("uid")),
            Prefetch("attachments", Attachment.objects.order_by("pk")),
        )
    )
    return Delegation.objects.prefetch_related(
        Prefetch("meetings", meetings), "delegates__person", "hosts__person", "legs__delegates", "items__meeting",
        "items__delegates", "clippings",
    ).get(pk=delegation.pk)  # fmt: skip


def _attendances(trip):
    return [attendance for meeting in trip.meetings.all() for attendance in meeting.attendances.all()]


def _people(trip):
    keys = {row.person_id for row in [*trip.delegates.all(), *trip.hosts.all(), *_attendances(trip)]}
    posts = Post.objects.order_by("pk").select_related("organization")
    return Person.objects.filter(pk__in=keys - {None}).prefetch_related(Prefetch("posts", posts)).order_by("uid")


def _organizations(trip, people):
    """Those that the trip and its people name, and the bodies above them."""
    keys = {attendance.organization_id for attendance in _attendances(trip)}
    keys |= {body.pk for meeting in trip.meetings.all() for body in meeting.counterparts.all()}
    keys |= {post.organization_id for person in people for post in person.posts.all()}
    known, keys = set(), keys - {None}
    while keys:
        known |= keys
        above = Organization.objects.filter(pk__in=keys, parent__isnull=False).values_list("parent_id", flat=True)
        keys = set(above) - known
    figures = Prefetch("figures", OrganizationFigure.objects.order_by("pk"))
    rows = Organization.objects.filter(pk__in=known).select_related("parent").prefetch_related(figures)
    return rows.order_by("uid")


def _file_names(trip):
    for meeting in trip.meetings.all():
        for photo in meeting.photos.all():
            yield from (photo.print_sha256, photo.thumbnail_sha256)
        for attachment in meeting.attachments.all():
            yield attachment.sha256
    for clipping in trip.clippings.all():
        if clipping.scan_sha256:
            yield from (clipping.scan_sha256, *(page["sha256"] for page in clipping.scan_pages))
