"""What lists and days say of trips, each in one piece: a template takes its time for every word."""

from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.checks import place as place_of
from delegations.enums import ItemKind, LegMode, Phase
from exchange.core.languages import once_a_language
from exchange.core.templatetags.portal import dday_badge, hours, in_language, label_of

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


# --- what the days of a trip say -----------------------------------------------------------


@register.filter
def clock(local):
    return f"{local:%H:%M}"


@register.filter
def days_later(leg):
    """How many days after the departure it arrives by the calendar: +1일."""
    if leg.days_later < 0:
        return _("%(n)s일") % {"n": leg.days_later}
    return ngettext("+%(n)s일", "+%(n)s일", leg.days_later) % {"n": leg.days_later}


@register.filter
def arrival(leg):
    at = clock(leg.local_arrival)
    return format_html("{} <small>{}</small>", at, days_later(leg)) if leg.days_later else at


@register.filter
def leg_facts(leg):
    facts = [hours(leg.duration), leg.number]
    return _facts([*facts, label_of(leg, "mode")] if leg.mode != LegMode.FLIGHT else facts)


@register.simple_tag
def item_facts(slot):
    item = slot.item
    place = in_language(item.place, "name")
    if not place and item.kind != ItemKind.MOVE:
        place = _("장소 미정")
    return _facts(
        [
            item.ends and _("%(time)s까지") % {"time": clock(item.ends)},
            slot.zone_note and _("%(city)s 시각") % {"city": slot.zone_note},
            place,
            _("면담 기록 있음") if item.meeting_id else label_of(item, "kind"),
        ]
    )


def _facts(parts):
    shown = "".join(f"<span>{conditional_escape(part)}</span>" for part in parts if part)
    return SafeString(f'<p class="meta dots">{shown}</p>')


@register.simple_tag(takes_context=True)
def warnings_beside(context, what, key):
    """Where the warnings about a row stand: those of the page's `warnings`, and what the page fetches later."""
    where = place_of(what, key)
    found = context["warnings"].get(where)
    template = "delegations/_warnings.html"
    drawn = context.template.engine.get_template(template).render(context.new({"found": found})) if found else ""
    return format_html('<div id="{}">{}</div>', where, drawn)
