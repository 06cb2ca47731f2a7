from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.enums import DelegateGroup, DelegationState, Direction, ItemKind, LegDirection, LegMode, Phase
from exchange.accounts.roles import reads_everything
from exchange.core import zones
from exchange.core.counting import number_of
from exchange.core.days import validate_year
from exchange.core.languages import in_language
from exchange.core.search import search_key
from exchange.directory.enums import Country
from exchange.directory.models import Person
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting

REPORT = "trip-report"  # the name of the result report among the portal's documents
SIDES = {"Asia/Seoul": "kr", "Asia/Tokyo": "jp"}
PAGES_OF_THEIR_OWN = {"add", "import"}


def validate_slug_is_free(slug):
    """A trip is found under its number; these addresses are taken by pages."""
    if slug in PAGES_OF_THEIR_OWN:
        raise ValidationError(_("이 관리 번호는 쓸 수 없습니다."), code="reserved")


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def active(self):
        return self.exclude(state=DelegationState.CANCELLED)

    def with_phase(self, *, today):
        """`phase`: where each trip stands on that day."""
        report = Edition.objects.published().filter(document__definition=REPORT, document__subject_id=OuterRef("pk"))
        return self.annotate(
            phase=Case(
                When(state=DelegationState.CANCELLED, then=Value(Phase.CANCELLED)),
                When(starts_on__gt=today, then=Value(Phase.UPCOMING)),
                When(ends_on__gte=today, then=Value(Phase.UNDER_WAY)),
                When(Exists(report), then=Value(Phase.REPORTED)),
                default=Value(Phase.REPORT_DUE),
                output_field=models.CharField(),
            )
        )

    def with_counts(self):
        """`delegate_count`, `item_count`, `meeting_count`."""
        return self.annotate(
            delegate_count=number_of(Delegate, "delegation"),
            item_count=number_of(ItineraryItem, "delegation"),
            meeting_count=number_of(DelegationMeeting, "delegation"),
        )


class Delegation(models.Model):
    """One trip of a delegation, sent (파견) or received (초청). All days are days of the place visited."""

    slug = models.SlugField(
        _("관리 번호"), max_length=60, unique=True, validators=[validate_slug_is_free],
        error_messages={"unique": _("같은 관리 번호의 출장이 이미 있습니다.")},
        help_text=_("주소와 파일 이름에 쓰입니다. 비워 두면 출발 연월로 정합니다."),
    )  # fmt: skip
    title_ko = models.CharField(_("제목(한국어)"), max_length=200)
    title_ja = models.CharField(_("제목(일본어)"), max_length=200, blank=True)
    direction = models.CharField(_("구분"), max_length=10, choices=Direction, default=Direction.OUTBOUND)
    purpose_ko = models.TextField(_("추진목적(한국어)"), help_text=_("한 줄이 보고서의 한 항목이 됩니다."))
    purpose_ja = models.TextField(_("추진목적(일본어)"), blank=True)
    starts_on = models.DateField(_("출발일"), validators=[validate_year])
    ends_on = models.DateField(_("귀국일"), validators=[validate_year])
    country = models.CharField(_("출장 나라"), max_length=2, choices=Country, default=Country.JP)
    place_ko = models.CharField(_("출장지(한국어)"), max_length=200)
    place_ja = models.CharField(_("출장지(일본어)"), max_length=200, blank=True)
    department_ko = models.CharField(_("담당 부서(한국어)"), max_length=100, blank=True)
    department_ja = models.CharField(_("담당 부서(일본어)"), max_length=100, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="delegations",
        verbose_name=_("담당자"),
    )  # fmt: skip
    state = models.CharField(_("상태"), max_length=10, choices=DelegationState, default=DelegationState.PLANNED)
    cancelled_reason = models.CharField(_("취소 사유"), max_length=300, blank=True)
    lessons_ko = models.TextField(_("시사점(한국어)"), blank=True)
    lessons_ja = models.TextField(_("시사점(일본어)"), blank=True)
    next_steps_ko = models.TextField(_("향후계획(한국어)"), blank=True)
    next_steps_ja = models.TextField(_("향후계획(일본어)"), blank=True)
    report_dated_on = models.DateField(_("보고서 날짜"), validators=[validate_year], null=True, blank=True)
    meetings = models.ManyToManyField(
        Meeting, through="DelegationMeeting", related_name="delegations", verbose_name=_("면담")
    )
    is_sample = models.BooleanField(default=False, editable=False)
    search_key = models.TextField(editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = verbose_name_plural = _("출장")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_start",
                violation_error_message=_("귀국일이 출발일보다 빠릅니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="delegation_cancelled_says_why",
                violation_error_message=_("취소 사유를 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.title_ko

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.slug, self.title_ko, self.title_ja, self.place_ko, self.place_ja)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("delegations:delegation_detail", args=[self.slug])

    @property
    def phase_label(self):
        """The words for `phase`, which `with_phase` annotates."""
        return Phase(self.phase).label

    @property
    def report_due_on(self):
        """Return day + REPORT_DUE_DAYS (30: the rule for Korean public bodies' trip reports)."""
        return self.ends_on + timedelta(days=settings.REPORT_DUE_DAYS)


class DelegationMeeting(models.Model):
    """A meeting held on this trip; the order is that of the report."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="meeting_links")
    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="delegation_link",
        error_messages={"unique": _("이미 다른 출장에 연결된 면담입니다.")},
    )  # fmt: skip

    class Meta:
        ordering = ["meeting__starts_at", "pk"]

    def __str__(self):
        return str(self.meeting)


class Delegate(models.Model):
    """Somebody on the trip, in protocol order; the title is that of the day of departure and stays."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegates")
    group = models.CharField(_("조"), max_length=12, choices=DelegateGroup)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegate_of",
        verbose_name=pgettext_lazy("하나", "인물"),
    )
    title_ko = models.CharField(_("당시 직위(한국어)"), max_length=100, blank=True)
    title_ja = models.CharField(_("당시 직위(일본어)"), max_length=100, blank=True)
    order = models.PositiveIntegerField(_("의전 순서"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("출장자")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(title_ko=""),
                name="delegate_person_or_post",
                violation_error_message=_("사람을 고르거나 직위를 적어 주세요."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "person"],
                condition=Q(person__isnull=False),
                name="delegate_once",
                violation_error_message=_("같은 사람이 두 번 들어 있습니다."),
            ),
        ]

    def __str__(self):
        return f"{self.person or ''} {self.title_ko}".strip()

    @property
    def local_label(self):
        """Name and title as the reader of the page writes them."""
        name = self.person.local_name if self.person else ""
        return f"{name} {in_language(self, 'title')[0]}".strip()


