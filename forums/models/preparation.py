from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.core.constraints import CheckAt
from exchange.core.languages import in_language
from exchange.meetings.enums import Side
from forums.models.series import Edition

USER = settings.AUTH_USER_MODEL


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, a counterpart what is shared with it."""
        if reads_everything(user):
            return self
        return self.filter(is_shared=True, edition__in=Edition.objects.visible_to(user))

    def open(self):
        return self.filter(done_at__isnull=True)

    def overdue(self, *, today):
        return self.open().filter(due_on__lt=today)


class Task(models.Model):
    """Something to be ready so many days before the forum's first day, or after it where `days` is positive."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tasks")
    title_ko = models.CharField(_("할 일(한국어)"), max_length=200)
    title_ja = models.CharField(_("할 일(일본어)"), max_length=200, blank=True)
    days = models.SmallIntegerField(_("포럼 첫날에서 며칠"), help_text=_("앞이면 -90처럼, 뒤이면 14처럼 적습니다."))
    due_on = models.DateField(_("기한"), null=True, blank=True, editable=False)  # moves with the forum's first day
    side = models.CharField(_("맡은 편"), max_length=12, choices=Side, default=Side.OURS)
    owner = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="forum_tasks", verbose_name=_("담당자")
    )
    is_shared = models.BooleanField(_("상대 기관과 함께 봄"), default=False)
    note_ko = models.CharField(_("메모(한국어)"), max_length=500, blank=True)
    note_ja = models.CharField(_("메모(일본어)"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["days", "pk"]
        verbose_name = verbose_name_plural = _("준비 할 일")
        indexes = [models.Index(fields=["done_at", "due_on"], name="task_by_due")]
        constraints = [
            CheckAt(
                condition=~Q(title_ko=""), name="task_has_title", at="title_ko",
                violation_error_message=_("할 일을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(days__gte=-730, days__lte=365), name="task_days_sane", at="days",
                violation_error_message=_("포럼 전 730일에서 뒤 365일 사이로 적어 주세요."),
            ),
            CheckAt(
                condition=Q(side=Side.OURS) | Q(is_shared=True), name="task_of_counterpart_is_shared", at="is_shared",
                violation_error_message=_("상대 기관이 맡은 일은 상대 기관과 함께 봅니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    @property
    def local_title(self):
        return in_language(self, "title")[0]

    @property
    def is_done(self):
        return self.done_at is not None

    @property
    def countdown(self):
        """`D-90`, `D-Day`, `D+14`: counted from the forum's first day."""
        return "D-Day" if self.days == 0 else f"D{self.days:+d}"
