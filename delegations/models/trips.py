from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.enums import DelegateGroup, DelegationState, Direction, Phase
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt
from exchange.core.counting import number_of
from exchange.core.days import validate_year
from exchange.core.languages import in_language, once_a_language
from exchange.core.prepared import prepared_exists
from exchange.core.search import search_key
from exchange.directory.enums import Country
from exchange.directory.models import Person
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting
from exchange.mous.models import Commitment

REPORT = "trip-report"  # the name of the result report among the portal's documents
TEXTS = [f"{name}_{language}" for name in ("purpose", "lessons", "next_steps") for language in ("ko", "ja")]
PAGES_OF_THEIR_OWN = {"add", "airports", "import"}


@once_a_language
def _phases():
    return {phase.value: str(phase.label) for phase in Phase}


def validate_slug_is_free(slug):
    """A trip is found under its number; these addresses are taken by pages."""
    if slug in PAGES_OF_THEIR_OWN:
        raise ValidationError(_("이 관리 번호는 쓸 수 없습니다."), code="reserved")


_is_reported = prepared_exists(
    lambda trip: Edition.objects.published().filter(document__definition=REPORT, document__subject_id=trip)
)


class DelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def active(self):
        return self.exclude(state=DelegationState.CANCELLED)

    def with_phase(self, *, today):
        """`phase`: where each trip stands on that day."""
        return self.annotate(
            phase=Case(
                When(state=DelegationState.CANCELLED, then=Value(Phase.CANCELLED)),
                When(starts_on__gt=today, then=Value(Phase.UPCOMING)),
                When(ends_on__gte=today, then=Value(Phase.UNDER_WAY)),
                When(_is_reported, then=Value(Phase.REPORTED)),
                default=Value(Phase.REPORT_DUE),
                output_field=models.CharField(),
            )
        )

    def without_texts(self):
        """For lists, which show none of the long texts."""
        return self.defer(*TEXTS)

    def with_counts(self):
        """`delegate_count`, `item_count`, `meeting_count`."""
        from delegations.models.journeys import ItineraryItem

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
    reviewed_on = models.DateField(
        _("사전 심사일"), validators=[validate_year], null=True, blank=True,
        help_text=_("인원이 많은 출장은 떠나기 전에 심사를 받습니다."),
    )  # fmt: skip
    commitment = models.ForeignKey(
        Commitment, models.SET_NULL, null=True, blank=True, related_name="trips",
        verbose_name=_("이 출장으로 지키는 약속"),
    )  # fmt: skip
    meetings = models.ManyToManyField(
        Meeting, through="DelegationMeeting", related_name="delegations", verbose_name=_("면담")
    )
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # every saved change of the trip adds one
    search_key = models.TextField(editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = verbose_name_plural = _("출장")
        constraints = [
            CheckAt(
                condition=Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_start",
                at="ends_on",
                violation_error_message=_("귀국일이 출발일보다 빠릅니다."),
            ),
            CheckAt(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="delegation_cancelled_says_why",
                at="cancelled_reason",
                violation_error_message=_("취소 사유를 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.title_ko

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.slug, self.title_ko, self.title_ja, self.place_ko, self.place_ja)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("delegations:delegation_detail", self.slug)

    @property
    def phase_label(self):
        """The words for `phase`, which `with_phase` annotates."""
        return _phases()[self.phase]

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


class Host(models.Model):
    """Who receives an inbound delegation and goes with it: one of ours, under the title of that day. He is no
    delegate: he crosses no border with it and is at home the rest of the day.
    """

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="hosts")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="host_of",
        verbose_name=pgettext_lazy("하나", "인물"),
    )  # fmt: skip
    title_ko = models.CharField(_("당시 직위(한국어)"), max_length=100, blank=True)
    title_ja = models.CharField(_("당시 직위(일본어)"), max_length=100, blank=True)
    duty_ko = models.CharField(_("맡은 일(한국어)"), max_length=200, blank=True)
    duty_ja = models.CharField(_("맡은 일(일본어)"), max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("영접자")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(title_ko=""),
                name="host_person_or_post",
                violation_error_message=_("사람을 고르거나 직위를 적어 주세요."),
            ),
            models.UniqueConstraint(
                fields=["delegation", "person"], condition=Q(person__isnull=False), name="host_once",
                violation_error_message=_("같은 사람이 두 번 들어 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person or ''} {self.title_ko}".strip()

    @property
    def local_label(self):
        name = self.person.local_name if self.person else ""
        return f"{name} {in_language(self, 'title')[0]}".strip()
