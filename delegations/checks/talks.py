"""Meetings that nobody is met at, and those that nobody wrote down."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from delegations.checks.check import WARN, Finding, Kind, quoted, title
from delegations.selectors import standing_meetings_of, unrecorded_items

PARTNER = Kind(WARN, gettext_lazy("상대 기관이 없는 면담이 있습니다"), "delegation_meetings", gettext_lazy("보기"))
RECORD = Kind(WARN, gettext_lazy("지나간 면담의 기록이 없습니다"), "delegation_meetings", gettext_lazy("등록"))
LONG_AGO = timedelta(days=7)


def talks_without_partner(delegation):
    for meeting in standing_meetings_of(delegation):
        if not (meeting.counterpart_count or meeting.guest_count):
            yield Finding(PARTNER, title(meeting), {}, meeting.get_absolute_url())
    for item in unrecorded_items(delegation):
        if item.day + LONG_AGO < timezone.localdate():
            yield Finding(RECORD, quoted(item), {})
