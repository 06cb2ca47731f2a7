"""A meeting with the rows that its page reads: each kind in one prepared query, nobody fetched twice."""

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast

from exchange.accounts.models import User
from exchange.audit.models import Event
from exchange.core.prepared import keep, prepared
from exchange.directory.models import Organization, Person
from exchange.meetings.models import Attachment, Attendance, Meeting, Photo, Point


def _bodies_of(meeting):
    """The counterparts (`came`) and those for which people sat at the table."""
    links = Meeting.counterparts.through.objects.filter(meeting=meeting)
    seated = Attendance.objects.filter(meeting=meeting).order_by().values("organization")
    bodies = Organization.objects.filter(pk__in=links.values("organization").union(seated, all=True))
    return bodies.annotate(came=Exists(links.filter(organization=OuterRef("pk"))))


def _events_of(meeting):
    about = {"object_type": Meeting._meta.label_lower, "object_id": Cast(Value(meeting), CharField())}
    last = Event.objects.filter(**about, verb="set_points")[:1]
    return last.annotate(by_name=F("by__name"), by_post=F("by__job_title")).defer("changes")


_bodies = prepared(_bodies_of)
_people = prepared(lambda meeting: Person.objects.filter(attendances__meeting=meeting).order_by())
_seats = prepared(lambda meeting: Attendance.objects.filter(meeting=meeting))
_points = prepared(lambda meeting: Point.objects.filter(meeting=meeting))
_photos = prepared(lambda meeting: Photo.objects.filter(meeting=meeting))
_attachments = prepared(lambda meeting: Attachment.objects.filter(meeting=meeting))
_saves = prepared(_events_of)


def load_minutes(meeting):
    """All that the page of the minutes shows."""
    bodies = {body.pk: body for body in _bodies(meeting.pk)}
    people = {person.pk: person for person in _people(meeting.pk)}
    seats, photos = _seats(meeting.pk), _photos(meeting.pk)
    for seat in seats:
        seat.person, seat.organization = people.get(seat.person_id), bodies.get(seat.organization_id)
    for photo in photos:
        photo.meeting = meeting
    keep(
        meeting, counterparts=[body for body in bodies.values() if body.came], attendances=seats, photos=photos,
        points=_points(meeting.pk), attachments=_attachments(meeting.pk),
    )  # fmt: skip
    return meeting


def last_saved_points(meeting):
    """When the lines were saved last and by whom: `last_saved` without what was changed."""
    event = next(iter(_saves(meeting.pk)), None)
    if event:
        event.by = User(pk=event.by_id, name=event.by_name, job_title=event.by_post)
    return event
