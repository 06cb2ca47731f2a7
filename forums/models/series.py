import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.roles import reads_everything, speaks_for_counterpart
from exchange.core import addresses
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.days import validate_year
from exchange.core.languages import in_language
from exchange.core.search import holds, search_key, words_of
from exchange.core.zones import validate_zone
from exchange.directory.models import Organization
from exchange.mous.models import Commitment
from forums.enums import EditionState, HostCountry

PENDING = (EditionState.PROPOSED, EditionState.AGREED, EditionState.ANNOUNCED)
LIVE = (*PENDING, EditionState.HELD)  # those between which the host alternates
OFF = (EditionState.SKIPPED, EditionState.CANCELLED)
ZONES = {HostCountry.KR: "Asia/Seoul", HostCountry.JP: "Asia/Tokyo"}
EARLIEST = 1950


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, a counterpart the forums that its own organisation holds with us."""
        if reads_everything(user):
            return self
        if speaks_for_counterpart(user):
            return self.filter(counterpart__in=Organization.objects.represented_by(user))
        return self.none()


class Series(models.Model):
    """A forum that is held again and again with one counterpart; most years have an edition."""

    slug = models.SlugField(_("관리 번호"), max_length=60, unique=True)
    name_ko = models.CharField(_("이름(한국어)"), max_length=200)
    name_ja = models.CharField(_("이름(일본어)"), max_length=200, blank=True)
    name_en = models.CharField(_("이름(영어)"), max_length=200, blank=True)
    counterpart = models.ForeignKey(
        Organization, models.PROTECT, related_name="forum_series", verbose_name=_("상대 기관")
    )
    commitment = models.ForeignKey(
        Commitment, models.SET_NULL, null=True, blank=True, related_name="forum_series",
        verbose_name=_("이 포럼으로 지키는 약속"),
        help_text=_("회차를 개최하면 이 약속의 그해 이행 근거로 저절로 등록됩니다."),
    )  # fmt: skip
    alternates = models.BooleanField(
        _("두 나라가 교차 개최"), default=True, help_text=_("리더스포럼처럼 늘 한 나라에서 여는 행사는 끕니다.")
    )
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name_ko", "pk"]
        verbose_name = verbose_name_plural = _("포럼")
        constraints = [
            CheckAt(
                condition=~Q(name_ko=""), name="series_has_name", at="name_ko",
                violation_error_message=_("포럼의 이름을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name_ko

    def get_absolute_url(self):
        return addresses.of_row("forums:series_detail", self.pk)

    def clean(self):
        """What proves a promise is shown to whom it was made."""
        if self.commitment_id and self.commitment.counterpart_id not in {None, self.counterpart_id}:
            raise ValidationError({"commitment": _("이 포럼의 상대 기관과 한 약속이 아닙니다.")})

    @property
    def local_name(self):
        return in_language(self, "name")[0]


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        if reads_everything(user):
            return self
        return self.filter(series__in=Series.objects.visible_to(user))

    def live(self):
        return self.filter(state__in=LIVE)

    def pending(self):
        return self.filter(state__in=PENDING)

    def held(self):
        return self.filter(state=EditionState.HELD)

    def search(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(holds("search_key", word))
        return found


class Edition(models.Model):
    """One year of a forum: proposed → agreed → announced → held; or skipped, or cancelled, with the reason.

    Days are those of the venue (`zone`). The host alternates among the live editions of a series that alternates; two
    in a row in one country carry `break_reason` (triggers edition_host_repeats, edition_next_repeats).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        Series, models.PROTECT, related_name="editions", verbose_name=pgettext_lazy("하나", "포럼")
    )
    year = models.PositiveSmallIntegerField(_("연도"))
    number = models.PositiveSmallIntegerField(
        _("회차 번호"), null=True, blank=True, help_text=_("공식 명칭에 번호가 없으면 비워 둡니다.")
    )
    host_country = models.CharField(_("주최국"), max_length=2, choices=HostCountry)
    break_reason = models.CharField(
        _("같은 나라에서 잇달아 여는 까닭"), max_length=300, blank=True,
        help_text=_("직전 회차와 주최국이 같을 때만 적습니다."),
    )  # fmt: skip
    state = models.CharField(_("상태"), max_length=10, choices=EditionState, default=EditionState.PROPOSED)
    state_reason = models.CharField(_("건너뛰거나 취소한 까닭"), max_length=300, blank=True)
    name_ko = models.CharField(_("공식 명칭(한국어)"), max_length=200)
    name_ja = models.CharField(_("공식 명칭(일본어)"), max_length=200, blank=True)
    name_en = models.CharField(_("공식 명칭(영어)"), max_length=200, blank=True)
    theme_ko = models.CharField(_("주제(한국어)"), max_length=300, blank=True)
    theme_ja = models.CharField(_("주제(일본어)"), max_length=300, blank=True)
    theme_en = models.CharField(_("주제(영어)"), max_length=300, blank=True)
    city_ko = models.CharField(_("도시(한국어)"), max_length=100, blank=True)
    city_ja = models.CharField(_("도시(일본어)"), max_length=100, blank=True)
    city_en = models.CharField(_("도시(영어)"), max_length=100, blank=True)
    venue_ko = models.CharField(_("장소(한국어)"), max_length=200, blank=True)
    venue_ja = models.CharField(_("장소(일본어)"), max_length=200, blank=True)
    venue_en = models.CharField(_("장소(영어)"), max_length=200, blank=True)
    zone = models.CharField(_("시간대"), max_length=64, validators=[validate_zone])
    starts_on = models.DateField(_("첫날"), null=True, blank=True, validators=[validate_year])
    ends_on = models.DateField(_("마지막 날"), null=True, blank=True, validators=[validate_year])
    text_ko = models.TextField(_("안내문(한국어)"), blank=True)
    text_ja = models.TextField(_("안내문(일본어)"), blank=True)
    text_en = models.TextField(_("안내문(영어)"), blank=True)
    planned_ours = models.PositiveIntegerField(_("참가 계획(한국 측)"), null=True, blank=True)
    planned_counterpart = models.PositiveIntegerField(_("참가 계획(일본 측)"), null=True, blank=True)
    planned_total = models.PositiveIntegerField(
        _("참가 계획(전체)"), null=True, blank=True, help_text=_("측별로 알 수 없을 때만 적습니다.")
    )
    attended_ours = models.PositiveIntegerField(_("실제 참가(한국 측)"), null=True, blank=True)
    attended_counterpart = models.PositiveIntegerField(_("실제 참가(일본 측)"), null=True, blank=True)
    attended_total = models.PositiveIntegerField(
        _("실제 참가(전체)"), null=True, blank=True, help_text=_("측별로 알 수 없을 때만 적습니다.")
    )
    interpreters = models.PositiveSmallIntegerField(_("통역사 수"), default=0)
    registration_opens_at = models.DateTimeField(_("참가 신청 시작"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("참가 신청 마감"), null=True, blank=True)
    is_programme_public = models.BooleanField(_("순서를 누구에게나 공개"), default=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)  # of the open registration links
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it was recorded, not the day itself
    cloned_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    note = models.CharField(_("출처·비고"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = verbose_name_plural = pgettext_lazy("포럼", "회차")
        indexes = [models.Index(fields=["state", "starts_on"], name="edition_by_day")]
        constraints = [
            UniqueAt(
                fields=["series", "year"], name="edition_once_a_year", at="year",
                violation_error_message=_("이 포럼의 그해 회차가 이미 있습니다."),
            ),
            UniqueAt(
                fields=["series", "number"], condition=Q(number__isnull=False), name="forum_number_once",
                at="number",
                violation_error_message=_("이 포럼에 같은 번호의 회차가 이미 있습니다."),
            ),
            CheckAt(
                condition=Q(year__gte=EARLIEST, year__lte=2100), name="edition_year_sane", at="year",
                violation_error_message=_("연도를 네 자리로 적어 주세요."),
            ),
            CheckAt(
                condition=~Q(name_ko=""), name="edition_has_name", at="name_ko",
                violation_error_message=_("공식 명칭을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="edition_ends_after_start", at="ends_on",
                violation_error_message=_("마지막 날이 첫날보다 빠릅니다."),
            ),
            CheckAt(
                condition=Q(starts_on__isnull=True) | Q(starts_on__year=F("year")),
                name="edition_starts_in_its_year", at="starts_on",
                violation_error_message=_("첫날은 회차의 연도 안에 있어야 합니다."),
            ),
            CheckAt(
                condition=~Q(state__in=OFF) | ~Q(state_reason=""), name="edition_off_says_why", at="state_reason",
                violation_error_message=_("건너뛰거나 취소한 까닭을 적어 주세요."),
            ),
            CheckAt(
                condition=~Q(state=EditionState.HELD) | Q(starts_on__isnull=False),
                name="edition_held_has_a_day", at="starts_on",
                violation_error_message=_("개최한 회차에는 개최한 날이 있어야 합니다."),
            ),
            CheckAt(
                condition=~Q(state=EditionState.ANNOUNCED) | Q(starts_on__isnull=False),
                name="edition_announced_has_a_day", at="starts_on",
                violation_error_message=_("공고하려면 개최일을 먼저 적어 주세요."),
            ),
            CheckAt(
                condition=Q(registration_closes_at__isnull=True)
                | Q(registration_opens_at__isnull=False,
                    registration_closes_at__gt=F("registration_opens_at")),
                name="edition_registration_closes_after", at="registration_closes_at",
                violation_error_message=_("참가 신청 마감이 시작보다 빠릅니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name_ko

    def save(self, *args, **kwargs):
        names = (self.name_ko, self.name_ja, self.name_en, self.theme_ko, self.theme_ja, self.city_ko, self.city_ja)
        self.search_key = search_key(*names, str(self.year))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("forums:edition_detail", self.pk)

    def clean(self):
        if not self.series_id or not self.year or self.state not in LIVE or not self.series.alternates:
            return
        if self.break_reason:
            return
        before = self.previous_live()
        if before and before.host_country == self.host_country:
            raise ValidationError({"break_reason": _(
                "%(year)d년 회차도 %(country)s에서 열어, 교차 개최 원칙에서 벗어납니다. 까닭을 적어 주세요."
            ) % {"year": before.year, "country": before.get_host_country_display()}})  # fmt: skip

    def previous_live(self):
        """The live edition before this one, or None."""
        return self._others().filter(year__lt=self.year).order_by("-year").first()

    def next_live(self):
        return self._others().filter(year__gt=self.year).order_by("year").first()

    def _others(self):
        return Edition.objects.live().filter(series=self.series_id).exclude(pk=self.pk)

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def is_pending(self):
        return self.state in PENDING

    @property
    def is_held(self):
        return self.state == EditionState.HELD

    @property
    def last_day(self):
        return self.ends_on or self.starts_on

    @property
    def is_registration_open(self):
        """People may register now: announced, within the time set."""
        now = timezone.now()
        opened = self.registration_opens_at is not None and self.registration_opens_at <= now
        closed = self.registration_closes_at is not None and self.registration_closes_at <= now
        return self.state == EditionState.ANNOUNCED and opened and not closed

    @property
    def planned(self):
        """Of both sides together, as far as known."""
        return _together(self.planned_ours, self.planned_counterpart, self.planned_total)

    @property
    def attended(self):
        return _together(self.attended_ours, self.attended_counterpart, self.attended_total)

    @property
    def local_name(self):
        return in_language(self, "name")[0]

    @property
    def local_theme(self):
        return in_language(self, "theme")[0]

    @property
    def local_city(self):
        return in_language(self, "city")[0]

    @property
    def local_venue(self):
        return in_language(self, "venue")[0]


def _together(ours, counterpart, total):
    if ours is None and counterpart is None:
        return total
    return (ours or 0) + (counterpart or 0)


class EditionPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        if reads_everything(user):
            return self
        return self.filter(edition__in=Edition.objects.visible_to(user))
