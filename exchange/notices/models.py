import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from exchange.notices.enums import MailChoice, MailState

USER = settings.AUTH_USER_MODEL


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient_id=user.pk)

    def unread(self):
        return self.filter(read_at=None, settled_at=None)

    def waiting(self):
        """Not yet mailed, nor decided that they need no mail."""
        return self.filter(posted_at=None)

    def replaced(self):
        """Open ones that a later reminder of the same day has overtaken."""
        later = Notice.objects.filter(
            rule=OuterRef("rule"), subject_id=OuterRef("subject_id"), due=OuterRef("due"),
            recipient=OuterRef("recipient"), on__gt=OuterRef("on"),
        )  # fmt: skip
        return self.filter(Exists(later), settled_at=None)


class Notice(models.Model):
    """One reminder of a rule about one day of a subject, on one day and for one person: made once.

    The rule knows the subject's model and puts the notice into words when somebody reads it.
    """

    rule = models.CharField(_("규칙"), max_length=40)
    subject_id = models.BigIntegerField()
    due = models.DateField()  # the day that is reminded of
    on = models.DateField(_("날짜"))  # the day to remind on
    recipient = models.ForeignKey(USER, models.CASCADE, related_name="notices", verbose_name=_("받는 사람"))
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("알린 시각"))
    read_at = models.DateTimeField(_("읽은 시각"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # its cause is gone, or a later one took its place
    posted_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey("Mail", models.SET_NULL, null=True, blank=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = verbose_name_plural = _("알림")
        indexes = [
            models.Index(fields=["recipient"], condition=Q(read_at=None, settled_at=None), name="notice_unread"),
            models.Index(fields=["recipient"], condition=Q(posted_at=None), name="notice_waiting"),
            models.Index(fields=["rule", "id"], condition=Q(settled_at=None), name="notice_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id", "due", "on", "recipient"],
                name="notice_once",
                violation_error_message=_("이 알림은 이미 보냈습니다."),
            ),
            models.CheckConstraint(
                condition=Q(mail=None) | Q(posted_at__isnull=False),
                name="notice_mailed_is_stamped",
                violation_error_message=_("메일로 보낸 알림에는 그 시각이 필요합니다."),
            ),
        ]

    def __str__(self):
        return f"{self.rule} {self.subject_id} {self.on}"

    @property
    def key(self):
        """Which reminder of its rule it is."""
        return self.subject_id, self.due, self.on, self.recipient_id

    @property
    def is_unread(self):
        return self.read_at is None and self.settled_at is None


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """To be sent now: its time has come, or whoever was sending it gave no sign for too long."""
        return self.filter(
            Q(state=MailState.QUEUED, not_before__lte=now) | Q(state=MailState.SENDING, leased_until__lt=now)
        )

    def over(self):
        return self.filter(state__in=[MailState.SENT, MailState.FAILED])


class Mail(models.Model):
    """A letter on its way to one address: this row is the truth. What is over keeps no text: it may hold a secret."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its Message-ID, the same in every attempt
    to = models.CharField(_("받는 주소"), max_length=320)
    subject = models.CharField(_("제목"), max_length=300)
    body = models.TextField(_("내용"), blank=True)
    state = models.CharField(_("상태"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("시도"), default=0)
    error = models.CharField(_("오류"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("만든 시각"))
    not_before = models.DateTimeField(_("다음 시도"))
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("보낸 시각"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = verbose_name_plural = _("메일")
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state__in=["queued", "sending"]), name="mail_open"),
            models.Index(fields=["made_at"], name="mail_made"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"]) | Q(body=""),
                name="mail_over_keeps_no_text",
                violation_error_message=_("끝난 메일에는 내용을 남기지 않습니다."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="mail_sent_is_stamped",
                violation_error_message=_("보낸 메일에는 보낸 시각이 필요합니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""),
                name="mail_failed_says_why",
                violation_error_message=_("보내지 못한 메일에는 사유가 있어야 합니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(leased_until__isnull=False),
                name="mail_sending_has_lease",
                violation_error_message=_("보내는 중인 메일에는 기한이 있어야 합니다."),
            ),
        ]

    def __str__(self):
        return f"{self.to} {self.state}"


class Preference(models.Model):
    """How one person wants to hear of notices; without a row at once."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="notice_preference")
    mail = models.CharField(_("메일"), max_length=10, choices=MailChoice, default=MailChoice.AT_ONCE)
    digest_on = models.DateField(null=True, blank=True)  # the last day that had its digest

    class Meta:
        verbose_name = verbose_name_plural = _("알림 설정")
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__in=MailChoice.values),
                name="notice_preference_known",
                violation_error_message=_("메일을 받는 방법을 골라 주세요."),
            )
        ]

    def __str__(self):
        return f"{self.user} {self.mail}"


class RuleRun(models.Model):
    """The last day for which a rule ran to its end; for people who wonder whether reminders come."""

    rule = models.CharField(_("규칙"), max_length=40, unique=True)
    ran_on = models.DateField(_("실행한 날"))
    finished_at = models.DateTimeField(_("마친 시각"))

    class Meta:
        ordering = ["rule"]
        verbose_name = verbose_name_plural = _("알림 규칙의 실행")

    def __str__(self):
        return f"{self.rule} {self.ran_on}"
