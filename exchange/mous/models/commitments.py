import uuid
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything, speaks_for_counterpart
from exchange.core import addresses, days
from exchange.core.constraints import CheckAt
from exchange.core.counting import number_of
from exchange.core.days import validate_year
from exchange.core.languages import in_language
from exchange.core.search import holds, search_key, words_of
from exchange.directory.finding import Sought
from exchange.directory.models import Organization, OrganizationTerm
from exchange.meetings.enums import Side
from exchange.meetings.models import Meeting, Point
from exchange.mous.enums import Answer, CommitmentState, MouState, Obligor, OccurrenceState, Recurrence
from exchange.mous.models.mous import Clause, Mou
from exchange.mous.objecting import Objected
from exchange.mous.standing import KEPT_LATE, LIVE, conditions, is_kept_late, standing_of

USER = settings.AUTH_USER_MODEL
NEEDS_EVIDENCE = _("이행 근거가 하나 이상 있어야 이행으로 바꿀 수 있습니다. 근거를 먼저 등록해 주세요.")
IS_OVER = Case(When(state__in=LIVE, then=0), default=1)


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, a counterpart what its own organisation promised or was promised."""
        if reads_everything(user):
            return self
        if speaks_for_counterpart(user):
            return self.filter(counterpart__in=Organization.objects.represented_by(user))
        return self.none()

    def listed(self):
        """What a list says of each, with `evidence_count`, `is_objected`: what is still owed first, by its date."""
        rows = self.with_objections().annotate(
            evidence_count=number_of(apps.get_model("mous", "Evidence"), "commitment")
        )
        rows = rows.order_by(IS_OVER, F("due_on").asc(nulls_last=True), "made_on", "pk")
        return rows.select_related("counterpart", "owner", "meeting", "clause")

    def search(self, text):
        """Every word is in the sentence or the indicator, or in the name of the other side or of the owner."""
        words = words_of(text)
        if text.strip() and not words:
            return self.none()
        found = self
        for word in words:
            bodies = Sought(word).rows(OrganizationTerm).values("record")
            owners = User.objects.filter(name__icontains=word).values("pk")
            found = found.filter(holds("search_key", word) | Q(counterpart__in=bodies) | Q(owner__in=owners))
        return found

    def standing(self, standing, *, today):
        return self.filter(conditions(today)[standing])

    def live(self):
        return self.filter(state__in=LIVE)

    def awaiting_answer(self, side):
        """Nobody of this side has confirmed the present wording, or objected to it."""
        shown = {"wording_ko": "sentence_ko", "wording_ja": "sentence_ja", "obligor": "obligor"}
        wording = {name: OuterRef(of) for name, of in shown.items()}
        answers = Confirmation.objects.filter(commitment=OuterRef("pk"), side=side, **wording)
        return self.exclude(state=CommitmentState.DROPPED).filter(~Exists(answers))

    def with_objections(self):
        """`is_objected`: the other side objects to it as it is worded now. A dropped one is no matter any more."""
        return self.annotate(is_objected=Objected())

    def objected(self):
        return self.filter(Objected())

    def with_kept_late(self):
        """`kept_late`: whether it was kept, and after the due date in force (see Commitment.kept_on).

        Where rows are only counted or chosen, standing.KEPT_LATE says the same as a condition.
        """
        return self.annotate(kept_late=Case(When(KEPT_LATE, then=True), default=False))

    def overdue(self, *, today):
        return self.live().filter(due_on__lt=today)


class Commitment(models.Model):
    """A promise of one side or of both: the exact sentence, where it was made, who owes it and until when."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sentence_ko = models.TextField(_("약속 문장(한국어)"))
    sentence_ja = models.TextField(_("약속 문장(일본어)"), blank=True)
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("출처 조항")
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("출처 면담")
    )
    point = models.ForeignKey(
        Point, models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name=_("출처 발언")
    )  # the line may change or go later; the sentence stays
    point_key = models.BigIntegerField(null=True, blank=True, editable=False)  # of that line, also when it has gone
    mou = models.ForeignKey(
        Mou,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=pgettext_lazy("하나", "업무협약"),
    )
    counterpart = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("상대 기관")
    )
    obligor = models.CharField(_("누구의 약속"), max_length=12, choices=Obligor)
    owner = models.ForeignKey(
        USER, models.PROTECT, related_name="commitments", verbose_name=_("담당자"),
        help_text=_("상대의 약속도 우리 쪽 담당자가 챙깁니다."),
    )  # fmt: skip
    last_asked_on = models.DateField(_("마지막으로 물은 날"), null=True, blank=True, validators=[validate_year])
    made_on = models.DateField(_("약속한 날"), validators=[validate_year])
    due_on = models.DateField(_("기한"), null=True, blank=True, validators=[validate_year])
    recurrence = models.CharField(_("반복"), max_length=10, choices=Recurrence, default=Recurrence.ONCE)
    recurs_from = models.PositiveSmallIntegerField(_("반복을 시작하는 해"), null=True, blank=True)
    indicator_ko = models.CharField(_("확인 기준(한국어)"), max_length=300, blank=True)
    indicator_ja = models.CharField(_("확인 기준(일본어)"), max_length=300, blank=True)
    state = models.CharField(_("상태"), max_length=12, choices=CommitmentState, default=CommitmentState.OPEN)
    kept_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    kept_on = models.DateField(_("이행한 날"), null=True, blank=True, editable=False)  # see services.keep_commitment
    missed_at = models.DateTimeField(null=True, blank=True, editable=False)
    missed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)
    dropped_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    dropped_reason = models.CharField(_("철회 사유"), max_length=300, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "made_on", "pk"]
        verbose_name = verbose_name_plural = _("약속")
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="commitment_by_due"),
            models.Index(fields=["counterpart", "state", "due_on"], name="commitment_of_counterpart"),
            models.Index(fields=["owner", "state", "due_on"], name="commitment_of_owner"),
            models.Index("obligor", IS_OVER, "due_on", "made_on", "id", name="commitment_in_ledger"),
            models.Index(fields=["obligor", "state", "due_on", "recurrence", "kept_on"], name="commitment_by_standing"),
            models.Index(fields=["made_on"], name="commitment_by_day"),
        ]
        constraints = [
            CheckAt(
                condition=~Q(sentence_ko=""), name="commitment_has_sentence", at="sentence_ko",
                violation_error_message=_("약속한 문장을 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(clause__isnull=False, meeting__isnull=True, point__isnull=True)
                | Q(clause__isnull=True, meeting__isnull=False),
                name="commitment_has_one_origin",
                violation_error_message=_("약속의 출처로 조항이나 면담 가운데 하나를 골라 주세요."),
            ),
            models.UniqueConstraint(
                fields=["point"], condition=Q(point__isnull=False), name="commitment_once_a_point",
                violation_error_message=_("이 발언은 이미 약속으로 등록되어 있습니다."),
            ),
            CheckAt(
                condition=Q(obligor=Obligor.OURS) | Q(counterpart__isnull=False), name="commitment_names_counterpart",
                at="counterpart",
                violation_error_message=_("상대 기관을 골라 주세요."),
            ),
            CheckAt(
                condition=Q(recurrence=Recurrence.ONCE, recurs_from__isnull=True)
                | Q(recurrence=Recurrence.YEARLY, recurs_from__isnull=False, due_on__isnull=True),
                name="commitment_recurs_from_a_year", at="recurs_from",
                violation_error_message=_("해마다 하는 약속은 시작하는 해를 적고 기한은 비워 둡니다."),
            ),
            CheckAt(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")), name="commitment_due_after_made",
                at="due_on",
                violation_error_message=_("기한이 약속한 날보다 빠릅니다."),
            ),
            CheckAt(
                condition=Q(last_asked_on__isnull=True) | Q(last_asked_on__gte=F("made_on")),
                name="commitment_asked_after_made", at="last_asked_on",
                violation_error_message=_("물은 날이 약속한 날보다 빠릅니다."),
            ),
            CheckAt(
                condition=~Q(state=CommitmentState.DROPPED) | ~Q(dropped_reason=""), name="commitment_dropped_says_why",
                at="dropped_reason",
                violation_error_message=_("철회 사유를 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.sentence_ko[:100]

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.sentence_ko, self.sentence_ja, self.indicator_ko, self.indicator_ja)
        self.point_key = self.point_id or self.point_key
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("mous:commitment_detail", self.pk)

    def clean(self):
        """Rules over other rows; where the database has them as triggers they have no words there."""
        refuse_foreign_counterpart(self)
        if self.recurs_from and self.made_on and self.recurs_from < self.made_on.year:
            raise ValidationError({"recurs_from": _("약속한 해보다 앞선 해부터 반복할 수 없습니다.")})
        if not self.pk:
            return
        if self.made_on and (first := self.evidence.filter(dated_on__lt=self.made_on).last()):
            message = _("%(day)s의 이행 근거보다 뒤의 날로 바꿀 수 없습니다.")
            raise ValidationError({"made_on": message % {"day": days.day(first.dated_on)}})
        if self.state == CommitmentState.KEPT and not self.evidence.exists():
            raise ValidationError(NEEDS_EVIDENCE, code="evidence")

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def standing(self):
        return standing_of(self, timezone.localdate())

    @property
    def is_kept_late(self):
        return is_kept_late(self)

    @property
    def is_yearly(self):
        return self.recurrence == Recurrence.YEARLY

    @property
    def local_sentence(self):
        return in_language(self, "sentence")[0]

    @property
    def wording_digest(self):
        """Two wordings that differ in any way, also in who owes it, have two digests."""
        return sha256(f"{self.sentence_ko}\0{self.sentence_ja}\0{self.obligor}".encode()).hexdigest()

    @property
    def sentence_since(self):
        """What its clause or line says today; None for a line that was removed."""
        origin = self.clause or self.point
        return origin and origin.text_ko

    @property
    def has_drifted(self):
        """The clause or the line of the minutes that it was taken from has been changed or removed since."""
        is_taken = self.clause_id is not None or self.point_key is not None
        return is_taken and (self.sentence_since != self.sentence_ko or self._has_other_japanese)

    @property
    def sentence_ja_since(self):
        return self.clause.text_ja if self.clause_id else ""

    @property
    def _has_other_japanese(self):
        """Each may have been put into Japanese without the other."""
        return bool(self.sentence_ja and self.sentence_ja_since) and self.sentence_ja_since != self.sentence_ja

    def has_drifted_from(self, point):
        return point.text_ko != self.sentence_ko


def refuse_foreign_counterpart(commitment):
    """What one body signed or said is shown to that body, and to no other."""
    clause, counterpart = commitment.clause, commitment.counterpart_id
    if clause and clause.mou.state == MouState.DRAFT:
        raise ValidationError({"clause": _("아직 체결하지 않은 협약의 조항은 약속이 될 수 없습니다.")})
    if not counterpart:
        return
    signed = {mou.pk: mou for mou in (clause and clause.mou, commitment.mou) if mou}.values()
    for mou in signed:
        if not mou.parties.filter(organization=counterpart, side=Side.COUNTERPART).exists():
            raise ValidationError({"counterpart": _("이 업무협약을 체결한 상대 기관이 아닙니다.")})
    if commitment.meeting_id:
        present = set(commitment.meeting.counterparts.values_list("pk", flat=True))
        if present and counterpart not in present:
            raise ValidationError({"counterpart": _("이 면담의 상대 기관이 아닙니다.")})


class CommitmentPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(commitment__in=Commitment.objects.visible_to(user))


class DueChange(models.Model):
    """A due date was moved, with the reason: written once, never changed."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="due_changes")
    before = models.DateField(null=True, blank=True)
    after = models.DateField(null=True, blank=True)
    reason = models.CharField(_("바꾸는 까닭"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = CommitmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = verbose_name_plural = _("기한 변경")
        constraints = [
            CheckAt(
                condition=~Q(reason=""), name="due_change_says_why", at="reason",
                violation_error_message=_("기한을 바꾸는 까닭을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.before} → {self.after}"


class Occurrence(models.Model):
    """One year of a yearly commitment; when nobody closes it in its year it is missed."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="occurrences")
    year = models.PositiveSmallIntegerField(pgettext_lazy("하나", "해"))
    state = models.CharField(_("상태"), max_length=10, choices=OccurrenceState, default=OccurrenceState.OPEN)
    kept_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    missed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommitmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        verbose_name = verbose_name_plural = _("해마다의 이행")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "year"], name="occurrence_once_a_year",
                violation_error_message=_("그 해의 기록이 이미 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.commitment} {self.year}"

    def clean(self):
        """The database refuses it too (triggers occurrence_of_dropped_commitment, occurrence_kept_without_evidence)."""
        if self.commitment.state == CommitmentState.DROPPED:
            raise ValidationError(_("철회한 약속의 해는 바꿀 수 없습니다."), code="state")
        if self.state == OccurrenceState.KEPT and not self.evidence.exists():
            raise ValidationError(NEEDS_EVIDENCE, code="evidence")


class Confirmation(models.Model):
    """One side says that the wording is right, or objects to it; each is written once, the latest of a side counts."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="confirmations")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    answer = models.CharField(_("답"), max_length=10, choices=Answer)
    comment = models.CharField(_("의견"), max_length=1000, blank=True)
    wording_ko = models.TextField(editable=False)  # the sentences that were shown
    wording_ja = models.TextField(blank=True, editable=False)
    obligor = models.CharField(max_length=12, choices=Obligor, blank=True, default="", editable=False)  # of that day
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = CommitmentPartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = verbose_name_plural = _("문구 확인")
        constraints = [
            CheckAt(
                condition=Q(answer=Answer.CONFIRMED) | ~Q(comment=""), name="objection_says_why", at="comment",
                violation_error_message=_("이의가 있는 까닭을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_side_display()} {self.get_answer_display()}"

    @property
    def is_about_present_wording(self):
        shown, now = (self.wording_ko, self.wording_ja, self.obligor), self.commitment
        return shown == (now.sentence_ko, now.sentence_ja, now.obligor)
