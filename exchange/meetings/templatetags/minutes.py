from functools import lru_cache

from django import template
from django.utils.html import format_html

from exchange.core.languages import reader
from exchange.meetings.enums import MeetingState

register = template.Library()

_KINDS = {MeetingState.HELD: "ok", MeetingState.PLANNED: "info"}


@register.simple_tag
def state_badge(meeting):
    return badge(meeting.state, reader())


@lru_cache
def badge(state, language):
    return format_html('<span class="badge {}">{}</span>', _KINDS.get(state, "outline"), MeetingState(state).label)
