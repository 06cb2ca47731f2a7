from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.core.constraints import CheckAt
from exchange.core.languages import reader
from exchange.mous.enums import CorrectionKind
from exchange.mous.models.mous import Clause, Mou, MouPartQuerySet, Party


class Correction(models.Model):
    """Why something of a signed MOU was put right, with the words that stood there: written once, never changed.

    One about neither clause nor party says that the signing itself was taken back.
    """

    mou = models.ForeignKey(Mou, models.CASCADE, related_name="corrections")
    version = models.PositiveIntegerField()  # of the MOU; only a change of this version is allowed by it (triggers)
    kind = models.CharField(_("정정의 종류"), max_length=10, choices=CorrectionKind)
    reason = models.CharField(_("정정 사유"), max_length=300)
    clause = models.ForeignKey(Clause, models.SET_NULL, null=True, related_name="corrections")
    party = models.ForeignKey(Party, models.SET_NULL, null=True, related_name="corrections")
    before_ko = models.TextField(blank=True)
    before_ja = models.TextField(blank=True)
    after_ko = models.TextField(blank=True)
    after_ja = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = MouPartQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = _("체결 뒤 정정")
        constraints = [
            CheckAt(
                condition=~Q(reason=""), name="correction_says_why", at="reason",
                violation_error_message=_("정정 사유를 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reason}"

    def save(self, *args, **kwargs):
        """The database refuses it too (trigger correction_is_final)."""
        if self.pk:
            raise ValidationError(_("정정 기록은 고칠 수 없습니다."), code="final")
        super().save(*args, **kwargs)

    @property
    def is_shared(self):
        """The other side sees what became of the words it has signed."""
        return self.kind != CorrectionKind.UNSIGNED

    @property
    def texts(self):
        """[(language, what stood there, what stands there now)] where that differs, the reader's language first."""
        found = [("ko", self.before_ko, self.after_ko), ("ja", self.before_ja, self.after_ja)]
        found.sort(key=lambda text: text[0] != reader())
        return [text for text in found if text[1] != text[2]]
