import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.roles import reads_everything
from exchange.core import addresses, clocks, days, zones
from exchange.core.constraints import CheckAt
from exchange.core.keptfile import KeptFile
from exchange.core.search import holds, search_key, words_of
from exchange.directory.enums import Country
from exchange.directory.finding import Sought
from exchange.directory.models import Organization, OrganizationTerm, Person, PersonTerm
from exchange.meetings.enums import MeetingState, PointKind, Side


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def search(self, text):
        """Every word is in the title, the venue, the name of a counterpart or of somebody at the table."""
        words = words_of(text)
        if text.strip() and not words:
            return self.none()
        found = self
        for word in words:
            sought = Sought(word)
            seats = Attendance.objects.filter(person__in=sought.rows(PersonTerm).values("record"))
            bodies = self.model.counterparts.through.objects
            bodies = bodies.filter(organization__in=sought.rows(OrganizationTerm).values("record"))
            found = found.filter(
                holds("search_key", word)
                | Q(pk__in=seats.order_by().values("meeting"))
                | Q(pk__in=bodies.values("meeting"))
            )
        return found


class MeetingPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Meeting(models.Model):
    """One talk with a counterpart: who sat on which side, what was said. It may stand outside any trip."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title_ko = models.CharField(_("제목(한국어)"), max_length=200)
    title_ja = models.CharField(_("제목(일본어)"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("시작"))
    ends_at = models.DateTimeField(_("끝"), null=True, blank=True)
    zone = models.CharField(_("시간대"), max_length=40, default="Asia/Tokyo", validators=[zones.validate_zone])
    country = models.CharField(_("나라"), max_length=2, choices=Country, default=Country.JP)
    venue_ko = models.CharField(_("장소(한국어)"), max_length=200, blank=True)
    venue_ja = models.CharField(_("장소(일본어)"), max_length=200, blank=True)
    address = models.CharField(
        _("주소"), max_length=300, blank=True, help_text=_("현지 글자로 적으면 택시 기사에게 보여 줄 수 있습니다.")
    )
    summary_ko = models.CharField(_("요지(한국어)"), max_length=500, blank=True)
    summary_ja = models.CharField(_("요지(일본어)"), max_length=500, blank=True)
    counterparts = models.ManyToManyField(
        Organization, related_name="meetings", blank=True, verbose_name=_("상대 기관")
    )
    state = models.CharField(_("상태"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    cancelled_reason = models.CharField(_("취소 사유"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)  # every saved change of the minutes adds one
    search_key = models.TextField(editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="meeting_in_order")]
        verbose_name = verbose_name_plural = _("면담")
        constraints = [
            CheckAt(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
                at="ends_at",
                violation_error_message=_("끝나는 시각이 시작 시각보다 늦어야 합니다."),
            ),
            CheckAt(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="meeting_cancelled_says_why",
                at="cancelled_reason",
                violation_error_message=_("취소 사유를 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.title_ko

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.title_ko, self.title_ja, self.venue_ko, self.venue_ja)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("meetings:meeting_detail", self.pk)

    def clean(self):
        """Not a constraint: it is about now."""
        if self.state == MeetingState.HELD and self.starts_at and self.starts_at > timezone.now():
            message = _("아직 시작하지 않은 면담입니다. 예정으로 두었다가 끝난 뒤에 바꿔 주세요.")
            raise ValidationError({"state": message})

    @property
    def local_start(self):
        return zones.local(self.starts_at, self.zone)

    @property
    def local_end(self):
        return self.ends_at and zones.local(self.ends_at, self.zone)

    @property
    def local_day(self):
        """A plain day: a template would move an instant to the portal's own zone."""
        return self.local_start.date()

    @property
    def local_times(self):
        """`13:30` or `13:30 ~ 15:00`, a text for the same reason."""
        start, end = self.local_start, self.local_end
        if not end:
            return f"{start:%H:%M}"
        later = "" if end.date() == start.date() else f"{days.short_day(end)} "
        return f"{start:%H:%M} ~ {later}{end:%H:%M}"

    @property
    def differs_from_seoul(self):
        return clocks.minutes_from_seoul(self.zone, self.starts_at) != 0

    @property
    def clock_note(self):
        """Whose clock shows the times; nothing to say where it is Seoul's own."""
        return "" if self.zone == clocks.HOME else clocks.compared_with_seoul(self.zone, self.starts_at)


class Attendance(models.Model):
    """Somebody at the table: a person with the title of that day, or a bare post such as 중앙회장."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=pgettext_lazy("하나", "인물"),
    )
    title_ko = models.CharField(_("당시 직위(한국어)"), max_length=100, blank=True)
    title_ja = models.CharField(_("당시 직위(일본어)"), max_length=100, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("당시 소속")
    )
    order = models.PositiveIntegerField(_("순서"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("참석자")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(title_ko=""),
                name="attendance_person_or_post",
                violation_error_message=_("사람을 고르거나 직위를 적어 주세요."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="attendance_once",
                violation_error_message=_("같은 사람이 두 번 들어 있습니다."),
            ),
        ]

    def __str__(self):
        return f"{self.person or ''} {self.title_ko}".strip()


class Point(models.Model):
    """A line of the minutes; lines under it are its children."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0)  # within the whole meeting, in reading order
    text_ko = models.TextField(_("내용(한국어)"))
    text_ja = models.TextField(_("내용(일본어)"), blank=True)
    kind = models.CharField(_("종류"), max_length=12, choices=PointKind, default=PointKind.INFORMATION)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("주요내용")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="point_not_own_parent",
                violation_error_message=_("한 줄이 자기 아래에 놓일 수 없습니다."),
            ),
            models.CheckConstraint(
                condition=~Q(text_ko=""),
                name="point_has_text",
                violation_error_message=_("내용을 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.text_ko


class Photo(models.Model):
    """A picture of a meeting: the upright print copy (at most 1,600 px) and a thumbnail, without GPS.

    Both lie in the content store under their SHA-256 (exchange.core.content).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="photos")
    order = models.PositiveIntegerField(default=0)
    print_sha256 = models.CharField(max_length=64)
    thumbnail_sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption_ko = models.CharField(_("설명(한국어)"), max_length=200, blank=True)
    caption_ja = models.CharField(_("설명(일본어)"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("찍은 시각"), null=True, blank=True)
    is_proposed = models.BooleanField(default=False)  # its clock chose the meeting, nobody confirmed it yet
    is_sample = models.BooleanField(default=False)

    objects = MeetingPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("행사사진")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "print_sha256"],
                name="photo_once",
                violation_error_message=_("같은 사진이 이미 있습니다."),
            ),
        ]

    def __str__(self):
        return self.caption_ko or f"{self.meeting} {self.order}"

    @property
    def taken_clock(self):
        """When it was taken on the meeting's clock, with the day when that is another one."""
        if not self.taken_at:
            return ""
        taken = zones.local(self.taken_at, self.meeting.zone)
        same_day = taken.date() == self.meeting.local_start.date()
        return f"{taken:%H:%M}" if same_day else f"{days.day(taken)} {taken:%H:%M}"


class Attachment(KeptFile):
    """A file that belongs to a meeting, kept in the content store."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attachments")

    objects = MeetingPartQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = verbose_name_plural = _("첨부 파일")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                name="attachment_once",
                violation_error_message=_("같은 파일이 이미 있습니다."),
            ),
        ]
