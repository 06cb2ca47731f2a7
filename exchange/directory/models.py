import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.core.constraints import CheckAt
from exchange.core.languages import in_language
from exchange.core.search import holds, name_key
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.finding import KeyField, Named, NamedQuerySet, Term, batched, terms_index
from exchange.directory.merge_models import FormerQuerySet, Merge  # noqa: F401  (a model of this app)
from exchange.directory.names import OrganizationLine, OrganizationNames, PersonLine, PersonNames
from exchange.directory.statements import BODIES, PEOPLE

PHONE = r"^[+(]?[0-9][0-9()./ -]{3,33}[0-9](\s?[#x]\s?[0-9]{1,5})?$"


def validate_not_future(day):
    if day > timezone.localdate():
        raise ValidationError(_("오늘보다 뒤의 날짜는 적을 수 없습니다."), code="future")


class OrganizationQuerySet(FormerQuerySet, NamedQuerySet):
    kind, line = BODIES, OrganizationLine

    def in_brief(self):
        """Only what lists say of a body."""
        names = [f"{noun}_{language}" for noun in ("name", "parent__name") for language in ("ko", "ja", "en")]
        return self.select_related("parent").only("kind", "country", *names)

    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def represented_by(self, user):
        """The bodies at which the user's own record holds a post today."""
        held = Post.objects.held_on(timezone.localdate()).filter(person__user=user)
        return self.filter(pk__in=held.values("organization"))


class Organization(OrganizationNames, Named):
    """A federation, agency, cooperative or firm; one record, however many names it goes by."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_ko = models.CharField(_("이름(한국어)"), max_length=200)
    name_ja = models.CharField(_("이름(일본어)"), max_length=200, blank=True)
    name_en = models.CharField(_("이름(영어)"), max_length=200, blank=True)
    short_name_ko = models.CharField(_("줄임말(한국어)"), max_length=100, blank=True)
    short_name_ja = models.CharField(_("줄임말(일본어)"), max_length=100, blank=True)
    short_name_en = models.CharField(_("줄임말(영어)"), max_length=100, blank=True)
    aliases = models.TextField(_("다른 이름"), blank=True, help_text=_("한 줄에 하나씩 적습니다."))
    kind = models.CharField(_("종류"), max_length=20, choices=OrganizationKind)
    country = models.CharField(_("나라"), max_length=2, choices=Country)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("상위 기관")
    )
    founded_on = models.DateField(_("설립일"), null=True, blank=True, validators=[validate_not_future])
    address = models.CharField(_("주소"), max_length=300, blank=True)
    website = models.URLField(_("누리집"), blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name_ko", "pk"]
        indexes = [
            models.Index(fields=["name_ko", "id"], name="organization_in_order"),
            models.Index(fields=["country", "name_ko", "id"], name="organization_of_country"),
            models.Index(fields=["kind", "name_ko", "id"], name="organization_of_kind"),
            models.Index(fields=["parent", "name_ko", "id"], name="organization_below"),
        ]
        verbose_name = verbose_name_plural = _("기관")
        constraints = [
            CheckAt(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organization_not_own_parent",
                at="parent",
                violation_error_message=_("자기 자신을 상위 기관으로 둘 수 없습니다."),
            ),
            CheckAt(
                condition=~Q(name_ko=""),
                name="organization_has_name",
                at="name_ko",
                violation_error_message=_("한국어 이름을 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.name_ko

    def get_absolute_url(self):
        return addresses.of_row("directory:organization_detail", self.pk)


class OrganizationTerm(Term):
    record = models.ForeignKey(Organization, models.CASCADE, related_name="terms", db_constraint=False)

    class Meta(Term.Meta):
        indexes = [terms_index("organization_term_found")]


class OrganizationFigure(models.Model):
    """A dated number about an organisation (members, firms) with the source that said so."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="figures")
    label = models.CharField(_("항목"), max_length=100)
    value = models.PositiveBigIntegerField(_("수치"))
    is_approximate = models.BooleanField(_("어림수(약)"), default=False)
    as_of = models.DateField(_("기준일"), validators=[validate_not_future])
    source = models.CharField(_("출처"), max_length=300)

    class Meta:
        ordering = ["label", "-as_of", "pk"]
        verbose_name = verbose_name_plural = _("수치")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "label", "as_of"],
                name="figure_once_a_day",
                violation_error_message=_("같은 항목의 같은 기준일 수치가 이미 있습니다."),
            ),
            CheckAt(
                condition=~Q(source=""),
                name="figure_has_source",
                at="source",
                violation_error_message=_("수치의 출처를 적어 주세요."),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.shown_value}"

    @property
    def shown_value(self):
        value = f"{self.value:,}"
        return gettext("약 %(value)s") % {"value": value} if self.is_approximate else value


class PersonQuerySet(FormerQuerySet, NamedQuerySet):
    kind, line = PEOPLE, PersonLine

    def visible_to(self, user):
        """Readers see everybody, anybody else only the record of himself."""
        if reads_everything(user):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()

    def with_posts(self):
        return self.prefetch_related(models.Prefetch("posts", Post.objects.select_related("organization")))

    def in_brief(self):
        """Only what lists say of a person."""
        return self.only("name_ko", "name_hanja", "name_kana", "name_latin", "country")

    def with_post_today(self):
        """Only what lists say of a person: the post of today, loaded into `posts_today`."""
        names = [f"{noun}_{language}" for noun in ("title", "organization__name") for language in ("ko", "ja", "en")]
        held = Post.objects.held_on(timezone.localdate()).select_related("organization")
        held = held.only("person_id", "since", "until", "organization_id", *names)
        return self.defer("search_key", "aliases", "note").prefetch_related(
            models.Prefetch("posts", held, to_attr="posts_today")
        )

    def holding(self, sought):
        """The word is in a form of the name, in a title or in a name of the post's organisation."""
        names = super().holding(sought)
        posts = Post.objects.order_by().values_list("person", flat=True)
        bodies = posts.filter(organization__in=sought.rows(OrganizationTerm).values("record"))
        # Asked first: how many posts have a title that the word is in, only the titles themselves tell a planner.
        wordings = list(Wording.objects.filter(holds("search_key", sought.word)).values_list("pk", flat=True))
        return names.union(bodies, posts.filter(wording__in=wordings)) if wordings else names.union(bodies)


