from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def standing(self):
        return self.filter(undone_at=None)

    def of(self, record):
        return self.filter(**{f"kept_{record._meta.model_name}": record})


class FormerQuerySet(models.QuerySet):
    """Of records into which others may have been merged."""

    def formerly(self, **gone):
        """The record that one which is not there any more went into: `gone_pk=` or `gone_uid=`."""
        kept = f"kept_{self.model._meta.model_name}"
        merges = Merge.objects.standing().filter(**{f"{kept}__isnull": False}, **gone)
        return self.filter(pk__in=merges.values(kept))


class Merge(models.Model):
    """Two records that were one: `gone` went into the kept one, in steps that can be taken back (folding.py)."""

    kept_person = models.ForeignKey("directory.Person", models.CASCADE, null=True, blank=True, related_name="merges")
    kept_organization = models.ForeignKey(
        "directory.Organization", models.CASCADE, null=True, blank=True, related_name="merges"
    )
    gone_pk = models.BigIntegerField(_("없어진 번호"), db_index=True)
    gone_uid = models.UUIDField(_("없어진 식별자"))
    gone_name = models.CharField(_("없어진 기록"), max_length=200)
    steps = models.JSONField(_("옮긴 것"), default=list, editable=False)
    merged_at = models.DateTimeField(_("합친 시각"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("합친 사람")
    )
    undone_at = models.DateTimeField(_("되돌린 시각"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("되돌린 사람")
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        verbose_name = verbose_name_plural = _("합치기")
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_person__isnull=True) ^ Q(kept_organization__isnull=True),
                name="merge_is_of_one_kind",
                violation_error_message=_("인물끼리 또는 기관끼리만 합칠 수 있습니다."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_has_both",
                violation_error_message=_("되돌린 사람과 시각은 함께 적습니다."),
            ),
            models.UniqueConstraint(
                fields=["gone_uid"],
                condition=Q(undone_at__isnull=True),
                name="merge_goes_once",
                violation_error_message=_("이미 다른 기록에 합쳐졌습니다."),
            ),
        ]

    def __str__(self):
        return self.gone_name

    @property
    def kept(self):
        return self.kept_person or self.kept_organization
