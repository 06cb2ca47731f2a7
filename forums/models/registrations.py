import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.enums import Language
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.search import holds, search_key, words_of
from exchange.directory.models import PHONE
from exchange.meetings.enums import Side
from exchange.privacy.models import ConsentText
from forums.enums import Diet, ImportState, Origin, RegistrationState
from forums.models.programme import Session
from forums.models.series import Edition

USER = settings.AUTH_USER_MODEL
CONTACT = ("email", "phone", "diet_note")


class PersonalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People's data: the body's own readers only; a counterpart sees numbers of its forum, not the people."""
        return self if reads_everything(user) else self.none()


class Quota(models.Model):
    """How many seats one side has. The row is locked while somebody of that side registers or leaves."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="quotas")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    seats = models.PositiveIntegerField(_("좌석"))
    arrivals = models.PositiveIntegerField(default=0, editable=False)  # the last number given to somebody who came

    objects = models.Manager()

    class Meta:
        ordering = ["-side"]  # ours first
        verbose_name = verbose_name_plural = _("참가 정원")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "side"], name="quota_once_a_side",
                violation_error_message=_("이 편의 정원이 이미 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_side_display()} {self.seats}"


class ImportQuerySet(PersonalQuerySet):
    def visible_to(self, user):
        """To somebody of the counterpart what he sent himself, of a forum that it holds."""
        if reads_everything(user):
            return self
        return self.filter(uploaded_by=user.pk, edition__in=Edition.objects.visible_to(user))


class RegistrationImport(models.Model):
    """One list of people that came as a file.

    `rows` is what was read of it until it is taken over, then what undoing needs (forums.services.imports); both are
    people's data and go after some days. `outcome`: numbers, which stay.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="imports")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    file_name = models.CharField(_("파일 이름"), max_length=200)
    state = models.CharField(_("상태"), max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    rows = models.JSONField(default=list, editable=False)
    outcome = models.JSONField(default=dict, editable=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = verbose_name_plural = _("명단 가져오기")

    def __str__(self):
        return self.file_name


class Who(models.Model):
    """A person as he writes himself, and in the letters that the other side reads; both stand on the badge."""

    name = models.CharField(_("이름"), max_length=100)
    name_other = models.CharField(
        _("상대가 읽는 이름"), max_length=100, blank=True, help_text=_("명찰에 함께 적습니다. 예: 가타카나, 한글, 영문")
    )
    company = models.CharField(_("회사·단체"), max_length=200, blank=True)
    company_other = models.CharField(_("상대가 읽는 회사·단체 이름"), max_length=200, blank=True)
    title = models.CharField(_("직위"), max_length=100, blank=True)
    title_other = models.CharField(_("상대가 읽는 직위"), max_length=100, blank=True)
    email = models.EmailField(_("이메일"), blank=True)
    language = models.CharField(_("언어"), max_length=2, choices=Language, default=Language.KO)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Invitation(Who):
    """Somebody was invited by mail; the private link in it opens the form with what is known of him."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitations")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)  # when the latest mail was written
    invited_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", editable=False)
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_key = models.TextField(editable=False)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("초청")
        constraints = [
            CheckAt(
                condition=~Q(email=""), name="invitation_has_email", at="email",
                violation_error_message=_("초청장을 보낼 이메일을 적어 주세요."),
            ),
            UniqueAt(
                fields=["edition", "email"], name="invitation_once", at="email",
                violation_error_message=_("이 주소로는 이미 초청했습니다."),
            ),
        ]  # fmt: skip

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        self.search_key = search_key(self.name, self.name_other, self.company, self.company_other)
        super().save(*args, **kwargs)


