"""What a list says of every trip, each in one piece: a template takes its time for every word."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from delegations.enums import Phase
from exchange.core.languages import once_a_language
from exchange.core.templatetags.portal import dday_badge

register = template.Library()

_KINDS = {Phase.REPORTED: "ok", Phase.REPORT_DUE: "warn", Phase.CANCELLED: ""}


@register.simple_tag
def phase_badges(trip, today=None, reads=None):
    """Where the trip (with its phase) stands, and how long it is until it leaves or its report is due."""
    badge = _badges(reads)[trip.phase]
    if trip.phase == Phase.REPORT_DUE:
        return SafeString(f"{badge} {dday_badge(trip.report_due_on, today, reads)}")
    if trip.phase == Phase.UPCOMING:
        return SafeString(f"{badge} {dday_badge(trip.starts_on, today, reads)}")
    return badge


@once_a_language
def _badges():
    form = '<span class="badge {}">{}</span>'
    return {phase.value: format_html(form, _KINDS.get(phase, "info"), phase.label) for phase in Phase}


@lru_cache(1000)
def size(people, meetings, language):
    """How many went, and how many meetings they had."""
    return format_html(
        '<span class="dots"><span>{}</span><span>{}</span></span>',
        ngettext("%(n)s명", "%(n)s명", people) % {"n": people},
        ngettext("면담 %(n)s", "면담 %(n)s", meetings) % {"n": meetings},
    )