class Leg(models.Model):
    """A journey between two places; each end has its own zone, the duration follows from both."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="legs")
    mode = models.CharField(_("수단"), max_length=10, choices=LegMode, default=LegMode.FLIGHT)
    direction = models.CharField(_("구분"), max_length=10, choices=LegDirection)
    number = models.CharField(_("편명"), max_length=20, blank=True)
    origin_code = models.CharField(
        _("출발 공항 코드"), max_length=3, blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("공항 코드는 영문 대문자 세 자입니다."))],
    )  # fmt: skip
    origin_ko = models.CharField(_("출발지(한국어)"), max_length=100)
    origin_ja = models.CharField(_("출발지(일본어)"), max_length=100, blank=True)
    origin_zone = models.CharField(_("출발지 시간대"), max_length=40, validators=[zones.validate_zone])
    destination_code = models.CharField(
        _("도착 공항 코드"), max_length=3, blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("공항 코드는 영문 대문자 세 자입니다."))],
    )  # fmt: skip
    destination_ko = models.CharField(_("도착지(한국어)"), max_length=100)
    destination_ja = models.CharField(_("도착지(일본어)"), max_length=100, blank=True)
    destination_zone = models.CharField(_("도착지 시간대"), max_length=40, validators=[zones.validate_zone])
    departs_at = models.DateTimeField(_("출발 시각"), validators=[validate_year])
    arrives_at = models.DateTimeField(_("도착 시각"), validators=[validate_year])

    class Meta:
        ordering = ["departs_at", "pk"]
        verbose_name = verbose_name_plural = _("이동편")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_at__gt=F("departs_at")),
                name="leg_arrives_after_departure",
                violation_error_message=_("도착 시각이 출발 시각보다 늦어야 합니다. 시간대도 확인해 주세요."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.origin_ko} - {self.destination_ko}".strip()

    @property
    def local_departure(self):
        return zones.local(self.departs_at, self.origin_zone)

    @property
    def local_arrival(self):
        return zones.local(self.arrives_at, self.destination_zone)

    @property
    def duration(self):
        return self.arrives_at - self.departs_at

    @property
    def origin_side(self):
        """Which rail of the shuttle line the end stands on: Korea is the upper, Japan the lower."""
        return SIDES.get(self.origin_zone, "")

    @property
    def destination_side(self):
        return SIDES.get(self.destination_zone, "")


@dataclass(frozen=True)
class Place:
    name_ko: str
    name_ja: str


class ItineraryItem(models.Model):
    """One entry of a day's plan, in the local time of the place."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="items")
    day = models.DateField(_("날짜"), validators=[validate_year])
    starts = models.TimeField(_("시작"), null=True, blank=True)
    ends = models.TimeField(_("끝"), null=True, blank=True)
    zone = models.CharField(_("시간대"), max_length=40, default="Asia/Tokyo", validators=[zones.validate_zone])
    kind = models.CharField(_("종류"), max_length=10, choices=ItemKind, default=ItemKind.MEETING)
    title_ko = models.CharField(_("내용(한국어)"), max_length=200)
    title_ja = models.CharField(_("내용(일본어)"), max_length=200, blank=True)
    place_ko = models.CharField(_("장소(한국어)"), max_length=200, blank=True)
    place_ja = models.CharField(_("장소(일본어)"), max_length=200, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="itinerary_items", verbose_name=_("면담 기록")
    )
    delegates = models.ManyToManyField(
        Delegate, blank=True, related_name="items", verbose_name=_("참석"), help_text=_("비워 두면 전원입니다.")
    )

    class Meta:
        ordering = ["day", F("starts").asc(nulls_last=True), "pk"]
        verbose_name = verbose_name_plural = _("일정")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="item_ends_after_start",
                violation_error_message=_("끝나는 시각이 시작 시각보다 늦어야 합니다."),
            ),
        ]

    def __str__(self):
        return self.title_ko

    @property
    def is_at_its_meeting(self):
        """The entry is the meeting itself, not for example the dinner whose talk is minuted with it."""
        if self.meeting is None:
            return False
        start = self.meeting.local_start
        return (self.day, self.starts) == (start.date(), start.time())

    @property
    def place(self):
        """The entry's own place, or that of the meeting that it is."""
        if not self.place_ko and self.is_at_its_meeting and self.meeting.venue_ko:
            return Place(self.meeting.venue_ko, self.meeting.venue_ja)
        return Place(self.place_ko, self.place_ja)


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

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("언론 보도")
        constraints = [
            models.CheckConstraint(
                condition=~Q(headline=""),
                name="clipping_has_headline",
                violation_error_message=_("기사 제목을 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.headline
