import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambassadors.business_numbers import clean_business_number, shown
from ambassadors.cities import local_city
from ambassadors.enums import AssignmentAnswer, FirmSize, Industry, RequestState, Topic
from ambassadors.models.ambassadors import Ambassador, speaks_for_himself
from exchange.accounts.enums import Language
from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.search import holds, search_key, words_of
from exchange.directory.enums import Country
from exchange.directory.models import PHONE
from exchange.privacy.models import ConsentText

USER = settings.AUTH_USER_MODEL
TAKEN = (RequestState.ASSIGNED, RequestState.ACCEPTED)  # takes a place of the ambassador's capacity
OPEN = (RequestState.RECEIVED, *TAKEN)
CONTACT = ("contact_name", "contact_title", "contact_email", "contact_phone")


def validate_business_number(text):
    if clean_business_number(text) != text:
        raise ValidationError(_("숫자만 적어 주세요."), code="digits")


class ClientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every firm, an ambassador those that he was asked by or advised."""
        if reads_everything(user):
            return self
        if not speaks_for_himself(user):
            return self.none()
        mine = Ambassador.objects.visible_to(user)
        asked = AdvisoryRequest.objects.filter(ambassador__in=mine).values("client")
        advised = self.model._meta.get_field("sessions").related_model.objects.filter(ambassador__in=mine)
        return self.filter(Q(pk__in=asked) | Q(pk__in=advised.values("client")))

    def search(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(holds("search_key", word))
        return found


class Client(models.Model):
    """A small firm that asked for advice or got it. No person's data: contacts belong to requests and sessions."""

    name = models.CharField(_("기업 이름"), max_length=200)
    business_number = models.CharField(
        _("사업자등록번호"), max_length=13, blank=True, validators=[validate_business_number]
    )
    country = models.CharField(_("기업의 나라"), max_length=2, choices=Country, default=Country.KR)
    industry = models.CharField(_("업종"), max_length=20, choices=Industry, blank=True)
    size = models.CharField(_("기업 규모"), max_length=10, choices=FirmSize, blank=True)
    exports = models.BooleanField(_("수출 경험"), null=True, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    search_key = models.TextField(editable=False)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = verbose_name_plural = _("신청 기업")
        indexes = [models.Index(fields=["name", "id"], name="client_in_order")]
        constraints = [
            UniqueAt(
                fields=["business_number"], condition=~Q(business_number=""), name="client_business_number_once",
                at="business_number",
                violation_error_message=_("같은 사업자등록번호의 기업이 이미 있습니다."),
            ),
            CheckAt(
                condition=~Q(name=""), name="client_has_name", at="name",
                violation_error_message=_("기업 이름을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.name, self.business_number)
        super().save(*args, **kwargs)

    @property
    def shown_number(self):
        return shown(self.business_number) if self.business_number else ""


class AdvisoryRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, an ambassador those that are assigned to him now or that he has carried out."""
        if reads_everything(user):
            return self
        if not speaks_for_himself(user):
            return self.none()
        return self.filter(ambassador__in=Ambassador.objects.visible_to(user))

    def waiting(self):
        """In the queue: the oldest first."""
        return self.filter(state=RequestState.RECEIVED).order_by("received_at", "pk")

    def open(self):
        return self.filter(state__in=OPEN)

    def of_last_hour(self, now):
        return self.filter(received_at__gt=now - timedelta(hours=1))

    def search(self, text):
        found = self
        for word in words_of(text):
            found = found.filter(holds("search_key", word) | Q(client__in=Client.objects.search(word)))
        return found


class AdvisoryRequest(models.Model):
    """A firm asks; staff assign; the ambassador accepts or declines. The contact's data go when their time is over.

    `submission` is the key of the page that was filled in: sent twice it is one request.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="requests", verbose_name=pgettext_lazy("하나", "신청 기업")
    )
    contact_name = models.CharField(_("담당자 이름"), max_length=100, blank=True)
    contact_title = models.CharField(_("담당자 직위"), max_length=100, blank=True)
    contact_email = models.EmailField(_("이메일"), blank=True)
    contact_phone = models.CharField(
        _("전화"), max_length=40, blank=True,
        validators=[RegexValidator(PHONE, _("전화번호는 숫자와 +, -, ( ), 내선 # 으로 적습니다."))],
    )  # fmt: skip
    contact_removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    language = models.CharField(_("연락받을 언어"), max_length=2, choices=Language, default=Language.KO)
    country = models.CharField(_("진출하려는 나라"), max_length=2, choices=Country)
    city = models.CharField(_("진출하려는 도시"), max_length=100, blank=True)
    topic = models.CharField(_("자문 분야"), max_length=20, choices=Topic)
    question = models.TextField(_("궁금한 내용"), max_length=3000)
    consent = models.ForeignKey(ConsentText, models.PROTECT, related_name="+", editable=False)
    received_at = models.DateTimeField(_("접수한 시각"))  # consent was given with it
    state = models.CharField(_("상태"), max_length=12, choices=RequestState, default=RequestState.RECEIVED)
    ambassador = models.ForeignKey(
        Ambassador, models.PROTECT, null=True, blank=True, related_name="requests",
        verbose_name=pgettext_lazy("하나", "해외민간대사"),
    )  # fmt: skip
    slot = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)  # 1 to the ambassador's capacity
    assigned_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closing_note = models.CharField(_("마무리하는 말"), max_length=500, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = AdvisoryRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = verbose_name_plural = _("자문 신청")
        indexes = [
            models.Index(fields=["state", "received_at", "id"], name="request_queue"),
            models.Index(fields=["received_at", "id"], name="request_newest"),
            models.Index(fields=["ambassador", "state", "received_at"], name="request_of_ambassador"),
            models.Index(fields=["state", "closed_at"], name="request_by_end"),
            models.Index(fields=["-state", "received_at", "id"], condition=Q(state__in=OPEN), name="request_open"),
        ]
        constraints = [
            UniqueAt(
                fields=["ambassador", "slot"], condition=Q(slot__isnull=False), name="request_slot_once",
                at="ambassador",
                violation_error_message=_("이 대사가 동시에 맡을 수 있는 신청이 이미 찼습니다."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TAKEN, slot__isnull=False, ambassador__isnull=False, assigned_at__isnull=False)
                | (~Q(state__in=TAKEN) & Q(slot__isnull=True)),
                name="request_slot_while_taken",
                violation_error_message=_("배정한 신청에는 맡은 대사가 있어야 합니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.RECEIVED) | Q(ambassador__isnull=True),
                name="request_in_queue_has_no_ambassador",
                violation_error_message=_("접수한 신청에는 아직 맡은 대사가 없습니다."),
            ),
            CheckAt(
                condition=~Q(state=RequestState.REJECTED) | ~Q(closing_note=""), name="request_rejected_says_why",
                at="closing_note",
                violation_error_message=_("반려하는 까닭을 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(closed_at__isnull=False)),
                name="request_end_is_stamped",
                violation_error_message=_("마친 시각이 필요합니다."),
            ),
            models.CheckConstraint(
                condition=Q(contact_removed_at__isnull=False, contact_name="", contact_title="", contact_email="",
                            contact_phone="")
                | (Q(contact_removed_at__isnull=True) & ~Q(contact_name="") & ~Q(contact_email="")),
                name="request_has_contact_until_removed",
                violation_error_message=_("담당자 이름과 이메일을 적어 주세요."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.reference} {self.client}"

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.question, self.city)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("ambassadors:request_detail", self.pk)

    @property
    def reference(self):
        """By which people name it: `2026-00042`."""
        return f"{self.received_at.year}-{self.pk:05d}"

    @property
    def place(self):
        """Country and city in the reader's language."""
        return f"{self.get_country_display()} {self.local_city}".strip()

    @property
    def local_city(self):
        return local_city(self.city)

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def has_contact(self):
        return self.contact_removed_at is None


class RequestPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An ambassador sees what was assigned to himself, nobody else's turn before or after him."""
        if reads_everything(user):
            return self
        return self.filter(ambassador__in=Ambassador.objects.visible_to(user))


class Assignment(models.Model):
    """One ambassador was asked to take one request, and what he said; both days are working days of his country."""

    request = models.ForeignKey(AdvisoryRequest, models.CASCADE, related_name="assignments")
    ambassador = models.ForeignKey(Ambassador, models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answer_due_on = models.DateField(_("답할 기한"))  # two working days
    returns_on = models.DateField(_("되돌아가는 날"))  # after five working days without an answer
    answer = models.CharField(max_length=12, choices=AssignmentAnswer, default=AssignmentAnswer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("사유"), max_length=300, blank=True)

    objects = RequestPartQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "pk"]
        verbose_name = verbose_name_plural = _("배정")
        indexes = [
            models.Index(fields=["answer", "answer_due_on"], name="assignment_by_due"),
            models.Index(fields=["ambassador", "assigned_at"], name="assignment_of_ambassador"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(answer=AssignmentAnswer.OPEN), name="assignment_one_open",
                violation_error_message=_("이 신청은 이미 배정되어 답을 기다리고 있습니다."),
            ),
            models.CheckConstraint(
                condition=Q(answer=AssignmentAnswer.OPEN, answered_at__isnull=True)
                | (~Q(answer=AssignmentAnswer.OPEN) & Q(answered_at__isnull=False)),
                name="assignment_answer_is_stamped",
                violation_error_message=_("답한 시각이 필요합니다."),
            ),
            models.CheckConstraint(
                condition=Q(returns_on__gte=models.F("answer_due_on")), name="assignment_returns_after_due",
                violation_error_message=_("되돌아가는 날이 답할 기한보다 빠릅니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.request} → {self.ambassador}"
