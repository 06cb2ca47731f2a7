"""What the pages after an edition say of its sessions and meetings."""

from django import template

from exchange.core import days, zones
from exchange.mous.forms.pickers import Meetings

register = template.Library()


@register.simple_tag
def session_clock(session, edition):
    """`12. 10.(목) 14:00 ~ 14:30` on the clock of the venue."""
    start, end = zones.local(session.starts_at, edition.zone), zones.local(session.ends_at, edition.zone)
    return f"{days.short_day(start.date())} {start:%H:%M} ~ {end:%H:%M}"


register.filter("meeting_words", Meetings.label)  # as the field reads it back
