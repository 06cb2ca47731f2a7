"""Advice as evidence of promises: how a session offers itself to the registry of records, and what its page shows."""

from operator import attrgetter

from django.utils.text import Truncator
from django.utils.translation import pgettext_lazy

from ambassadors.models import AdvisorySession, SessionEvidence
from exchange.mous.models import Commitment
from exchange.mous.records import RecordKind

QUESTION = 40  # characters of it in the title


def title_of(session):
    """`예시정밀 · 현지법인과 합작 가운데 무엇이…`"""
    return f"{session.client} · {Truncator(session.question).chars(QUESTION)}"


def provable_sessions(text, user):
    """What was submitted, as far as this user may see it."""
    found = AdvisorySession.objects.visible_to(user).counted().search(text.replace("…", ""))
    return found.select_related("client").only("held_on", "question", "client__name")


SESSION = RecordKind(
    name="session",
    label=pgettext_lazy("하나", "자문"),
    link=SessionEvidence,
    field="session",
    candidates=provable_sessions,
    title=title_of,
    day=attrgetter("held_on"),
    follows=("client",),
)


def promises_proved_by(session, user):
    """As far as this user may see them; an ambassador sees none."""
    return list(Commitment.objects.visible_to(user).filter(evidence__advisory__session=session))