class RegistrationQuerySet(PersonalQuerySet):
    def seated(self):
        return self.filter(state=RegistrationState.REGISTERED)

    def waiting(self):
        """In the order in which they came."""
        return self.filter(state=RegistrationState.WAITING).order_by("arrival")

    def active(self):
        return self.exclude(state=RegistrationState.CANCELLED)

    def place_of(self, row):
        """In the waiting list of its side; None for whoever does not wait."""
        if row.state != RegistrationState.WAITING:
            return None
        return self.waiting().filter(edition=row.edition_id, side=row.side, arrival__lt=row.arrival).count() + 1

    def search(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(holds("search_key", word))
        return found


class Registration(Who):
    """Somebody who comes, or waits for a seat, or has cancelled.

    Whoever has a seat has its number, at most that of the quota, and no two have the same: nobody can sit on one that
    is taken, however many come at once. `arrival` is the order of the waiting list. `submission` is the key of the
    page that was filled in: sent twice it is one registration.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="registrations", verbose_name=pgettext_lazy("포럼", "회차")
    )
    side = models.CharField(_("편"), max_length=12, choices=Side)
    state = models.CharField(_("상태"), max_length=12, choices=RegistrationState)
    seat = models.PositiveIntegerField(null=True, blank=True, editable=False)
    arrival = models.PositiveIntegerField(editable=False)
    origin = models.CharField(_("신청 경로"), max_length=10, choices=Origin)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="registration", editable=False
    )
    source = models.ForeignKey(
        RegistrationImport, models.SET_NULL, null=True, blank=True, related_name="registrations", editable=False
    )
    phone = models.CharField(
        _("전화"), max_length=40, blank=True,
        validators=[RegexValidator(PHONE, _("전화번호는 숫자와 +, -, ( ), 내선 # 으로 적습니다."))],
    )  # fmt: skip
    needs_interpreter = models.BooleanField(_("통역 필요"), default=False)
    diet = models.CharField(_("식사"), max_length=12, choices=Diet, default=Diet.NONE)
    diet_note = models.CharField(_("식사 메모"), max_length=200, blank=True)
    consent = models.ForeignKey(  # whoever registers himself; the counterpart answers for those on its list
        ConsentText, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    registered_at = models.DateTimeField(_("신청한 시각"))
    seated_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    contact_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-arrival", "pk"]
        verbose_name = verbose_name_plural = _("참가 신청")
        indexes = [
            models.Index(fields=["edition", "-registered_at", "-id"], name="registration_newest"),
            models.Index(fields=["edition", "side", "state", "arrival"], name="registration_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "side", "seat"], condition=Q(seat__isnull=False), name="registration_seat_once",
                violation_error_message=_("이 좌석은 이미 찼습니다."),
            ),
            models.UniqueConstraint(
                fields=["edition", "side", "arrival"], name="registration_arrival_once",
                violation_error_message=_("같은 순번의 신청이 이미 있습니다."),
            ),
            UniqueAt(
                fields=["edition", "email"], condition=~Q(email="") & ~Q(state=RegistrationState.CANCELLED),
                name="registration_once_an_address", at="email",
                violation_error_message=_("이 이메일로 이미 신청하셨습니다."),
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.REGISTERED, seat__isnull=False)
                | (~Q(state=RegistrationState.REGISTERED) & Q(seat__isnull=True)),
                name="registration_seat_when_registered",
                violation_error_message=_("확정된 신청에는 좌석이 있어야 합니다."),
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=RegistrationState.CANCELLED) & Q(cancelled_at__isnull=True)),
                name="registration_cancelled_is_stamped",
                violation_error_message=_("취소한 시각이 필요합니다."),
            ),
            CheckAt(
                condition=~Q(name=""), name="registration_has_name", at="name",
                violation_error_message=_("이름을 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=~Q(origin__in=[Origin.INVITED, Origin.OPEN]) | Q(consent__isnull=False),
                name="registration_of_oneself_has_consent",
                violation_error_message=_("개인정보 수집·이용에 동의해야 합니다."),
            ),
        ]  # fmt: skip

    def save(self, *args, **kwargs):
        self.fold()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("forums:registration_detail", self.pk)

    def fold(self):
        """What follows from the facts; a save does it, and whoever writes many rows at once."""
        self.email = self.email.strip().lower()
        self.search_key = search_key(self.name, self.name_other, self.company, self.company_other, self.title)

    @property
    def is_active(self):
        return self.state != RegistrationState.CANCELLED

    @property
    def is_seated(self):
        return self.state == RegistrationState.REGISTERED

    @property
    def has_contact(self):
        return self.contact_removed_at is None


class CheckIn(models.Model):
    """Somebody came: to the forum (`session` empty) or to one of its sessions; counted once however often scanned."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="check_ins")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = verbose_name_plural = _("입장")
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(session__isnull=True), name="check_in_once",
                violation_error_message=_("이미 입장한 분입니다."),
            ),
            models.UniqueConstraint(
                fields=["registration", "session"], condition=Q(session__isnull=False),
                name="check_in_once_a_session",
                violation_error_message=_("이미 입장한 분입니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.registration)
