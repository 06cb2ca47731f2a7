from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.meetings.enums import Side
from forums.enums import RegistrationState
from forums.models.series import Edition


class Headcount(models.Model):
    """How many registrations of one side are in one state: numbers of an edition whose people are counted for no page.

    Kept by the database itself (triggers of migration 0004) in the transaction that changes a registration; see ADR 12.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="headcounts")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    state = models.CharField(_("상태"), max_length=12, choices=RegistrationState)
    people = models.IntegerField(default=0)

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("참가자 수")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "side", "state"], name="headcount_once",
                violation_error_message=_("같은 참가자 수가 두 번 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.side} {self.state} {self.people}"
