from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.mous.enums import OccurrenceState, Recurrence
from exchange.mous.flows import OCCURRENCE
from exchange.mous.models import Commitment, Occurrence


def keep_occurrence(*, occurrence, by, at=None):
    if not occurrence.evidence.exists():
        message = _("%(year)d년의 이행 근거가 하나 이상 있어야 합니다. 근거를 먼저 등록해 주세요.")
        raise ValidationError(message, code="evidence", params={"year": occurrence.year})
    return OCCURRENCE.apply("keep", occurrence, by=by, at=at or timezone.now())


def reopen_occurrence(*, occurrence, by, at=None):
    return OCCURRENCE.apply("reopen", occurrence, by=by, at=at or timezone.now())


@transaction.atomic
def open_occurrences(*, commitments=None, today):
    """Every yearly commitment that lives has a row for each year up to this one; run as often as you like."""
    if commitments is None:
        live = Commitment.objects.live().filter(recurrence=Recurrence.YEARLY)
        commitments = live.select_for_update(of=("self",)).order_by("pk")  # none is dropped meanwhile
    rows = [
        Occurrence(commitment=commitment, year=year)
        for commitment in commitments
        for year in range(commitment.recurs_from, today.year + 1)
    ]
    Occurrence.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


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
