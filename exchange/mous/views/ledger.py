from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.core.paging import page_of
from exchange.core.spreadsheets import CONTENT_TYPE
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.mous import exports, services
from exchange.mous.enums import Obligor
from exchange.mous.flows import COMMITMENT
from exchange.mous.ledger import Ledger
from exchange.mous.ledger_filters import LedgerFilter
from exchange.mous.listing import rows_of
from exchange.mous.marks import said
from exchange.mous.models import Commitment
from exchange.mous.standing import Objection, Standing

PAGE_SIZE = 40
MOST_PRINTED = 300  # of each side


@require_GET
@require_permission("mous.list_commitments")
def commitment_list(request):
    """Both sides and what they share, each with its first rows; `?obligor=` shows one of them in pages."""
    found, ledger = _asked(request)
    chosen, page = ledger.obligor, None
    if chosen:
        page = page_of(ledger.of(chosen), request, size=PAGE_SIZE, count=ledger.count(chosen, ledger.standing))
    sides = [ledger.side(chosen, page.object_list)] if chosen else ledger.sides()
    body = found.form.is_valid() and found.form.cleaned_data.get("counterpart")
    context = {"filter": found, "ledger": ledger, "sides": sides, "page": page, "body": body}
    return render(request, "mous/commitment_list.html", context)


@require_GET
@require_permission("mous.list_commitments")
def commitment_print(request):
    """What the same address of the ledger shows, on one long page without its controls."""
    found, ledger = _asked(request)
    sides = ledger.sides(MOST_PRINTED)
    context = {
        "sides": sides,
        "today": timezone.localdate(),
        "asked": list(_conditions(found.form, ledger)),
        "most": MOST_PRINTED,
        "left_out": sum(side.count - len(side.rows) for side in sides),
    }
    return render(request, "mous/commitment_print.html", context)


@require_GET
@require_permission("mous.export_commitments")
def commitment_export(request):
    """What the same address of the ledger shows, all of it, as a spreadsheet."""
    _found, ledger = _asked(request)
    rows = list(ledger.all())
    response = HttpResponse(exports.workbook(rows), content_type=CONTENT_TYPE)
    name = _("약속 장부 %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    response["Content-Disposition"] = content_disposition_header(True, name)
    services.record_export(rows=len(rows), by=request.user)
    return response


@require_GET
@with_object(Commitment, "mous.change_commitment", rows=lambda seen: seen.listed())
def commitment_steps(request, commitment):
    """In the place of the row's link: the steps that its state allows. Without htmx the commitment's page has them."""
    if not request.htmx:
        return redirect(f"{commitment.get_absolute_url()}#steps")
    if "close" in request.GET:
        return HttpResponse(rows_of([commitment], request.user, with_steps=True)[0]["steps"])
    steps = COMMITMENT.open_steps(commitment, request.user)
    context = {"commitment": commitment, "steps": steps, "next": request.htmx.current_url_abs_path or ""}
    return render(request, "mous/_row_steps.html", context)


def changed_row(request, commitment, level, text):
    """In the place of the row, where it stood, with what was done; the chips above count anew."""
    here = urlsplit(request.htmx.current_url_abs_path or "")
    request.GET = QueryDict(here.query)  # what the page around the row was asked for
    found, ledger = _asked(request)
    rows = rows_of([found.queryset.listed().get(pk=commitment.pk)], request.user, one_side=True, with_steps=True)
    rows[0]["said"] = said(level, text)
    return render(request, "mous/_changed_row.html", {"rows": rows, "ledger": ledger})


def _asked(request):
    """(the filter, the ledger of what it leaves)"""
    state = request.GET.get("state")
    found = LedgerFilter(request.GET, Commitment.objects.visible_to(request.user), choices=Choices(request.user))
    ledger = Ledger(
        found.qs,
        request.user,
        standing=_one_of(Standing, state) or _one_of(Objection, state),
        obligor=_one_of(Obligor, request.GET.get("obligor")),
        today=timezone.localdate(),
    )
    return found, ledger


def _one_of(choices, value):
    return choices(value) if value in choices.values else None


def _conditions(form, ledger):
    """(question, answer) for each that was asked, as people read it."""
    if ledger.standing:
        yield _("상태"), ledger.standing.label
    for field in form:
        value = form.cleaned_data.get(field.name) if form.is_valid() else None
        if value:
            choices = {str(key): label for key, label in getattr(field.field, "choices", [])}
            yield field.label, choices.get(str(value), value)
