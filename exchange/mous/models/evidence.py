from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.core import days
from exchange.core.constraints import CheckAt
from exchange.core.days import validate_year
from exchange.documents.models import Edition
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.mous import records
from exchange.mous.enums import EvidenceKind
from exchange.mous.models.commitments import Commitment, CommitmentPartQuerySet, Occurrence

NOTHING = {"meeting__isnull": True, "edition__isnull": True, "sha256": ""}
NOT_HELD = _("개최한 면담만 근거가 됩니다. 예정되었거나 취소한 면담은 근거가 될 수 없습니다.")


class Evidence(models.Model):
    """What proves that a commitment is being kept: dated, and recorded by somebody.

    Records that a feature adds (a forum's edition, an advisory session) are linked from the feature: `records`.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="evidence")
    occurrence = models.ForeignKey(
        Occurrence, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("몇 년의 이행")
    )
    kind = models.CharField(_("종류"), max_length=10, choices=EvidenceKind)
    dated_on = models.DateField(_("일어난 날"), validators=[validate_year])
    recorded_on = models.DateField(default=timezone.localdate, editable=False)  # the day in Seoul
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=pgettext_lazy("하나", "면담"),
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="evidence",
        verbose_name=pgettext_lazy("하나", "보고서"),
    )  # fmt: skip
    file_name = models.CharField(_("파일 이름"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    note_ko = models.CharField(_("무엇을 보여 주는가(한국어)"), max_length=500, blank=True)
    note_ja = models.CharField(_("무엇을 보여 주는가(일본어)"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = CommitmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        verbose_name = verbose_name_plural = _("이행 근거")
        indexes = [models.Index(fields=["commitment", "-dated_on"], name="evidence_newest")]
        constraints = [
            CheckAt(
                condition=Q(dated_on__lte=F("recorded_on")), name="evidence_not_in_future", at="dated_on",
                violation_error_message=_("아직 오지 않은 날은 근거가 될 수 없습니다."),
            ),
            models.CheckConstraint(
                condition=Q(**NOTHING | {"meeting__isnull": False}, kind=EvidenceKind.MEETING)
                | Q(**NOTHING | {"edition__isnull": False}, kind=EvidenceKind.DOCUMENT)
                | (Q(meeting__isnull=True, edition__isnull=True, kind=EvidenceKind.FILE) & ~Q(sha256=""))
                | (Q(**NOTHING, kind=EvidenceKind.NOTE) & ~Q(note_ko=""))
                | Q(**NOTHING, kind=EvidenceKind.RECORD),
                name="evidence_names_its_proof",
                violation_error_message=_("근거가 되는 면담, 보고서, 파일이나 메모 가운데 하나를 넣어 주세요."),
            ),
            models.UniqueConstraint(
                fields=["commitment", "meeting"], condition=Q(meeting__isnull=False), name="evidence_meeting_once",
                violation_error_message=_("이 면담은 이미 근거로 등록되어 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.note_ko or str(self.meeting or self.edition or self.file_name or self.record or "")

    @property
    def record(self):
        """The record of a feature, or None; of many rows fetch them with `records.load`."""
        return records.record_of(self) if self.kind == EvidenceKind.RECORD else None

    @property
    def kind_label(self):
        """What it is; of a record the feature's own word for it."""
        record = self.record
        return record.kind.label if record else self.get_kind_display()

    def clean(self):
        self._clean_proof()
        self._clean_day()

    def _clean_proof(self):
        """Only what has taken place proves anything, and what the office stands by."""
        if self.meeting and self.meeting.state != MeetingState.HELD:
            raise ValidationError({"meeting": NOT_HELD})
        if self.edition and not self.edition.is_published:
            raise ValidationError({"edition": _("게시한 보고서만 근거가 됩니다.")})

    def _clean_day(self):
        """The database refuses it too (triggers evidence_before_promise, evidence_of_other_year)."""
        if self.dated_on and self.dated_on < self.commitment.made_on:
            message = _("약속한 날(%(day)s)보다 앞선 일은 근거가 될 수 없습니다.")
            raise ValidationError({"dated_on": message % {"day": days.day(self.commitment.made_on)}})
        if self.occurrence and self.dated_on and self.dated_on.year != self.occurrence.year:
            message = _("%(year)d년의 이행 근거는 그 해의 날짜여야 합니다.")
            raise ValidationError({"dated_on": message % {"year": self.occurrence.year}})
