from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.mous.answers import unanswered_objection
from exchange.mous.enums import OccurrenceState, Recurrence
from exchange.mous.flows import OCCURRENCE
from exchange.mous.models import Commitment, Occurrence
from exchange.mous.services.undoing import state_before


def keep_occurrence(*, occurrence, by, at=None):
    if not occurrence.evidence.exists():
        message = _("%(year)d년의 이행 근거가 하나 이상 있어야 합니다. 근거를 먼저 등록해 주세요.")
        raise ValidationError(message, code="evidence", params={"year": occurrence.year})
    if unanswered_objection(occurrence.commitment):
        message = _("상대 기관이 이 약속의 문구에 이의를 밝혔습니다. ‘문구 확인’에서 의견을 적어 먼저 답해 주세요.")
        raise ValidationError(message, code="objection")
    return OCCURRENCE.apply("keep", occurrence, by=by, at=at or timezone.now())


@transaction.atomic
def reopen_occurrence(*, occurrence, by, at=None):
    before = Occurrence.objects.select_for_update(of=("self",)).get(pk=occurrence.pk)
    state = state_before(before, "reopen", OCCURRENCE)
    return OCCURRENCE.apply("reopen", occurrence, by=by, at=at or timezone.now(), state=state)


@transaction.atomic
def open_occurrences(*, commitments=None, first_before=None, today):
    """Every yearly commitment that lives has a row for each year up to this one; run as often as you like.

    Years go on after the last there is: a gap is the time in which it was dropped. `first_before`: the year from
    which the given one recurred until now, when an earlier one takes its place.
    """
    if commitments is None:
        live = Commitment.objects.live().filter(recurrence=Recurrence.YEARLY)
        commitments = live.select_for_update(of=("self",)).order_by("pk")  # none is dropped meanwhile
    commitments = list(commitments)
    there = Occurrence.objects.filter(commitment__recurrence=Recurrence.YEARLY)
    if len(commitments) == 1:
        there = there.filter(commitment=commitments[0])
    last = dict(there.order_by().values_list("commitment").annotate(Max("year")))
    rows = [
        Occurrence(commitment=commitment, year=year)
        for commitment in commitments
        for year in (
            *range(commitment.recurs_from, min(first_before or 0, today.year + 1)),
            *range(last.get(commitment.pk, commitment.recurs_from - 1) + 1, today.year + 1),
        )
    ]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def open_again(*, commitment, dropped_in, today):
    """A yearly one is taken up again: from this year on it is owed, not for those in which it was dropped."""
    idle = commitment.occurrences.filter(year__gte=dropped_in, year__lt=today.year, state=OccurrenceState.OPEN)
    idle.filter(evidence__isnull=True).delete()
    if commitment.recurs_from <= today.year:
        Occurrence.objects.bulk_create([Occurrence(commitment=commitment, year=today.year)], ignore_conflicts=True)


@transaction.atomic
def fit_occurrences(*, commitment):
    """Years that it is no longer about go; not those for which something is recorded."""
    outside = commitment.occurrences.all()
    if commitment.recurrence == Recurrence.YEARLY:
        outside = outside.filter(year__lt=commitment.recurs_from)
    recorded = outside.filter(Q(state=OccurrenceState.KEPT) | Q(evidence__isnull=False)).first()
    if recorded:
        message = _("%(year)d년의 이행 기록이 있어 반복을 이렇게 바꿀 수 없습니다.")
        raise ValidationError({"recurs_from": ValidationError(message, params={"year": recorded.year})})
    outside.delete()


@transaction.atomic
def miss_past_occurrences(*, today):
    """What nobody closed in its year is missed; returns how many."""
    past = Occurrence.objects.select_for_update().filter(state=OccurrenceState.OPEN, year__lt=today.year)
    past = list(past.exclude(commitment__state="dropped").select_related("commitment"))
    now = timezone.now()
    for occurrence in past:
        occurrence.state, occurrence.missed_at = OccurrenceState.MISSED, now
        record("miss_occurrence", occurrence.commitment, by=None, at=now, changes={"year": occurrence.year})
    Occurrence.objects.bulk_update(past, ["state", "missed_at"], batch_size=500)
    return len(past)
