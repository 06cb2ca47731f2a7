from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from exchange.core import content
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.documents import selectors, services
from exchange.documents.blocks import Tree
from exchange.documents.files import file_response, picture_response
from exchange.documents.filters import EditionFilter
from exchange.documents.forms import WithdrawForm
from exchange.documents.models import Edition, Rendition
from exchange.documents.proofs import proofs_of


@require_GET
@require_permission("documents.list_documents")
def document_list(request):
    visible = Edition.objects.visible_to(request.user)
    filtered = EditionFilter(request.GET, visible)
    page = page_of(selectors.shelf_of(filtered.qs), request)
    context = {
        "filter": filtered,
        "page": page,
        "years": selectors.by_year(page.object_list),
        "counts": selectors.counts(visible),
    }
    return render(request, "documents/document_list.html", context)


@require_GET
@with_object(Edition, "documents.view_edition")
def edition_detail(request, edition):
    reading = selectors.reading_of(edition, request.user)
    context = {"edition": edition, "reading": reading, "proofs": proofs_of(edition, request.user)}
    return render(request, "documents/edition_detail.html", context)


@require_GET
@with_object(Edition, "documents.view_edition")
def edition_picture(request, edition, sha256):
    """A picture of the document; nothing else of the content store can be asked for here."""
    if sha256 not in set(Tree.from_json(edition.tree).pictures):
        raise Http404
    try:
        return picture_response(content.load(sha256))
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
@with_object(Edition, "documents.publish_edition")
def edition_publish(request, edition):
    try:
        services.publish_edition(edition=edition, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("게시했습니다. 보고서함에서 볼 수 있습니다."))
    return redirect(selectors.page_of_document(edition))


@with_object(Edition, "documents.withdraw_edition")
def edition_withdraw(request, edition):
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_edition(edition=edition, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("게시를 철회했습니다."))
            return redirect(edition)
    return render(request, "documents/edition_withdraw.html", {"edition": edition, "form": form})


def with_subject(view):
    """Replace the address by (definition, subject): 404 when not visible, 403 when not this user's to make."""

    @wraps(view)
    def wrapped(request, definition, subject_id, language):
        definition, subject = selectors.visible_subject(request.user, definition, pk=subject_id)
        if language not in definition.languages:
            raise Http404(language)
        if not selectors.may_make_document(request.user, definition, subject):
            raise PermissionDenied(definition.make)
        return view(request, definition, subject, language)

    wrapped.permission = "documents.request_rendition"
    return wrapped


@require_POST
@with_subject
def document_make(request, definition, subject, language):
    rendition = services.request_rendition(definition=definition, subject=subject, language=language, by=request.user)
    note = _("내용이 그대로여서 다시 만들지 않았습니다.") if rendition.is_ready else ""
    return _panel_or_page(request, definition, subject, language, note)


@require_POST
@with_object(Rendition, "documents.retry_rendition")
def rendition_retry(request, rendition):
    services.retry_rendition(rendition=rendition, by=request.user)
    return redirect(selectors.page_of_document(rendition.edition))


@require_GET
@never_cache
def rendition_status(request, pk):
    """The progress bar, asked for every second; when there is no more to wait for, the whole panel."""
    rendition = Rendition.objects.visible_to(request.user).filter(pk=pk).first()
    if rendition is None:
        if request.htmx and request.user.has_perm("documents.list_documents"):
            return HttpResponseClientRefresh()  # the content changed meanwhile and this job was dropped
        raise Http404
    definition, subject = selectors.subject_of(rendition.edition.document)
    if not request.htmx or subject is None:
        return redirect(selectors.page_of_document(rendition.edition))
    if rendition.is_waiting:
        context = {"rendition": rendition, "page": definition.page(subject)}
        return render(request, "documents/_job.html", context)
    language = rendition.edition.document.language
    response = _panel_or_page(request, definition, subject, language)
    return reswap(retarget(response, f"#{selectors.html_id(language)}"), "outerHTML")


@require_GET
@with_object(Rendition, "documents.view_rendition")
def rendition_download(request, rendition):
    response = file_response(rendition, selectors.file_name(rendition), as_attachment=True)
    services.record_download(rendition=rendition, by=request.user)
    return response


@require_GET
@with_object(Rendition, "documents.view_rendition")
def rendition_inline(request, rendition):
    return file_response(rendition, selectors.file_name(rendition), as_attachment=False)


def _panel_or_page(request, definition, subject, language, note=""):
    if not request.htmx:
        if note:
            messages.info(request, note)
        return redirect(definition.page(subject))
    document = selectors.document_panel(definition.name, subject, language, request.user)
    return render(request, "documents/_document.html", {"document": document, "note": note})
