import uuid
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.cities import city_of
from ambassadors.enums import Decision, ExpertiseKind, Industry, Region, Standing, Tongue, Topic
from exchange.accounts.enums import Role
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.days import validate_year
from exchange.core.zones import validate_zone
from exchange.directory.enums import Country
from exchange.directory.models import Person

USER = settings.AUTH_USER_MODEL
YEARS_OF_A_TERM = 2
CODES = {ExpertiseKind.LANGUAGE: Tongue, ExpertiseKind.INDUSTRY: Industry, ExpertiseKind.TOPIC: Topic}


def speaks_for_himself(user):
    return user.is_authenticated and user.is_active and user.role == Role.AMBASSADOR


class AmbassadorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, an ambassador the record of himself."""
        if reads_everything(user):
            return self
        return self.filter(person__user=user) if speaks_for_himself(user) else self.none()

    def serving(self, day):
        """Appointed on that day, also when he pauses."""
        return self.filter(Exists(Term.objects.filter(ambassador=OuterRef("pk")).held_on(day)))

    def with_open_requests(self):
        """`open_requests`: how many places of the capacity are taken."""
        return self.annotate(open_requests=Count("requests", filter=Q(requests__slot__isnull=False)))


class Ambassador(models.Model):
    """An overseas private ambassador. Firm and post are those of the person in the directory."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(
        Person, models.PROTECT, related_name="ambassador", verbose_name=pgettext_lazy("하나", "인물")
    )
    country = models.CharField(_("나라"), max_length=2, choices=Country)
    city_ko = models.CharField(_("도시(한국어)"), max_length=100, blank=True)
    city_ja = models.CharField(_("도시(일본어)"), max_length=100, blank=True)
    city_en = models.CharField(_("도시(영어)"), max_length=100, blank=True)
    zone = models.CharField(_("시간대"), max_length=64, validators=[validate_zone])
    region = models.CharField(_("권역"), max_length=20, choices=Region)
    is_regional_chair = models.BooleanField(_("권역 대표"), default=False)
    capacity = models.PositiveSmallIntegerField(
        _("동시에 맡는 신청 수"), default=3, help_text=_("0으로 두면 새 신청이 배정되지 않습니다.")
    )
    paused_until = models.DateField(
        _("쉬는 기간(마지막 날)"), null=True, blank=True, validators=[validate_year],
        help_text=_("이날까지는 새 신청이 배정되지 않습니다."),
    )  # fmt: skip
    profile_ko = models.TextField(_("소개(한국어)"), blank=True)
    profile_ja = models.TextField(_("소개(일본어)"), blank=True)
    profile_en = models.TextField(_("소개(영어)"), blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        ordering = ["country", "pk"]
        verbose_name = verbose_name_plural = _("해외민간대사")
        indexes = [models.Index(fields=["country", "id"], name="ambassador_of_country")]
        constraints = [
            UniqueAt(
                fields=["region"], condition=Q(is_regional_chair=True), name="region_has_one_chair",
                at="is_regional_chair",
                violation_error_message=_("이 권역에는 이미 권역 대표가 있습니다. 먼저 그 지정을 풀어 주세요."),
            ),
            CheckAt(
                condition=Q(capacity__lte=50), name="ambassador_capacity_sane", at="capacity",
                violation_error_message=_("동시에 맡는 신청은 50건까지 적을 수 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return addresses.of_row("ambassadors:ambassador_detail", self.pk)

    @property
    def place(self):
        """Country and city in the reader's language."""
        return f"{self.get_country_display()} {city_of(self)}".strip()

    @property
    def is_paused(self):
        return self.paused_until is not None and timezone.localdate() <= self.paused_until

    def standing_among(self, terms, today):
        """From terms that are loaded already."""
        if any(term.covers(today) for term in terms):
            return Standing.PAUSED if self.paused_until and today <= self.paused_until else Standing.SERVING
        return Standing.APPOINTED if any(term.starts_on > today for term in terms) else Standing.FORMER

    def codes(self, kind):
        """His languages, industries or topics, as values of their choices; reads the prefetched expertise."""
        return [each.code for each in self.expertise.all() if each.kind == kind]


class Expertise(models.Model):
    """One language, industry or topic in which an ambassador advises."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="expertise")
    kind = models.CharField(max_length=10, choices=ExpertiseKind)
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = verbose_name_plural = _("전문 분야")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "kind", "code"], name="expertise_once",
                violation_error_message=_("같은 전문 분야가 두 번 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.label)

    @property
    def label(self):
        return CODES[self.kind](self.code).label

    def clean(self):
        if self.code not in CODES[self.kind].values:
            raise ValidationError(_("목록에 없는 값입니다."), code="code")


def _later():
    return Term.objects.filter(ambassador=OuterRef("ambassador"), number__gt=OuterRef("number"))


class TermQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(ambassador__in=Ambassador.objects.visible_to(user))

    def held_on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def ending_within(self, months, *, today):
        """The last term of each ambassador, where it ends from today to so many months ahead, or has ended."""
        until = today + relativedelta(months=months)
        return self.filter(~Exists(_later()), ends_on__lte=until).exclude(decision=Decision.RETIRE, ends_on__lt=today)

    def with_later(self):
        """`has_later`: another term of the same ambassador follows."""
        return self.annotate(has_later=Exists(_later()))


class Term(models.Model):
    """One appointment (위촉) for two years; both days included. Terms of one person do not overlap (trigger)."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(_("몇 번째 임기"))
    starts_on = models.DateField(_("임기 시작일"), validators=[validate_year])
    ends_on = models.DateField(_("임기 종료일"), validators=[validate_year])
    certificate_number = models.CharField(_("위촉장 번호"), max_length=40, blank=True)
    ended_reason = models.CharField(
        _("중도 해촉 사유"), max_length=300, blank=True, help_text=_("임기보다 먼저 끝났을 때만 적습니다.")
    )
    decision = models.CharField(_("재위촉 결정"), max_length=10, choices=Decision, default=Decision.OPEN)
    decision_reason = models.CharField(_("결정 사유"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = verbose_name_plural = _("임기")
        indexes = [models.Index(fields=["ends_on", "id"], name="term_by_end")]
        constraints = [
            UniqueAt(
                fields=["ambassador", "number"], name="term_number_once", at="number",
                violation_error_message=_("같은 번호의 임기가 이미 있습니다."),
            ),
            UniqueAt(
                fields=["certificate_number"], condition=~Q(certificate_number=""), name="certificate_number_once",
                at="certificate_number",
                violation_error_message=_("같은 번호의 위촉장이 이미 있습니다."),
            ),
            CheckAt(
                condition=Q(ends_on__gte=F("starts_on")), name="term_ends_after_start", at="ends_on",
                violation_error_message=_("임기 종료일이 시작일보다 빠릅니다."),
            ),
            CheckAt(
                condition=Q(number__gte=1), name="term_number_from_one", at="number",
                violation_error_message=_("임기는 1부터 셉니다."),
            ),
            CheckAt(
                condition=Q(decision=Decision.OPEN) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="term_decision_is_stamped", at="decision",
                violation_error_message=_("누가 언제 결정했는지가 필요합니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.ambassador} {self.number}"

    def clean(self):
        """The database refuses it too (trigger term_overlap)."""
        if not (self.starts_on and self.ends_on and self.ambassador_id):
            return
        others = Term.objects.filter(ambassador=self.ambassador_id).exclude(pk=self.pk)
        if others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on).exists():
            raise ValidationError({"starts_on": _("다른 임기와 날짜가 겹칩니다.")})

    def covers(self, day):
        return self.starts_on <= day <= self.ends_on

    @staticmethod
    def last_day(starts_on: date):
        """Of a whole term that begins on that day."""
        return starts_on + relativedelta(years=YEARS_OF_A_TERM) - timedelta(days=1)
