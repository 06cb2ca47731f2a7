import uuid

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.accounts.roles import reads_everything, speaks_for_counterpart
from exchange.core import addresses
from exchange.core.constraints import CheckAt, UniqueAt
from exchange.core.counting import number_of
from exchange.core.days import validate_year
from exchange.core.keptfile import KeptFile
from exchange.core.languages import in_language
from exchange.core.search import holds, search_key, words_of
from exchange.directory.finding import Sought
from exchange.directory.models import Organization, OrganizationTerm, Person, PersonTerm, validate_not_future
from exchange.meetings.enums import Side
from exchange.meetings.models import Meeting
from exchange.mous.enums import Lineage, MouStanding, MouState, Precision

LAST_CIRCLED = 20  # ⑳
LONGEST_CLAUSE = 5000


class MouQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers see every one, a counterpart those that its own organisation has signed with us."""
        if reads_everything(user):
            return self
        if speaks_for_counterpart(user):
            bodies = Organization.objects.represented_by(user)
            own = Party.objects.filter(side=Side.COUNTERPART, organization__in=bodies)
            return self.exclude(state=MouState.DRAFT).filter(pk__in=own.values("mou"))
        return self.none()

    def listed(self):
        """What a list says of each: who signed it, how much it promises."""
        promises = apps.get_model("mous", "Commitment")
        rows = self.annotate(clause_count=number_of(Clause, "mou"), commitment_count=number_of(promises, "mou"))
        return rows.prefetch_related(models.Prefetch("parties", Party.objects.select_related("organization")))

    def standing(self, standing, *, today):
        """In words of the database what `Mou.standing` says."""
        signed = self.filter(state=MouState.IN_FORCE)
        pending, expired = Q(starts_on__isnull=False, starts_on__gt=today), Q(ends_on__isnull=False, ends_on__lt=today)
        if standing == MouStanding.PENDING:
            return signed.filter(pending)
        if standing == MouStanding.EXPIRED:
            return signed.filter(~pending, expired)
        return signed.filter(~pending, ~expired) if standing == MouStanding.IN_FORCE else self.filter(state=standing)

    def search(self, text):
        """Every word is in the title, the place, the name of a party or of who signed for it."""
        words = words_of(text)
        if text.strip() and not words:
            return self.none()
        found = self
        for word in words:
            sought = Sought(word)
            bodies = sought.rows(OrganizationTerm).values("record")
            people = sought.rows(PersonTerm).values("record")
            parties = Party.objects.filter(Q(organization__in=bodies) | Q(signatory__in=people))
            found = found.filter(holds("search_key", word) | Q(pk__in=parties.order_by().values("mou")))
        return found


class Mou(models.Model):
    """A memorandum of understanding (업무협약) between KBIZ and one or more counterparts."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title_ko = models.CharField(_("제목(한국어)"), max_length=200)
    title_ja = models.CharField(_("제목(일본어)"), max_length=200, blank=True)
    state = models.CharField(_("상태"), max_length=10, choices=MouState, default=MouState.DRAFT)
    signed_on = models.DateField(_("체결일"), null=True, blank=True, validators=[validate_year, validate_not_future])
    signed_precision = models.CharField(
        _("체결일의 정확도"), max_length=5, choices=Precision, default=Precision.DAY,
        help_text=_("달이나 해만 알면 그 첫날을 적고 여기서 고릅니다."),
    )  # fmt: skip
    place_ko = models.CharField(_("체결 장소(한국어)"), max_length=200, blank=True)
    place_ja = models.CharField(_("체결 장소(일본어)"), max_length=200, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="mous", verbose_name=_("체결한 면담")
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("이전 협약")
    )
    starts_on = models.DateField(_("효력 시작일"), null=True, blank=True, validators=[validate_year])
    ends_on = models.DateField(_("효력 만료일"), null=True, blank=True, validators=[validate_year])
    ended_on = models.DateField(_("종료일"), null=True, blank=True, validators=[validate_year])
    ended_reason = models.CharField(_("종료 사유"), max_length=300, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.TextField(editable=False)

    objects = MouQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = verbose_name_plural = _("업무협약")
        constraints = [
            CheckAt(
                condition=~Q(title_ko=""), name="mou_has_title", at="title_ko",
                violation_error_message=_("제목을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(state=MouState.DRAFT) | Q(signed_on__isnull=False), name="mou_in_force_is_signed",
                at="signed_on",
                violation_error_message=_("체결일을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mou_term_ends_after_start", at="ends_on",
                violation_error_message=_("효력 만료일이 시작일보다 빠릅니다."),
            ),
            CheckAt(
                condition=(~Q(state=MouState.ENDED) & Q(ended_on__isnull=True, ended_reason=""))
                | (Q(state=MouState.ENDED, ended_on__isnull=False) & ~Q(ended_reason="")),
                name="mou_ended_says_when_and_why", at="ended_reason",
                violation_error_message=_("종료일과 종료 사유를 적어 주세요."),
            ),
            CheckAt(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")), name="mou_not_own_predecessor",
                at="predecessor",
                violation_error_message=_("자기 자신을 이전 협약으로 둘 수 없습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title_ko

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.title_ko, self.title_ja, self.place_ko, self.place_ja)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return addresses.of_row("mous:mou_detail", self.pk)

    def clean(self):
        """Of a day that is known to its month or year only the first one is kept."""
        if self.signed_on and self.signed_precision in (Precision.MONTH, Precision.YEAR):
            first = 1 if self.signed_precision == Precision.YEAR else self.signed_on.month
            self.signed_on = self.signed_on.replace(month=first, day=1)
        if self.signed_on and self.ended_on and self.ended_on < self.signed_on:
            raise ValidationError({"ended_on": _("종료일이 체결일보다 빠릅니다.")})
        self._refuse_loop()

    def _refuse_loop(self):
        """The database refuses it too (trigger mou_predecessor_loop)."""
        above, seen = self.predecessor, set()
        while above and above.pk not in seen:
            if above.pk == self.pk:
                raise ValidationError({"predecessor": _("이전 협약이 서로 꼬리를 뭅니다. 다른 협약을 골라 주세요.")})
            seen.add(above.pk)
            above = above.predecessor

    @property
    def local_title(self):
        return in_language(self, "title")[0]

    @property
    def is_draft(self):
        return self.state == MouState.DRAFT

    @property
    def standing(self):
        """Signed is not yet in force: the term says from when and until when it is."""
        if self.state != MouState.IN_FORCE:
            return MouStanding(self.state)
        today = timezone.localdate()
        if self.starts_on and self.starts_on > today:
            return MouStanding.PENDING
        return MouStanding.EXPIRED if self.ends_on and self.ends_on < today else MouStanding.IN_FORCE

    @property
    def counterparts(self):
        """The parties of the other side. Reads the prefetched ones."""
        return [party for party in self.parties.all() if party.side == Side.COUNTERPART]

    @property
    def ours(self):
        """Whom the other side has signed with. Reads the prefetched ones."""
        return [party for party in self.parties.all() if party.side == Side.OURS]


class MouPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(mou__in=Mou.objects.visible_to(user))


class Party(models.Model):
    """A body that signs, with who signed for it and the title held on that day."""

    mou = models.ForeignKey(Mou, models.CASCADE, related_name="parties")
    side = models.CharField(_("편"), max_length=12, choices=Side)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="mou_parties", verbose_name=_("기관"))
    signatory = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name=_("서명자")
    )
    title_ko = models.CharField(_("당시 직위(한국어)"), max_length=100, blank=True)
    title_ja = models.CharField(_("당시 직위(일본어)"), max_length=100, blank=True)
    order = models.PositiveIntegerField(_("순서"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = verbose_name_plural = _("체결 기관")
        constraints = [
            UniqueAt(
                fields=["mou", "organization"], name="party_once", at="organization",
                violation_error_message=_("같은 기관이 두 번 들어 있습니다."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.organization)


class Clause(models.Model):
    """A numbered promise in the text of an MOU, with what it was in the one before."""

    mou = models.ForeignKey(Mou, models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(pgettext_lazy("조항", "번호"))
    text_ko = models.TextField(_("내용(한국어)"), validators=[MaxLengthValidator(LONGEST_CLAUSE)])
    text_ja = models.TextField(_("내용(일본어)"), blank=True, validators=[MaxLengthValidator(LONGEST_CLAUSE)])
    lineage = models.CharField(_("계보"), max_length=10, choices=Lineage, default=Lineage.NEW)
    ancestor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="descendants", verbose_name=_("이전 협약의 조항")
    )
    is_sample = models.BooleanField(default=False, editable=False)

    objects = MouPartQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = verbose_name_plural = _("조항")
        constraints = [
            UniqueAt(
                fields=["mou", "number"], name="clause_number_once", at="number",
                violation_error_message=_("같은 번호의 조항이 이미 있습니다."),
            ),
            CheckAt(
                condition=Q(number__gte=1), name="clause_counts_from_one", at="number",
                violation_error_message=_("조항 번호는 1부터 적습니다."),
            ),
            CheckAt(
                condition=~Q(text_ko=""), name="clause_has_text", at="text_ko",
                violation_error_message=_("조항의 내용을 적어 주세요."),
            ),
            CheckAt(
                condition=Q(lineage=Lineage.NEW, ancestor__isnull=True)
                | (~Q(lineage=Lineage.NEW) & Q(ancestor__isnull=False)),
                name="clause_lineage_names_ancestor", at="ancestor",
                violation_error_message=_(
                    "유지하거나 변경한 조항은 이전 협약의 조항을 골라 주세요. 신설이면 비워 둡니다."
                ),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.number}. {self.text_ko}"

    def clean(self):
        if self.ancestor and self.ancestor.mou_id != self.mou.predecessor_id:
            raise ValidationError({"ancestor": _("바로 이전 협약의 조항만 고를 수 있습니다.")})

    @property
    def mark(self):
        """① to ⑳, then plain numbers."""
        return chr(ord("①") + self.number - 1) if self.number <= LAST_CIRCLED else f"({self.number})"


class MouFile(KeptFile):
    """The signed text or another file of the MOU, kept in the content store."""

    mou = models.ForeignKey(Mou, models.CASCADE, related_name="files")

    objects = MouPartQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = verbose_name_plural = _("협약 파일")
        constraints = [
            models.UniqueConstraint(
                fields=["mou", "sha256"], name="mou_file_once",
                violation_error_message=_("같은 파일이 이미 있습니다."),
            ),
        ]  # fmt: skip
