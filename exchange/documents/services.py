"""Asking for a report, publishing it, withdrawing it. The job itself is in jobs.py."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.audit.services import record
from exchange.core.search import search_key
from exchange.documents import jobs
from exchange.documents.enums import EditionState, Format, RenditionState
from exchange.documents.flows import EDITION
from exchange.documents.models import Document, Edition, Rendition
from exchange.documents.selectors import subject_of


@transaction.atomic
def request_rendition(*, definition, subject, language, by, format=Format.PDF):
    """The file of what the live data say now: made by a worker, or at once when it is already there."""
    document, _created = Document.objects.get_or_create(
        definition=definition.name, subject_id=subject.pk, language=language
    )
    _lock(document)
    tree = definition.build(subject, language)
    return _request_file(_edition_of(document, tree, by=by), format, by=by)


@transaction.atomic
def retry_rendition(*, rendition, by):
    """Send a failed job again, with all its attempts; anything else stays as it is."""
    rendition = Rendition.objects.select_for_update(of=("self",)).select_related("edition").get(pk=rendition.pk)
    if rendition.has_failed:
        _queue_again(rendition, by=by)
    return rendition


@transaction.atomic
def publish_edition(*, edition, by):
    """Put the edition on the shelf, in the place of an older one. It never changes afterwards."""
    document = _lock(edition.document)
    edition = Edition.objects.select_related("document").get(pk=edition.pk)
    _check_publishable(edition)
    now = timezone.now()
    for older in document.editions.published():
        EDITION.apply("withdraw", older, by=by, at=now, superseded_by=edition.number)
    edition = EDITION.apply("publish", edition, by=by, at=now)
    _delete_files(edition.renditions.exclude(content_sha256=edition.content_sha256(Format.PDF)))
    return edition


@transaction.atomic
def withdraw_edition(*, edition, reason, by):
    """Take the edition off the shelf; it stays readable with the reason."""
    _lock(edition.document)
    return EDITION.apply("withdraw", edition, by=by, at=timezone.now(), withdrawn_reason=reason)


@transaction.atomic
def record_download(*, rendition, by):
    """Who took a published report out of the house."""
    if rendition.edition.is_published:
        record("download", rendition.edition, by=by, changes={"format": rendition.format})


def _lock(document):
    """One writer at a time for all editions of a document."""
    return Document.objects.select_for_update().get(pk=document.pk)


def _edition_of(document, tree, *, by):
    """The edition that says what the tree says: the published one when nothing changed, else the draft."""
    draft = document.editions.filter(state=EditionState.DRAFT).first()
    published = document.editions.published().first()
    if published and published.sha256 == tree.sha256:
        if draft:  # the live data are back at what is published
            record("discard", draft, by=by)
            _delete_files(draft.renditions.all())
            draft.delete()
        return published
    content = {
        "title": " ".join(tree.title.split()),
        "dated_on": date.fromisoformat(tree.date),
        "tree": tree.as_json(),
        "sha256": tree.sha256,
        "search_key": search_key(tree.title, *tree.text.splitlines()),
    }
    if draft is None:
        number = (document.editions.aggregate(last=Max("number"))["last"] or 0) + 1
        draft = Edition.objects.create(document=document, number=number, created_by=by, **content)
        record("open", draft, by=by)
    elif draft.sha256 != tree.sha256:
        for name, value in content.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(content))
        # Their content is gone with the old tree, and nobody can make them any more.
        draft.renditions.exclude(state=RenditionState.READY).delete()
    return draft


def _request_file(edition, format, *, by):
    if not edition.is_draft:
        kept = edition.renditions.ready().filter(format=format).first()
        if kept and kept.has_file:
            return kept
    now = timezone.now()
    rendition, created = edition.renditions.get_or_create(
        format=format,
        content_sha256=edition.content_sha256(format),
        defaults={"requested_at": now, "requested_by": by, "dispatched_at": now},
    )
    if created and _reuse(rendition):
        return rendition
    if created:
        record("request", edition, by=by, changes={"format": format})
        jobs.dispatch_on_commit(rendition)
    elif rendition.has_failed or (rendition.is_ready and not rendition.has_file):
        _queue_again(rendition, by=by)
    return rendition


def _reuse(rendition):
    """An earlier edition of the same content lends its file."""
    for twin in Rendition.objects.ready().filter(content_sha256=rendition.content_sha256):
        if twin.has_file:
            rendition.state, rendition.progress = RenditionState.READY, 100
            rendition.file, rendition.size, rendition.pages = twin.file.name, twin.size, twin.pages
            rendition.finished_at = twin.finished_at
            rendition.save()
            return True
    return False


def _queue_again(rendition, *, by):
    now = timezone.now()
    rendition.state, rendition.attempts, rendition.progress = RenditionState.QUEUED, 0, 0
    rendition.error = rendition.error_detail = ""
    rendition.requested_at, rendition.requested_by, rendition.dispatched_at = now, by, now
    rendition.file, rendition.finished_at, rendition.leased_until = "", None, None
    rendition.save()
    record("request", rendition.edition, by=by, changes={"format": rendition.format})
    jobs.dispatch_on_commit(rendition)


def _check_publishable(edition):
    definition, subject = subject_of(edition.document)
    if subject is None or definition.build(subject, edition.document.language).sha256 != edition.sha256:
        raise ValidationError(
            _("파일을 만든 뒤 내용이 바뀌었습니다. 다시 만들어 확인한 뒤 게시해 주세요."), code="changed"
        )
    wanted = {"format": Format.PDF, "content_sha256": edition.content_sha256(Format.PDF)}
    if not any(rendition.has_file for rendition in edition.renditions.ready().filter(**wanted)):
        raise ValidationError(_("게시할 PDF가 아직 없습니다. 먼저 PDF를 만들어 주세요."), code="no_file")


def _delete_files(renditions):
    """Delete the rows, and after commit the files that no other edition uses."""
    names = [rendition.file.name for rendition in renditions if rendition.file]
    storage = Rendition._meta.get_field("file").storage
    renditions.delete()

    def delete_unused():
        used = set(Rendition.objects.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - used:
            storage.delete(name)

    transaction.on_commit(delete_unused, robust=True)
