"""What the minutes show of promises: beside each line, and in a panel below them."""

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from exchange.core import addresses
from exchange.core.languages import in_language
from exchange.core.markup import filled
from exchange.meetings.enums import MeetingState
from exchange.meetings.outcomes import Outcome
from exchange.mous.marks import commitment_state, side_badge
from exchange.mous.models import Commitment, Evidence
from exchange.mous.models.commitments import IS_OVER

OFFER = (
    '<a class="btn text xsmall" href="{0}" hx-get="{0}" hx-select=".promise" hx-target="closest .point" '
    'hx-swap="afterend" hx-trigger="click once">{1}<span class="sr-only"> {2}</span></a>'
)
MADE = '<p class="made badges">{}<a href="{}">{}<span class="sr-only"> {}</span></a>{}{}</p>'

DRIFT = '<span class="badge warn">{}</span>'


def promises_of(meeting, user):
    """Those that were made here (also as clauses of an MOU signed here), and those that this meeting proves."""
    promises = list(_about(meeting, user))
    points = {point.pk: point for point in meeting.points.all()}
    made = {promise.point_id: promise for promise in promises if promise.point_id in points}
    rows = {
        "born": [promise for promise in promises if meeting.pk in (promise.meeting_id, promise.signed_at)],
        "proved": [promise for promise in promises if promise.proved_on],
    }
    may_promise = meeting.state == MeetingState.HELD and user.has_perm("mous.add_commitment")
    return Outcome(
        offers={pk: _offer(point) for pk, point in points.items() if may_promise and pk not in made},
        made={pk: _made(promise, points[pk]) for pk, promise in made.items()},
        panel="mous/_meeting_promises.html" if promises else "",
        rows=rows,
    )


def _about(meeting, user):
    """Looked up by each of the ways to it: a condition over all of them would read every promise."""
    proofs = Evidence.objects.filter(meeting=meeting)
    of_meeting = Commitment.objects.filter(meeting=meeting).order_by().values("pk")
    signed = Commitment.objects.filter(clause__mou__meeting=meeting).order_by().values("pk")
    proved = proofs.order_by().values("commitment")
    proved_on = proofs.filter(commitment=OuterRef("pk")).values("dated_on")[:1]
    found = Commitment.objects.visible_to(user).filter(pk__in=of_meeting.union(signed, proved))
    found = found.annotate(proved_on=Subquery(proved_on), signed_at=F("clause__mou__meeting"))
    return found.order_by(IS_OVER, F("due_on").asc(nulls_last=True), "made_on", "pk")


def _offer(point):
    url = addresses.of_row("mous:commitment_from_point", point.pk)
    return filled(OFFER, url, _("약속으로"), point.text_ko[:40])


def _made(promise, point):
    words = _("약속 보기"), in_language(promise, "sentence")[0][:40]
    drift = filled(DRIFT, _("그 뒤 문장 바뀜")) if promise.has_drifted_from(point) else ""
    return filled(MADE, side_badge(promise), promise.get_absolute_url(), *words, commitment_state(promise), drift)
