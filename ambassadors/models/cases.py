from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import AdvisorySession
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt


class CasebookQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()


class Casebook(models.Model):
    """진출사례집: sessions whose clients consented, anonymised, chosen and edited by staff."""

    slug = models.SlugField(_("주소에 쓸 이름"), max_length=50, unique=True)
    title_ko = models.CharField(_("제목(한국어)"), max_length=200)
    title_ja = models.CharField(_("제목(일본어)"), max_length=200, blank=True)
    preface_ko = models.TextField(_("머리말(한국어)"), blank=True)
    preface_ja = models.TextField(_("머리말(일본어)"), blank=True)
    dated_on = models.DateField(_("발간일"))
    version = models.PositiveIntegerField(default=1, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = CasebookQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        verbose_name = verbose_name_plural = _("진출사례집")
        constraints = [
            CheckAt(
                condition=~Q(title_ko=""), name="casebook_has_title", at="title_ko",
                violation_error_message=_("제목을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    def get_absolute_url(self):
        return addresses.of_row("ambassadors:casebook_detail", self.slug)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(casebook__in=Casebook.objects.visible_to(user))


class Case(models.Model):
    """One session as the casebook tells it; it begins as an anonymised copy that staff edit."""

    casebook = models.ForeignKey(Casebook, models.CASCADE, related_name="cases")
    session = models.ForeignKey(AdvisorySession, models.PROTECT, related_name="cases")
    order = models.PositiveSmallIntegerField(default=0)
    title_ko = models.CharField(_("제목(한국어)"), max_length=200)
    title_ja = models.CharField(_("제목(일본어)"), max_length=200, blank=True)
    firm_ko = models.CharField(_("기업 소개(한국어)"), max_length=200)  # by industry and size, without its name
    firm_ja = models.CharField(_("기업 소개(일본어)"), max_length=200, blank=True)
    question_ko = models.TextField(_("질문(한국어)"))
    question_ja = models.TextField(_("질문(일본어)"), blank=True)
    advice_ko = models.TextField(_("자문 내용(한국어)"))
    advice_ja = models.TextField(_("자문 내용(일본어)"), blank=True)
    result_ko = models.TextField(_("결과(한국어)"), blank=True)
    result_ja = models.TextField(_("결과(일본어)"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("진출사례")
        constraints = [
            models.UniqueConstraint(
                fields=["casebook", "session"], name="case_once_a_book",
                violation_error_message=_("이 상담은 이미 사례집에 들어 있습니다."),
            ),
            CheckAt(
                condition=~Q(title_ko="") & ~Q(question_ko="") & ~Q(advice_ko=""), name="case_has_texts", at="title_ko",
                violation_error_message=_("제목, 질문, 자문 내용을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    def clean(self):
        """The database refuses it too (trigger case_without_consent)."""
        if self.session_id and not self.session.case_consent_id:
            raise ValidationError(_("기업이 사례집 수록에 동의하지 않은 상담입니다."), code="consent")
