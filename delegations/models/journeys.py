import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegations.enums import ItemKind, LegDirection, LegMode
from delegations.models.trips import Delegate, Delegation
from exchange.core import zones
from exchange.core.constraints import CheckAt
from exchange.core.days import validate_year
from exchange.directory.models import Person
from exchange.meetings.models import Meeting

SIDES = {"Asia/Seoul": "kr", "Asia/Tokyo": "jp"}
YEAR = timedelta(days=366)


def validate_day_of(delegation, day):
    """A slip of the keyboard: far from the trip's own days. A few days beside them are only worth a warning."""
    if not delegation.starts_on - YEAR <= day <= delegation.ends_on + YEAR:
        raise ValidationError(_("출장 기간에서 1년 넘게 떨어진 날짜입니다. 연도를 확인해 주세요."), code="far")


class Leg(models.Model):
    """A journey between two places; each end has its own zone, the duration follows from both."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in calendar programs
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
    delegates = models.ManyToManyField(
        Delegate, blank=True, related_name="legs", verbose_name=_("탑승"), help_text=_("비워 두면 전원입니다.")
    )

    class Meta:
        ordering = ["departs_at", "pk"]
        verbose_name = verbose_name_plural = _("이동편")
        constraints = [
            CheckAt(
                condition=Q(arrives_at__gt=F("departs_at")),
                name="leg_arrives_after_departure",
                at="arrives_at",
                violation_error_message=_("도착 시각이 출발 시각보다 늦어야 합니다. 시간대도 확인해 주세요."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "number", "departs_at"],
                condition=~Q(number=""),
                name="leg_once",
                violation_error_message=_("같은 편이 두 번 들어 있습니다."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.origin_ko} - {self.destination_ko}".strip()

    def clean(self):
        if self.delegation_id:
            for instant in filter(None, (self.departs_at, self.arrives_at)):
                validate_day_of(self.delegation, instant.date())

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
    def days_later(self):
        """How many days of the calendar lie between the two ends; over the date line it can be one back."""
        return (self.local_arrival.date() - self.local_departure.date()).days

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

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in calendar programs
    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="items")
    day = models.DateField(_("날짜"), validators=[validate_year])
    starts = models.TimeField(_("시작"), null=True, blank=True)
    ends = models.TimeField(_("끝"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0, editable=False)  # among those of the day without a time
    zone = models.CharField(_("시간대"), max_length=40, default="Asia/Tokyo", validators=[zones.validate_zone])
    kind = models.CharField(_("종류"), max_length=10, choices=ItemKind, default=ItemKind.MEETING)
    title_ko = models.CharField(_("내용(한국어)"), max_length=200)
    title_ja = models.CharField(_("내용(일본어)"), max_length=200, blank=True)
    place_ko = models.CharField(_("장소(한국어)"), max_length=200, blank=True)
    place_ja = models.CharField(_("장소(일본어)"), max_length=200, blank=True)
    address = models.CharField(
        _("주소"), max_length=300, blank=True, help_text=_("현지 글자로 적으면 택시 기사에게 보여 줄 수 있습니다.")
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="itinerary_items", verbose_name=_("면담 기록")
    )
    delegates = models.ManyToManyField(
        Delegate, blank=True, related_name="items", verbose_name=_("참석"), help_text=_("비워 두면 전원입니다.")
    )

    class Meta:
        ordering = ["day", F("starts").asc(nulls_last=True), "order", "pk"]
        verbose_name = verbose_name_plural = _("일정")
        constraints = [
            CheckAt(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="item_ends_after_start",
                at="ends",
                violation_error_message=_("끝나는 시각이 시작 시각보다 늦어야 합니다."),
            ),
        ]

    def __str__(self):
        return self.title_ko

    def clean(self):
        if self.delegation_id and self.day:
            validate_day_of(self.delegation, self.day)

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


class CalendarRemoval(models.Model):
    """An entry of the plan that is no longer somebody's: calendars that took it up must be told.

    `uid` is that of the item or leg; without a person it was taken out for everybody.
    """

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="calendar_removals")
    uid = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    title_ko = models.CharField(max_length=300)
    title_ja = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["removed_at", "pk"]
        verbose_name = verbose_name_plural = _("캘린더에서 뺀 일정")
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "uid", "person"],
                name="calendar_removal_once",
                violation_error_message=_("이미 캘린더에서 뺀 일정입니다."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "uid"],
                condition=Q(person__isnull=True),
                name="calendar_removal_once_for_all",
                violation_error_message=_("이미 캘린더에서 뺀 일정입니다."),
            ),
        ]

    def __str__(self):
        return self.title_ko
