import uuid

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.enums import Mode, OutcomeKind, Satisfaction, SessionState, Tongue, Topic
from ambassadors.models.ambassadors import Ambassador, speaks_for_himself
from ambassadors.models.requests import AdvisoryRequest, Client
from exchange.accounts.enums import Language
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt
from exchange.core.keptfile import KeptFile
from exchange.core.search import holds, search_key, words_of
from exchange.directory.enums import Country
from exchange.mous.models import Evidence
from exchange.privacy.models import ConsentText

USER = settings.AUTH_USER_MODEL
DAY_MINUTES = 24 * 60
OLDEST = relativedelta(years=1)  # a session older than this when it is entered is not taken (SBA form 641 practice)
CONFIRMED = (SessionState.CONFIRMED, SessionState.CHECKED)


class AdvisorySessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see what was submitted, an ambassador everything of his own."""
        if reads_everything(user):
            return self.exclude(state=SessionState.DRAFT)
        if not speaks_for_himself(user):
            return self.none()
        return self.filter(ambassador__in=Ambassador.objects.visible_to(user))

    def counted(self):
        """What figures are made of: all but drafts."""
        return self.exclude(state=SessionState.DRAFT)

    def search(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(holds("search_key", word) | Q(client__in=Client.objects.search(word)))
        return found


class AdvisorySession(models.Model):
    """Advice that was given, as the ambassador logs it; the fields are those on which advisory systems agree.

    `submission` is the key of the page that was filled in: sent twice it is one session. `entered_on` is the day of
    entering on the ambassador's own clock, beside which a session may be neither in the future nor older than a year.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)  # each confirmation link works once
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, related_name="sessions", verbose_name=pgettext_lazy("하나", "해외민간대사")
    )
    request = models.ForeignKey(
        AdvisoryRequest, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("자문 신청")
    )
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=pgettext_lazy("하나", "상담 기업"),
    )  # fmt: skip
    contact_name = models.CharField(_("담당자 이름"), max_length=100, blank=True)  # of a client without a request
    contact_email = models.EmailField(_("담당자 이메일"), blank=True)
    contact_language = models.CharField(_("연락할 언어"), max_length=2, choices=Language, default=Language.KO)
    contact_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_on = models.DateField(_("상담 날짜"))
    starts_at = models.TimeField(_("시작 시각"), null=True, blank=True)  # on the ambassador's clock
    entered_on = models.DateField(editable=False)
    country = models.CharField(_("대상 나라"), max_length=2, choices=Country)
    mode = models.CharField(_("방식"), max_length=12, choices=Mode)
    minutes = models.PositiveSmallIntegerField(_("상담(분)"), default=0, validators=[MaxValueValidator(DAY_MINUTES)])
    preparation_minutes = models.PositiveSmallIntegerField(
        _("준비(분)"), default=0, validators=[MaxValueValidator(DAY_MINUTES)]
    )
    travel_minutes = models.PositiveSmallIntegerField(
        _("이동(분)"), default=0, validators=[MaxValueValidator(DAY_MINUTES)]
    )
    tongue = models.CharField(_("상담 언어"), max_length=2, choices=Tongue, blank=True)
    question = models.TextField(_("질문"), max_length=2000, blank=True)
    advice = models.TextField(_("자문 내용"), max_length=5000, blank=True)
    next_step = models.TextField(_("다음 단계"), max_length=1000, blank=True)
    follow_up_on = models.DateField(_("후속 기한"), null=True, blank=True)
    is_free = models.BooleanField(_("무료 자문 확인"), default=False)
    has_no_interest = models.BooleanField(_("이해관계 없음 확인"), default=False)
    state = models.CharField(_("상태"), max_length=12, choices=SessionState, default=SessionState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    disputed_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    satisfaction = models.PositiveSmallIntegerField(_("만족도"), choices=Satisfaction, null=True, blank=True)
    client_comment = models.CharField(_("기업의 의견"), max_length=1000, blank=True)
    case_consent = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = AdvisorySessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = verbose_name_plural = _("자문 일지")
        indexes = [
            models.Index(fields=["held_on", "id"], name="session_by_day"),
            models.Index(fields=["ambassador", "held_on", "id"], name="session_of_ambassador"),
            models.Index(fields=["country", "held_on", "id"], name="session_of_country"),
            models.Index(fields=["client", "held_on"], name="session_of_client"),
            models.Index(fields=["state", "held_on", "id"], name="session_by_state"),
        ]
        constraints = [
            CheckAt(
                condition=Q(held_on__lte=F("entered_on")), name="session_not_in_future", at="held_on",
                violation_error_message=_("상담 날짜가 오늘보다 늦습니다. 지난 상담만 적을 수 있습니다."),
            ),
            CheckAt(
                condition=Q(state=SessionState.DRAFT) | Q(client__isnull=False), name="session_has_client", at="client",
                violation_error_message=_("상담한 기업을 골라 주세요."),
            ),
            CheckAt(
                condition=Q(state=SessionState.DRAFT) | ~Q(question=""), name="session_has_question", at="question",
                violation_error_message=_("기업의 질문을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(state=SessionState.DRAFT) | ~Q(advice=""), name="session_has_advice", at="advice",
                violation_error_message=_("자문한 내용을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(state=SessionState.DRAFT)
                | Q(mode=Mode.PREPARATION, preparation_minutes__gt=0)
                | (~Q(mode=Mode.PREPARATION) & Q(minutes__gt=0)),
                name="session_took_time", at="minutes",
                violation_error_message=_("몇 분 걸렸는지 적어 주세요."),
            ),
            CheckAt(
                condition=Q(state=SessionState.DRAFT) | Q(is_free=True, has_no_interest=True),
                name="session_was_free", at="is_free",
                violation_error_message=_("무료 자문이었고 이해관계가 없음을 확인해 주세요."),
            ),
            CheckAt(
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("held_on")),
                name="session_follow_up_after", at="follow_up_on",
                violation_error_message=_("후속 기한이 상담 날짜보다 빠릅니다."),
            ),
            CheckAt(
                condition=~Q(state=SessionState.DISPUTED) | ~Q(client_comment=""), name="session_dispute_says_why",
                at="client_comment",
                violation_error_message=_("사실과 다른 점을 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.DRAFT, submitted_at__isnull=True)
                | (~Q(state=SessionState.DRAFT) & Q(submitted_at__isnull=False)),
                name="session_submission_is_stamped",
                violation_error_message=_("제출한 시각이 필요합니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.held_on} {self.client or ''}".strip()

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.question, self.advice, self.next_step)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("ambassadors:session_detail", self.pk)

    def clean(self):
        """Rules over other rows, and one that databases reckon differently."""
        if self.held_on and self.entered_on and self.held_on < self.entered_on - OLDEST:
            raise ValidationError({"held_on": _("1년이 넘은 상담은 적을 수 없습니다.")})
        if self.request_id and self.request.client_id != self.client_id:
            raise ValidationError({"client": _("이 신청을 낸 기업이 아닙니다.")})

    @property
    def is_confirmed(self):
        return self.state in CONFIRMED

    @property
    def asked_at(self):
        """The address to which the client's confirmation is asked for; empty where there is none."""
        return self.request.contact_email if self.request else self.contact_email


class SessionPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=AdvisorySession.objects.visible_to(user))


class SessionTopic(models.Model):
    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=20, choices=Topic)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("자문 분야")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "topic"], name="session_topic_once",
                violation_error_message=_("같은 자문 분야가 두 번 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.get_topic_display())


class SessionOutcome(models.Model):
    """An introduction, a referral or a result: added when it is known, with who told of it."""

    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("종류"), max_length=12, choices=OutcomeKind)
    happened_on = models.DateField(_("날짜"), null=True, blank=True)
    text = models.CharField(_("내용"), max_length=500)
    amount = models.DecimalField(_("금액"), max_digits=15, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("통화"), max_length=3, blank=True)  # ISO 4217
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("성과")
        constraints = [
            CheckAt(
                condition=~Q(text=""), name="outcome_has_text", at="text",
                violation_error_message=_("무엇이 이루어졌는지 적어 주세요."),
            ),
            CheckAt(
                condition=Q(amount__isnull=True) | (Q(amount__gt=0) & ~Q(currency="")),
                name="outcome_amount_has_currency", at="currency",
                violation_error_message=_("금액은 0보다 크게, 통화와 함께 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.text[:100]

    @property
    def is_later(self):
        """It came to be known after the session was checked."""
        checked_at = self.session.checked_at
        return checked_at is not None and self.added_at > checked_at


class SessionFile(KeptFile):
    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="files")

    objects = SessionPartQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = verbose_name_plural = _("파일")

    @property
    def is_later(self):
        """It was uploaded after the session was checked."""
        checked_at = self.session.checked_at
        return checked_at is not None and self.uploaded_at > checked_at


class SessionRevision(models.Model):
    """What a submitted session said before it was corrected: written once, never changed."""

    session = models.ForeignKey(AdvisorySession, models.CASCADE, related_name="revisions")
    before = models.JSONField()  # the former values of what was corrected, by field
    state = models.CharField(max_length=12, choices=SessionState)  # in which it stood then
    reason = models.CharField(_("고치는 까닭"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = verbose_name_plural = _("고치기 전 내용")
        constraints = [
            CheckAt(
                condition=~Q(reason=""), name="revision_says_why", at="reason",
                violation_error_message=_("고치는 까닭을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.session} {self.at}"


class SessionEvidence(models.Model):
    """An advisory session that proves a commitment."""

    evidence = models.OneToOneField(Evidence, models.CASCADE, related_name="advisory")
    session = models.ForeignKey(AdvisorySession, models.PROTECT, related_name="proofs")

    class Meta:
        verbose_name = verbose_name_plural = _("이행 근거")

    def __str__(self):
        return f"{self.session}"
