from collections import namedtuple
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.enums import Language
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.languages import in_language
from exchange.directory.models import Person
from exchange.meetings.enums import Side
from forums.enums import SessionKind, SpeakerRole
from forums.models.series import Edition, EditionPartQuerySet

DAY_MINUTES = 24 * 60
KeptSlides = namedtuple("KeptSlides", "sha256 size content_type")


class Room(models.Model):
    """A hall of the venue; the programme shows them side by side in this order."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rooms")
    name_ko = models.CharField(_("이름(한국어)"), max_length=100)
    name_ja = models.CharField(_("이름(일본어)"), max_length=100, blank=True)
    name_en = models.CharField(_("이름(영어)"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("회의장")
        constraints = [
            UniqueAt(
                fields=["edition", "name_ko"], name="room_once", at="name_ko",
                violation_error_message=_("같은 이름의 회의장이 이미 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name_ko

    @property
    def local_name(self):
        return in_language(self, "name")[0]


class Session(models.Model):
    """A part of the programme: in one room from `starts_at` for so many minutes; its talks fill it in their order.

    The talks of a session never take longer than it does (triggers talk_outside_session, session_shorter_than_talks).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sessions")
    kind = models.CharField(_("종류"), max_length=12, choices=SessionKind, default=SessionKind.SESSION)
    title_ko = models.CharField(_("제목(한국어)"), max_length=300)
    title_ja = models.CharField(_("제목(일본어)"), max_length=300, blank=True)
    title_en = models.CharField(_("제목(영어)"), max_length=300, blank=True)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="sessions",
        verbose_name=pgettext_lazy("하나", "회의장"),
    )  # fmt: skip
    starts_at = models.DateTimeField(_("시작"))
    minutes = models.PositiveSmallIntegerField(_("길이(분)"))
    interpreters = models.PositiveSmallIntegerField(_("필요한 통역사 수"), default=0)
    attended_ours = models.PositiveIntegerField(_("실제 참가(한국 측)"), null=True, blank=True)
    attended_counterpart = models.PositiveIntegerField(_("실제 참가(일본 측)"), null=True, blank=True)
    note_ko = models.TextField(_("내용(한국어)"), blank=True)  # what was said, for the proceedings
    note_ja = models.TextField(_("내용(일본어)"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "room__order", "pk"]
        verbose_name = verbose_name_plural = pgettext_lazy("포럼", "순서")
        indexes = [models.Index(fields=["edition", "starts_at"], name="session_of_edition")]
        constraints = [
            CheckAt(
                condition=~Q(title_ko=""), name="forum_session_has_title", at="title_ko",
                violation_error_message=_("제목을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(minutes__gte=1, minutes__lte=DAY_MINUTES), name="forum_session_ends_after_start",
                at="minutes",
                violation_error_message=_("마치는 시각이 시작보다 빠르거나 하루를 넘습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def local_title(self):
        return in_language(self, "title")[0]


class SessionPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=Session.objects.visible_to(user))


class Talk(models.Model):
    """One contribution; it begins when those before it in the session have ended."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="talks")
    order = models.PositiveSmallIntegerField(default=0)
    title_ko = models.CharField(_("제목(한국어)"), max_length=300)
    title_ja = models.CharField(_("제목(일본어)"), max_length=300, blank=True)
    title_en = models.CharField(_("제목(영어)"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("길이(분)"))
    language = models.CharField(_("발표 언어"), max_length=2, choices=Language, blank=True)
    needs_interpreter = models.BooleanField(_("통역 필요"), default=False)
    slides_name = models.CharField(_("발표 자료 이름"), max_length=200, blank=True, editable=False)
    slides_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    slides_size = models.PositiveBigIntegerField(default=0, editable=False)
    slides_content_type = models.CharField(max_length=100, blank=True, editable=False)
    is_slides_public = models.BooleanField(_("발표 자료를 누구에게나 공개"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SessionPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = pgettext_lazy("포럼", "발표")
        constraints = [
            CheckAt(
                condition=~Q(title_ko=""), name="talk_has_title", at="title_ko",
                violation_error_message=_("제목을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(minutes__gte=1, minutes__lte=DAY_MINUTES), name="talk_ends_after_start", at="minutes",
                violation_error_message=_("발표의 길이를 분으로 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    @property
    def local_title(self):
        return in_language(self, "title")[0]

    @property
    def slides(self):
        """As exchange.core.views.stored_file takes it."""
        return KeptSlides(self.slides_sha256, self.slides_size, self.slides_content_type)


class TalkPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(talk__in=Talk.objects.visible_to(user))


class Speaker(models.Model):
    """Who speaks in a talk, with the title of that day; a later promotion does not change it."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="speakers")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="forum_talks", verbose_name=pgettext_lazy("하나", "인물")
    )
    side = models.CharField(_("편"), max_length=12, choices=Side)
    role = models.CharField(_("역할"), max_length=10, choices=SpeakerRole, default=SpeakerRole.SPEAKER)
    title_ko = models.CharField(_("소속과 직위(한국어)"), max_length=200, blank=True)
    title_ja = models.CharField(_("소속과 직위(일본어)"), max_length=200, blank=True)
    title_en = models.CharField(_("소속과 직위(영어)"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = TalkPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("발표자")
        constraints = [
            UniqueAt(
                fields=["talk", "person"], name="speaker_once_a_talk", at="person",
                violation_error_message=_("이 발표에 이미 있는 분입니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.person)

    @property
    def local_title(self):
        return in_language(self, "title")[0]
