"""What a list says of every meeting, each in one piece: a template takes its time for every word."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exchange.core.languages import once_a_language
from exchange.core.templatetags.portal import label_of
from exchange.meetings.enums import MeetingState

register = template.Library()

_KINDS = {MeetingState.HELD: "ok", MeetingState.PLANNED: "info"}


@register.simple_tag
def state_badge(meeting):
    kind = _KINDS.get(meeting.state, "outline")
    return format_html('<span class="badge {}">{}</span>', kind, label_of(meeting, "state"))


@register.simple_tag
def amounts(meeting):
    """How many sat at the table, how many lines and photos there are."""
    counts = meeting.attendance_count, meeting.point_count, meeting.photo_count
    written = [words % {"number": count} for words, count in zip(_amounts(), counts, strict=True)]
    return format_html('<span class="meta dots"><span>{}</span><span>{}</span><span>{}</span></span>', *written)


@once_a_language
def _amounts():
    return _("참석 %(number)s명"), _("내용 %(number)s줄"), _("사진 %(number)s장")
