"""Terms: appointing, correcting, and the documents of one."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ambassadors import services
from ambassadors.activity import activity_of
from ambassadors.forms.ambassadors import NewTermForm, TermForm
from ambassadors.issued import KINDS, issued_to
from ambassadors.models import Ambassador, Term
from exchange.accounts.roles import reads_everything
from exchange.core.languages import OF_DOCUMENTS
from exchange.core.views import with_object
from exchange.directory.editing import show_error
from exchange.documents import definitions
from exchange.documents.files import file_response
from exchange.documents.selectors import document_panel, file_name
from exchange.documents.services import record_download


def _named(rows):
    return rows.select_related("person")


@require_http_methods(["GET", "POST"])
@with_object(Ambassador, "ambassadors.change_terms", rows=_named)
def term_add(request, ambassador):
    last = ambassador.terms.order_by("-number").first()
    form = NewTermForm(request.POST or None, initial={"starts_on": _next_day(last)})
    if form.is_valid():
        try:
            services.appoint(
                ambassador=ambassador, is_sample=ambassador.is_sample, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            show_error(form, None, error)
        else:
            messages.success(request, _("위촉했습니다. 임기 화면에서 위촉장을 만들 수 있습니다."))
            return redirect(ambassador)
    context = {"ambassador": ambassador, "form": form, "number": last.number + 1 if last else 1}
    return render(request, "ambassadors/term_add.html", context)


def _next_day(last):
    return last.ends_on + timedelta(days=1) if last else timezone.localdate()


@require_http_methods(["GET", "POST"])
@with_object(Term, "ambassadors.change_terms", rows=lambda seen: seen.select_related("ambassador__person"))
def term_edit(request, term):
    stored = get_object_or_404(Term.objects.select_related("ambassador__person"), pk=term.pk)
    form = TermForm(request.POST or None, instance=term)
    if form.is_valid():
        try:
            services.change_term(term=stored, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_error(form, None, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(stored.ambassador)
    return render(
        request, "ambassadors/term_edit.html", {"term": stored, "ambassador": stored.ambassador, "form": form}
    )


@require_GET
@with_object(Term, "ambassadors.view_term", rows=lambda seen: seen.select_related("ambassador__person"))
def term_document(request, term):
    """?document=letter or sheet, ?language=ko or ja: one of them at a time."""
    sees_documents = request.user.has_perm("documents.list_documents")
    kind = request.GET.get("document") if request.GET.get("document") in KINDS else "letter"
    language = request.GET.get("language") if request.GET.get("language") in OF_DOCUMENTS else "ko"
    context = {
        "term": term,
        "ambassador": term.ambassador,
        "kind": kind,
        "language": language,
        "kinds": [(name, definitions.get(definition).title) for name, definition in KINDS.items()],
        "languages": OF_DOCUMENTS.items(),
        "issued": [] if sees_documents else issued_to(term),
        "document": document_panel(KINDS[kind], term, language, request.user) if sees_documents else None,
        "figures": activity_of([term])[term.pk] if reads_everything(request.user) else None,
    }
    return render(request, "ambassadors/term_document.html", context)


@require_GET
@with_object(Term, "ambassadors.view_term")
def term_file(request, term, kind, language):
    """To its ambassador himself, who reads no other documents of ours."""
    row = next((row for row in issued_to(term) if (row.kind, row.language) == (kind, language)), None)
    if row is None:
        raise Http404
    response = file_response(row.file, file_name(row.file), as_attachment=True)
    record_download(rendition=row.file, by=request.user)
    return response
