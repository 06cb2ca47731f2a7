from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.enums import BadgeChoice
from forums.models.registrations import PersonalQuerySet
from forums.models.series import Edition


class BadgePrint(models.Model):
    """Badges that were made in one go. `badges`: of each registration, what its badge said, as a digest."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="badge_prints")
    choice = models.CharField(_("명찰을 만들 사람"), max_length=12, choices=BadgeChoice)
    badges = models.JSONField(default=dict, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = verbose_name_plural = _("명찰 인쇄")

    def __str__(self):
        return f"{self.edition} {self.get_choice_display()}"
