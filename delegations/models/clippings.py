from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.trips import Delegation
from exchange.core.constraints import CheckAt
from exchange.core.days import validate_year


class Clipping(models.Model):
    """A press cutting: a reference, never the article's text. The scan prints only when licensed."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="clippings")
    order = models.PositiveIntegerField(_("순서"), default=0)
    outlet = models.CharField(_("매체"), max_length=100, blank=True, help_text=_("비워 두면 '매체 미상'으로 적습니다."))
    published_on = models.DateField(_("일자"), validators=[validate_year], null=True, blank=True)
    page = models.CharField(_("지면"), max_length=20, blank=True)
    headline = models.CharField(_("제목"), max_length=300)
    author = models.CharField(_("기자"), max_length=100, blank=True)
    link = models.URLField(_("링크"), blank=True, max_length=500)
    scan_name = models.CharField(_("스캔 파일 이름"), max_length=200, blank=True, editable=False)
    scan_sha256 = models.CharField(max_length=64, blank=True, editable=False)  # the file as it came
    scan_pages = models.JSONField(default=list, blank=True, editable=False)  # print copies: sha256, width, height
    copyright_note = models.CharField(
        _("저작권 메모"), max_length=300, blank=True, help_text=_("누가 언제 어떤 범위로 허락했는지 적습니다.")
    )
    is_licensed = models.BooleanField(
        _("스캔 이용 허락"), default=False, help_text=_("허락을 받은 기사만 보고서에 스캔이 실립니다.")
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("언론 보도")
        constraints = [
            CheckAt(
                condition=~Q(headline=""),
                name="clipping_has_headline",
                at="headline",
                violation_error_message=_("기사 제목을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(is_licensed=False) | ~Q(copyright_note=""),
                name="clipping_license_says_whose",
                at="copyright_note",
                violation_error_message=_("누구의 허락을 받았는지 저작권 메모에 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("delegations:delegation_clipping", args=[self.delegation.slug, self.pk])

    def clean(self):
        """Not a constraint: it is about now."""
        if self.published_on and self.published_on > timezone.localdate():
            raise ValidationError({"published_on": _("아직 오지 않은 날짜입니다. 기사가 나온 날을 적어 주세요.")})

    @property
    def prints_scan(self):
        return bool(self.is_licensed and self.scan_pages)
