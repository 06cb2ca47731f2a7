"""What other pages say of MOUs: a meeting which one was signed at it, a body which ones it has signed."""

from exchange.meetings.outcomes import Outcome
from exchange.mous.models import Mou


def signed_at(meeting, user):
    """For the page of a meeting."""
    mous = list(Mou.objects.visible_to(user).filter(meeting=meeting))
    return Outcome(panel="mous/_meeting_mous.html" if mous else "", rows=mous)
