"""What the pages and the API ask about documents."""

from dataclasses import dataclass, field
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse

from exchange.documents import definitions, wording
from exchange.documents.blocks import Tree
from exchange.documents.changes import Change, changes
from exchange.documents.definitions import Definition
from exchange.documents.enums import EditionState, Format
from exchange.documents.flows import EDITION
from exchange.documents.models import Document, Edition, Rendition

BODIES = {"ko": settings.REPORT_BODY_KO, "ja": settings.REPORT_BODY_JA}


@dataclass(frozen=True)
class DocumentPanel:
    """Everything templates/documents/_document.html shows about one subject's document.

    `edition` is the one worked on: the draft, else the latest. `file` can be read and downloaded,
    `job` is a file of the edition's present content that is not (yet) there: waiting or failed.
    """

    definition: Definition
    subject: object
    language: str
    edition: Edition | None = None
    published: Edition | None = None
    file: Rendition | None = None
    job: Rendition | None = None
    editions: list[Edition] = field(default_factory=list)
    is_changed: bool = True  # the live data say something else than `edition`
    is_changed_since_published: bool = False
    changes: list[Change] = field(default_factory=list)  # in words; a picture that was exchanged is not among them
    may_make: bool = False
    may_publish: bool = False
    may_withdraw: bool = False

    @property
    def html_id(self):
        return html_id(self.language)

    @property
    def page(self):
        return self.definition.page(self.subject)

    @property
    def make_url(self):
        return reverse("documents:document_make", args=[self.definition.name, self.subject.pk, self.language])

    @property
    def next_number(self):
        """The edition that a click on the button would make or refresh."""
        if self.edition is None:
            return 1
        return self.edition.number if self.edition.is_draft else self.edition.number + 1

    @property
    def is_current(self):
        """The file says exactly what the live data say; there is nothing to make."""
        return self.is_file_current and not self.is_changed and self.job is None and not self.is_withdrawn

    @property
    def is_file_current(self):
        """A draft's file is that of its present content and look; what was published keeps the file it had."""
        if self.file is None or not self.edition.is_draft:
            return self.file is not None
        return self.file.content_sha256 == self.edition.content_sha256(self.file.format)

    @property
    def is_withdrawn(self):
        return self.edition is not None and self.edition.state == EditionState.WITHDRAWN

    @property
    def is_makeable(self):
        """A click would start something that is not under way yet."""
        return self.may_make and not self.is_current and (self.job is None or self.is_changed)

    @property
    def is_publishable(self):
        return self.may_publish and self.is_current and self.edition.is_draft

    @property
    def has_actions(self):
        return self.is_makeable or self.is_publishable or self.may_withdraw


def html_id(language):
    return f"document-{language}"


def document_panel(definition_name, subject, language, user):
    """The state of the subject's document in that language, for this user."""
    definition = definitions.get(definition_name)
    may_make = may_make_document(user, definition, subject)
    panel = {"definition": definition, "subject": subject, "language": language, "may_make": may_make}
    document = Document.objects.filter(definition=definition_name, subject_id=subject.pk, language=language).first()
    editions = editions_of(document) if document else []
    if not editions:
        return DocumentPanel(**panel)
    edition = editions[0]
    published = next((e for e in editions if e.is_published), None)
    tree = definition.build(subject, language)
    file, job = file_and_job(edition)
    return DocumentPanel(
        **panel,
        edition=edition,
        published=published,
        file=file,
        job=job,
        editions=editions,
        is_changed=tree.sha256 != edition.sha256,
        is_changed_since_published=published is not None and tree.sha256 != published.sha256,
        changes=changes_since(published, tree),
        may_publish=may_make and definition.is_shelved and user.has_perm("documents.publish_edition", edition),
        may_withdraw=published is not None and "withdraw" in EDITION.open_steps(published, user),
    )


def changes_since(published, tree):
    if published is None or published.sha256 == tree.sha256:
        return []
    return changes(Tree.from_json(published.tree), tree)


def editions_of(document):
    """Newest first, with their files; the draft, when there is one, is always the newest."""
    return list(
        Edition.objects.filter(document=document)
        .select_related("document", "created_by", "published_by", "withdrawn_by")
        .prefetch_related("renditions")
        .without_text()
        .order_by("-number")
    )


