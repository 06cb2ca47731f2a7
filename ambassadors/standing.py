"""How an ambassador stands today: in terms, in pauses, and in silence."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from ambassadors.enums import Standing
from ambassadors.models import Term

LOOKS = {Standing.SERVING: "ok", Standing.PAUSED: "warn", Standing.APPOINTED: "info", Standing.FORMER: "outline"}


def standing_so(ambassadors, standing, *, today):
    """Those who stand so, as `Ambassador.standing_among` says it of one."""
    terms = Term.objects.filter(ambassador=OuterRef("pk"))
    serves, will_serve = Exists(terms.held_on(today)), Exists(terms.filter(starts_on__gt=today))
    pauses = Q(paused_until__gte=today)
    return {
        Standing.SERVING: ambassadors.filter(serves).exclude(pauses),
        Standing.PAUSED: ambassadors.filter(serves, pauses),
        Standing.APPOINTED: ambassadors.filter(~serves, will_serve),
        Standing.FORMER: ambassadors.filter(~serves, ~will_serve),
    }[standing]


def last_end(terms):
    """The day on which all that is arranged is over, or None."""
    return max((term.ends_on for term in terms), default=None)


def is_silent(ambassador, terms, last_on, today):
    """Serving, not pausing, and for so many weeks neither a session nor the beginning of the term."""
    held = next((term for term in terms if term.covers(today)), None)
    if held is None or (ambassador.paused_until and today <= ambassador.paused_until):
        return False
    return silent_since(held, last_on) <= today - timedelta(weeks=settings.ADVISORY_NUDGE_WEEKS)


def silent_since(term, last_on):
    """The day from which the weeks are counted."""
    return max(term.starts_on, last_on or term.starts_on)
