"""How ambassadors and what they did are marked on pages."""

from django import template
from django.utils.safestring import SafeString

from ambassadors.enums import SessionState, Standing
from ambassadors.standing import LOOKS
from exchange.core.markup import filled

register = template.Library()

SESSIONS = {
    SessionState.DRAFT: "outline",
    SessionState.SUBMITTED: "info",
    SessionState.DISPUTED: "danger",
    SessionState.CONFIRMED: "ok",
    SessionState.CHECKED: "ok",
}


@register.simple_tag
def standing_badge(standing):
    return filled('<span class="badge {}">{}</span>', LOOKS[standing], Standing(standing).label)


@register.filter
def session_badge(session):
    return filled('<span class="badge {}">{}</span>', SESSIONS[session.state], session.get_state_display())


@register.simple_tag
def bar(value, most):
    """How much of the most, as a small bar beside the number, which says the same."""
    width = round(100 * value / most, 1) if value and most else 0
    return SafeString(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="all" width="100" height="6"/><rect width="{width}" height="6"/></svg>'
    )
