import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.core import addresses
from exchange.documents import failures, renderers
from exchange.documents.enums import EditionState, Format, RenditionState

USER = settings.AUTH_USER_MODEL


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()


class Document(models.Model):
    """One kind of document about one subject in one language, for example the Tokyo trip's report."""

    definition = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("문서")
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject_id", "language"],
                name="document_once",
                violation_error_message=_("이 문서는 이미 있습니다."),
            )
        ]

    def __str__(self):
        return f"{self.definition} {self.subject_id} {self.language}"


class EditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Readers of the body see every edition; nobody else sees one yet."""
        return self if reads_everything(user) else self.none()

    def published(self):
        return self.filter(state=EditionState.PUBLISHED)

    def without_text(self):
        """For lists: the tree and the search key are as long as the document itself."""
        return self.defer("tree", "search_key")


class Edition(models.Model):
    """A numbered state of a document. A draft follows the live data; afterwards the tree is frozen."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("판"))
    state = models.CharField(_("상태"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    title = models.CharField(_("제목"), max_length=300)
    dated_on = models.DateField(_("문서 날짜"))
    tree = models.TextField()
    sha256 = models.CharField(max_length=64)
    search_key = models.TextField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("게시한 시각"), null=True, blank=True)
    published_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("철회한 시각"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(_("철회 사유"), max_length=300, blank=True)
    superseded_by = models.PositiveIntegerField(
        _("대체한 판"), null=True, blank=True
    )  # its number; nobody wrote a reason

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-pk"]
        verbose_name = verbose_name_plural = _("판")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="edition_number_once",
                violation_error_message=_("같은 번호의 판이 이미 있습니다."),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="draft"),
                name="edition_one_draft",
                violation_error_message=_("작성 중인 초안이 이미 있습니다."),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="published"),
                name="edition_one_published",
                violation_error_message=_("이미 게시된 판이 있습니다. 먼저 철회해 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False, published_by__isnull=False),
                name="edition_published_is_stamped",
                violation_error_message=_("게시한 사람과 시각이 필요합니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & (~Q(withdrawn_reason="") | Q(superseded_by__isnull=False))
                ),
                name="edition_withdrawn_says_why",
                violation_error_message=_("철회 사유를 적어 주세요."),
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | Q(state="withdrawn", superseded_by__gt=F("number")),
                name="edition_superseded_by_a_later_one",
                violation_error_message=_("판은 그 뒤에 나온 판으로만 대체합니다."),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def get_absolute_url(self):
        return addresses.of_row("documents:edition_detail", self.pk)

    @property
    def is_draft(self):
        return self.state == EditionState.DRAFT

    @property
    def is_published(self):
        return self.state == EditionState.PUBLISHED

    @property
    def why_withdrawn(self):
        """In the reader's language where the portal knows it, else as somebody wrote it."""
        if self.superseded_by:
            return gettext("제%(number)s판 게시로 대체") % {"number": self.superseded_by}
        return self.withdrawn_reason

    def content_sha256(self, format):
        """What a file is made of: the tree, the format and the renderer. Equal content is never rendered twice."""
        return hashlib.sha256(f"{self.sha256} {format} {renderers.RENDERER_VERSION}".encode()).hexdigest()


class RenditionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if reads_everything(user) else self.none()

    def ready(self):
        return self.filter(state=RenditionState.READY)


class Rendition(models.Model):
    """One file of one content, and at the same time the job that makes it: this row is the truth."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=8, choices=Format, default=Format.PDF)
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RenditionState, default=RenditionState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="renditions", blank=True)
    size = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    dispatched_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = verbose_name_plural = _("파일")
        indexes = [
            models.Index(fields=["state"], condition=Q(state__in=["queued", "rendering"]), name="rendition_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "format", "content_sha256"],
                name="rendition_once",
                violation_error_message=_("같은 내용의 파일이 이미 있습니다."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="rendition_progress_percent",
                violation_error_message=_("진행률은 0에서 100까지입니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file=""),
                name="rendition_ready_has_file",
                violation_error_message=_("완료된 작업에는 파일이 있어야 합니다."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""),
                name="rendition_failed_says_why",
                violation_error_message=_("실패한 작업에는 사유가 있어야 합니다."),
            ),
        ]

    def __str__(self):
        return f"{self.edition} {self.format}"

    @property
    def is_ready(self):
        return self.state == RenditionState.READY

    @property
    def is_waiting(self):
        """Queued or at work: the page asks again in a second."""
        return self.state in (RenditionState.QUEUED, RenditionState.RENDERING)

    @property
    def has_failed(self):
        return self.state == RenditionState.FAILED

    @property
    def what_failed(self):
        return failures.reason(self.error)[0]

    @property
    def what_to_do(self):
        return failures.reason(self.error)[1]

    @property
    def has_file(self):
        """Ready, and the storage still holds what the row says."""
        return self.is_ready and self.file.storage.exists(self.file.name)
