"""The meetings on the calendar of the year; those of a trip stand in its days and are not told twice."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import pgettext_lazy

from exchange.core.agenda import Entry, Kind, Shape
from exchange.core.languages import in_language
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import standing_alone

MEETING = Kind("meeting", pgettext_lazy("하나", "면담"), Shape.BEAD, order=20)
DAY = timedelta(days=1)


def meetings_between(first, last, *, user):
    """On the day that the place's own clock shows: a day more is read at each end for the zones."""
    meetings = (
        Meeting.objects.visible_to(user)
        .filter(standing_alone())
        .exclude(state=MeetingState.CANCELLED)
        .filter(starts_at__gte=_midnight(first) - DAY, starts_at__lt=_midnight(last) + 2 * DAY)
    )
    for meeting in meetings:
        if first <= meeting.local_day <= last:
            yield _entry(meeting)


def _entry(meeting):
    title, language = in_language(meeting, "title")
    venue = in_language(meeting, "venue")[0]
    return Entry(
        MEETING, title, meeting.get_absolute_url(), meeting.local_day, meeting.local_day, meeting.country,
        note=" · ".join(filter(None, [meeting.get_country_display(), meeting.local_times, venue])),
        state=meeting.get_state_display(), language=language, is_planned=meeting.state == MeetingState.PLANNED,
    )  # fmt: skip


def _midnight(day):
    return datetime.combine(day, time.min, tzinfo=UTC)