def file_and_job(edition, format=Format.PDF):
    """The file of the edition's present content, else its newest, and the unfinished or failed job of that content."""
    renditions = [r for r in edition.renditions.all() if r.format == format]
    wanted = edition.content_sha256(format)
    present = next((r for r in renditions if r.content_sha256 == wanted), None)
    if present and present.is_ready:
        return present, None
    return next((r for r in renditions if r.is_ready), None), present


def may_make_document(user, definition, subject):
    return user.has_perm("documents.request_rendition") and user.has_perm(definition.make, subject)


def visible_subject(user, definition_name, *, pk=None, key=None):
    """(definition, subject) by the row's number or by the key people use; Http404 when not visible."""
    try:
        definition = definitions.get(definition_name)
    except KeyError as error:
        raise Http404(definition_name) from error
    visible = definition.model.objects.visible_to(user)
    if key is not None:
        try:
            pk = definition.find(key).pk
        except definition.model.DoesNotExist as error:
            raise Http404(key) from error
    subject = visible.filter(pk=pk).first()
    if subject is None or not user.has_perm(definition.view, subject):
        raise Http404(definition_name)
    return definition, subject


def subject_of(document: Document):
    """(definition, subject) of a stored document; either is None when it is no longer there."""
    try:
        definition = definitions.get(document.definition)
    except KeyError:
        return None, None
    return definition, definition.model._default_manager.filter(pk=document.subject_id).first()


def file_name(rendition):
    """The name a person would choose, with its ending; from the second edition on it says which."""
    edition = rendition.edition
    definition, subject = subject_of(edition.document)
    name = definition.file_name(subject, edition.document.language) if subject else edition.title
    which = f" ({wording.of(edition.document.language).edition(edition.number)})" if edition.number > 1 else ""
    return f"{name.replace('/', '-')}{which}.{rendition.format}"


def page_of_document(edition):
    """Where the document is made; the edition's own page when its subject is gone."""
    definition, subject = subject_of(edition.document)
    return definition.page(subject) if subject else edition.get_absolute_url()


@dataclass(frozen=True)
class Reading:
    """Everything the reading page of one edition shows."""

    kind: str
    tree: Tree
    page: str  # where the document is made, empty when the subject is not the user's to see
    file: Rendition | None
    editions: list[Edition]
    replaced_by: Edition | None
    may_withdraw: bool


def reading_of(edition, user):
    document = edition.document
    definition, subject = subject_of(document)
    editions = editions_of(document)
    sees_page = subject is not None and user.has_perm(definition.view, subject)
    return Reading(
        kind=definition.title if definition else document.definition,
        tree=Tree.from_json(edition.tree),
        page=definition.page(subject) if sees_page else "",
        file=file_and_job(next(e for e in editions if e == edition))[0],
        editions=editions,
        replaced_by=next((e for e in editions if e.is_published and e != edition), None),
        may_withdraw="withdraw" in EDITION.open_steps(edition, user),
    )


@dataclass(frozen=True)
class Cover:
    """One edition as it stands on the shelf."""

    edition: Edition
    kind: str
    when: str  # as the document itself writes it
    body: str
    files: list[Rendition]


def shelf_of(queryset):
    return queryset.select_related("document").prefetch_related("renditions").without_text()


def by_year(editions):
    """[(year, covers)] in the order of the editions."""
    kinds = {definition.name: definition.title for definition in definitions.all_definitions()}
    covers = [
        Cover(
            edition,
            kind=kinds.get(edition.document.definition, edition.document.definition),
            when=wording.of(edition.document.language).month(edition.dated_on),
            body=BODIES.get(edition.document.language, settings.REPORT_BODY_KO),
            files=[rendition for rendition in edition.renditions.all() if rendition.is_ready][:1],
        )
        for edition in editions
    ]
    return [(year, list(group)) for year, group in groupby(covers, key=lambda cover: cover.edition.dated_on.year)]


def counts(queryset):
    return queryset.aggregate(
        published=Count("pk", filter=Q(state=EditionState.PUBLISHED)),
        drafts=Count("pk", filter=Q(state=EditionState.DRAFT)),
    )