class Person(PersonNames, Named):
    """One human being, however the name is written."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_ko = models.CharField(_("한글 이름"), max_length=100, blank=True)
    name_hanja = models.CharField(_("한자 이름"), max_length=100, blank=True)
    name_kana = models.CharField(_("가나 이름"), max_length=100, blank=True)
    name_latin = models.CharField(_("로마자 이름"), max_length=100, blank=True)
    aliases = models.TextField(_("다른 표기"), blank=True, help_text=_("한 줄에 하나씩 적습니다."))
    country = models.CharField(_("나라"), max_length=2, choices=Country, default=Country.KR)
    email = models.EmailField(_("이메일"), blank=True)
    phone = models.CharField(
        _("전화"), max_length=40, blank=True,
        validators=[RegexValidator(PHONE, _("전화번호는 숫자와 +, -, ( ), 내선 # 으로 적습니다."))],
    )  # fmt: skip
    note = models.TextField(_("메모"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person",
        verbose_name=_("사용자 계정"),
    )  # fmt: skip

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name_ko", "name_hanja", "name_latin", "pk"]
        indexes = [
            models.Index(fields=["name_ko", "name_hanja", "name_latin", "id"], name="person_in_order"),
            models.Index(fields=["country", "name_ko", "name_hanja", "name_latin", "id"], name="person_of_country"),
        ]
        verbose_name = verbose_name_plural = _("인물")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_ko="", name_hanja="", name_kana="", name_latin=""),
                name="person_has_name",
                violation_error_message=_("이름을 하나 이상 적어 주세요."),
            ),
        ]

    def __str__(self):
        return self.name_ko or self.name_hanja or self.name_kana or self.name_latin

    def get_absolute_url(self):
        return addresses.of_row("directory:person_detail", self.pk)

    def post_on(self, day):
        """The post held on that day (the latest begun, if several), or None. Reads the prefetched posts."""
        return post_among(self.posts.all(), day)

    @property
    def post_today(self):
        today = timezone.localdate()
        return post_among(self.posts_today, today) if "posts_today" in vars(self) else self.post_on(today)


class PersonTerm(Term):
    record = models.ForeignKey(Person, models.CASCADE, related_name="terms", db_constraint=False)

    class Meta(Term.Meta):
        indexes = [terms_index("person_term_found")]


class Wording(models.Model):
    """A title in all its languages as a search key, once for all posts that say it so."""

    search_key = KeyField(max_length=700, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.search_key


def post_among(posts, day):
    held = [post for post in posts if post.covers(day)]
    return max(held, key=lambda post: (post.since or date.min, post.pk), default=None)


class PostQuerySet(models.QuerySet):
    def held_on(self, day):
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def over(self, *, today):
        return self.filter(until__lt=today)

    def upcoming(self, *, today):
        return self.filter(since__gt=today)

    def index(self):
        """Wordings anew, for rows that were written past the model."""
        for batch in batched(self.order_by("pk").iterator(2000), 2000):
            self._word(batch)
            self.model.objects.bulk_update(batch, ["wording"], batch_size=500)

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        self._word(objs)
        return super().bulk_create(objs, *args, **kwargs)

    def _word(self, posts):
        keys = {post.key_of_titles for post in posts}
        Wording.objects.bulk_create([Wording(search_key=key) for key in keys], ignore_conflicts=True)
        wordings = {wording.search_key: wording for wording in Wording.objects.filter(search_key__in=keys)}
        for post in posts:
            post.wording = wordings[post.key_of_titles]


class Post(models.Model):
    """A title that a person holds at an organisation from one day to another (both included)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=pgettext_lazy("하나", "인물"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name=pgettext_lazy("하나", "기관")
    )
    title_ko = models.CharField(_("직위(한국어)"), max_length=100)
    title_ja = models.CharField(_("직위(일본어)"), max_length=100, blank=True)
    title_en = models.CharField(_("직위(영어)"), max_length=100, blank=True)
    since = models.DateField(_("시작일"), null=True, blank=True)
    until = models.DateField(_("종료일"), null=True, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, editable=False, related_name="posts")

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = [F("since").desc(nulls_last=True), "-pk"]
        verbose_name = verbose_name_plural = _("직위")
        constraints = [
            CheckAt(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_start",
                at="until",
                violation_error_message=_("종료일이 시작일보다 빠릅니다."),
            ),
            CheckAt(
                condition=~Q(title_ko=""),
                name="post_has_title",
                at="title_ko",
                violation_error_message=_("직위를 한국어로 적어 주세요."),
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.title_ko}"

    def save(self, *args, **kwargs):
        self.wording, _made = Wording.objects.get_or_create(search_key=self.key_of_titles)
        super().save(*args, **kwargs)

    @property
    def key_of_titles(self):
        return name_key(self.title_ko, self.title_ja, self.title_en)

    @property
    def local_title(self):
        return in_language(self, "title")[0]

    def covers(self, day):
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
