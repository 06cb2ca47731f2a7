"""Journeys and meetings on days that are not the trip's; for its entries see `facts.every_day`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.checks.check import WARN, Finding, Kind, title
from delegations.engagements import route
from delegations.selectors import standing_meetings_of
from exchange.core.days import day, short_day

LEG = Kind(WARN, gettext_lazy("출장 기간 밖의 이동편이 있습니다"), "delegation_legs_edit", gettext_lazy("수정"))
MEETING = Kind(WARN, gettext_lazy("출장 기간 밖의 면담이 있습니다"), "delegation_meetings", gettext_lazy("보기"))


def legs_outside(delegation):
    for leg in delegation.legs.all():
        if why := _leg_outside(delegation, leg.local_departure, leg.local_arrival):
            yield Finding(LEG, f"{route(leg)}, {why}", {("leg", leg.pk): why})


def meetings_outside(delegation):
    for meeting in standing_meetings_of(delegation):
        if not delegation.starts_on <= meeting.local_day <= delegation.ends_on:
            text = f"{short_day(meeting.local_start)} {meeting.local_start:%H:%M} {title(meeting)}"
            yield Finding(MEETING, text, {}, meeting.get_absolute_url())


def _leg_outside(delegation, departure, arrival):
    """What is wrong, by the clocks at either end."""
    first, last = delegation.starts_on, delegation.ends_on
    if departure.date() < first:
        form, clock, limit = _("출발 %(clock)s, 출발일은 %(day)s"), departure, first
    elif arrival.date() > last:
        form, clock, limit = _("도착 %(clock)s, 귀국일은 %(day)s"), arrival, last
    elif departure.date() > last:
        form, clock, limit = _("출발 %(clock)s, 귀국일은 %(day)s"), departure, last
    elif arrival.date() < first:
        form, clock, limit = _("도착 %(clock)s, 출발일은 %(day)s"), arrival, first
    else:
        return ""
    return form % {"clock": f"{short_day(clock)} {clock:%H:%M}", "day": day(limit)}
