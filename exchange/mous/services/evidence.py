from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.meetings import files
from exchange.mous.enums import CommitmentState, EvidenceKind, OccurrenceState, Recurrence
from exchange.mous.models import Evidence, Occurrence


@transaction.atomic
def add_evidence(*, commitment, by, record=None, **facts):
    """`facts`: the columns of Evidence; `record`: what a feature keeps (`exchange.mous.records.Record`).

    For a yearly commitment the day says for which year it counts.
    """
    row = claim(commitment, "add_evidence", None)
    evidence = Evidence(commitment=row, recorded_by=by, recorded_on=timezone.localdate(), **facts)
    if row.recurrence == Recurrence.YEARLY and evidence.dated_on and not evidence.occurrence_id:
        evidence.occurrence = row.occurrences.filter(year=evidence.dated_on.year).first()
    evidence.full_clean()
    if record:
        record.refuse_twice(row)
    evidence.save()
    if record:
        record.prove_by(evidence)
    settle(row, "add_evidence", by=by, evidence=str(evidence)[:200], dated_on=str(evidence.dated_on))
    return evidence


def add_file_evidence(*, commitment, upload, by, **facts):
    """ValidationError says why a file is not kept."""
    kept = files.keep(upload)
    return add_evidence(
        commitment=commitment, by=by, kind=EvidenceKind.FILE, file_name=kept.pop("name"), **kept, **facts
    )


@transaction.atomic
def delete_evidence(*, evidence, by):
    """The last proof of what counts as kept stays; whoever doubts it reopens the commitment first."""
    row = claim(evidence.commitment, "delete_evidence", None)
    others = Evidence.objects.filter(commitment=row).exclude(pk=evidence.pk)
    proves = row.state == CommitmentState.KEPT and not others.exists()
    year = Occurrence.objects.select_for_update().filter(pk=evidence.occurrence_id).first()  # nobody keeps it meanwhile
    if year and year.state == OccurrenceState.KEPT:
        proves = proves or not others.filter(occurrence=year).exists()
    if proves:
        message = _("이행으로 표시한 약속의 마지막 근거는 지울 수 없습니다. 먼저 이행 표시를 취소해 주세요.")
        raise ValidationError(message, code="evidence")
    settle(row, "delete_evidence", by=by, evidence=str(evidence)[:200], dated_on=str(evidence.dated_on))
    evidence.delete()
    if row.kept_on == evidence.dated_on:  # the day was that of this proof
        row.kept_on = row.evidence.first().dated_on
        row.save(update_fields=["kept_on"])
