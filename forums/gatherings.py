"""The meetings of an edition."""

from datetime import time, timedelta

from django.db.models import Prefetch

from exchange.core import zones
from exchange.meetings import outline
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting, Photo, Point
from exchange.meetings.outcomes import attach

NEAR = 5  # offered without typing


def meetings_of(edition):
    """In order of time, each with its `lines` and its photographs."""
    points, photos = Point.objects.order_by("order", "pk"), Photo.objects.order_by("order", "pk")
    meetings = list(
        Meeting.objects.filter(forum_link__edition=edition)
        .prefetch_related(Prefetch("points", points), Prefetch("photos", photos))
        .order_by("starts_at", "pk")
    )
    for meeting in meetings:
        meeting.lines = outline.levelled(meeting.points.all())
        attach((), meeting.lines)  # what came of them stands below all of them
    return meetings


def linkable(edition, user):
    """Meetings of the edition's days that belong to none, to be taken with one press."""
    if not edition.starts_on:
        return []
    days = edition.starts_on, edition.last_day + timedelta(days=1)
    first, end = (zones.to_instant(day, time.min, edition.zone) for day in days)
    found = Meeting.objects.visible_to(user).filter(forum_link=None, starts_at__gte=first, starts_at__lt=end)
    return found.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "pk")[:NEAR]
