from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.languages import in_language
from exchange.privacy.enums import Purpose


class ConsentTextQuerySet(models.QuerySet):
    def in_force(self, purpose):
        """The latest version: what is shown today. None until one has been published."""
        return self.filter(purpose=purpose).order_by("-version").first()


class ConsentText(models.Model):
    """A text that people outside agree to, word for word; a published version never changes (trigger).

    Articles 15, 17, 22 and 28-8 of the Korean PIPA say what it must name: purpose, items, period, the right to
    refuse, and for whoever receives the data abroad the country as well.
    """

    purpose = models.CharField(_("목적"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("판"))
    text_ko = models.TextField(_("동의문(한국어)"))
    text_ja = models.TextField(_("동의문(일본어)"))
    text_en = models.TextField(_("동의문(영어)"))
    published_at = models.DateTimeField(_("게시한 시각"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-version"]
        verbose_name = verbose_name_plural = _("동의문")
        constraints = [
            UniqueAt(
                fields=["purpose", "version"], name="consent_text_version_once", at="version",
                violation_error_message=_("같은 판의 동의문이 이미 있습니다."),
            ),
            CheckAt(
                condition=~Q(text_ko="") & ~Q(text_ja="") & ~Q(text_en=""), name="consent_text_in_each_language",
                at="text_ko",
                violation_error_message=_("동의문은 한국어, 일본어, 영어로 모두 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_purpose_display()} {self.version}"

    @property
    def local_text(self):
        return in_language(self, "text")[0]
