"""What this room offers to the pages below it: the way to the briefing about a counterpart."""

from django.utils.translation import gettext_lazy as _

from exchange.core import addresses
from exchange.directory.ways import Way
from exchange.meetings.enums import MeetingState
from exchange.meetings.outcomes import Outcome
from exchange.mous.briefing import has_dealings

SINCE = _("지난번 이후")


def address_of(body):
    return addresses.of_row("mous:counterpart_briefing", body.pk)


def way_to_briefing(organization, user):
    """For a body that we deal with."""
    if not user.has_perm("mous.view_briefing") or not has_dealings(organization):
        return None
    return Way(SINCE, address_of(organization))


def briefings_before(meeting, user):
    """Before a meeting, what to read about each body that comes to it."""
    if meeting.state != MeetingState.PLANNED or not user.has_perm("mous.view_briefing"):
        return Outcome()
    bodies = [(body, address_of(body)) for body in meeting.counterparts.all()]
    return Outcome(panel="mous/_meeting_briefings.html" if bodies else "", rows=bodies)
