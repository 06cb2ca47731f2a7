from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ambassadors import services
from ambassadors.anonymity import firm_of, marks_in
from ambassadors.casebooks import CASEBOOK
from ambassadors.forms.casebooks import CandidateFilter, CasebookForm, CaseForm
from ambassadors.models import AdvisorySession, Case, Casebook
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.counting import number_of
from exchange.core.languages import OF_DOCUMENTS, reader
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.documents.selectors import document_panel
from exchange.mous.forms.refusals import refuse

TEXTS = ("title_ko", "title_ja", "firm_ko", "firm_ja", "question_ko", "question_ja", "advice_ko", "advice_ja",
         "result_ko", "result_ja")  # fmt: skip


@require_GET
@require_permission("ambassadors.list_casebooks")
def casebook_list(request):
    books = Casebook.objects.visible_to(request.user).annotate(case_count=number_of(Case, "casebook"))
    return render(request, "ambassadors/casebook_list.html", {"page": page_of(books, request)})


@require_GET
@with_object(Casebook, "ambassadors.view_casebook", by="slug")
def casebook_detail(request, casebook):
    """The cases in their order, and the document in the language of ?language=."""
    language = request.GET.get("language")
    language = language if language in OF_DOCUMENTS else "ja" if reader() == "ja" else "ko"
    cases = list(casebook.cases.select_related("session").prefetch_related("session__topics"))
    for case in cases:
        case.marks = marks_in(*[getattr(case, name) for name in TEXTS])
    context = {
        "casebook": casebook,
        "cases": cases,
        "language": language,
        "languages": OF_DOCUMENTS.items(),
        "document": document_panel(CASEBOOK, casebook, language, request.user),
    }
    return render(request, "ambassadors/casebook_detail.html", context)


@require_permission("ambassadors.change_casebook")
def casebook_add(request):
    form = CasebookForm(request.POST or None)
    if form.is_valid():
        try:
            book = services.create_casebook(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("사례집을 만들었습니다. 실을 상담을 골라 주세요."))
            return redirect("ambassadors:case_add", slug=book.slug)
    return render(request, "ambassadors/casebook_edit.html", {"form": form})


@with_object(Casebook, "ambassadors.change_casebook", by="slug")
def casebook_edit(request, casebook):
    stored = Casebook.objects.get(pk=casebook.pk)
    form = CasebookForm(request.POST or None, instance=casebook)
    context = {"casebook": stored, "form": form, "version": version_shown(request, casebook)}
    if form.is_valid():
        save = services.change_casebook
        done = _save(request, form, context, lambda **how: save(casebook=stored, **how, **form.cleaned_data))
        if done:
            return redirect(stored)
    status = 409 if "rival" in context else 200
    return render(request, "ambassadors/casebook_edit.html", context, status=status)


def _save(request, form, context, save):
    """Whether it was saved; whoever was overtaken is told, and his next save is a deliberate one."""
    try:
        row = save(version=context["version"], by=request.user)
    except Overtaken as overtaken:
        context |= {"rival": overtaken.event, "theirs": _theirs(form), "version": overtaken.event.changes["version"]}
    except ValidationError as error:
        refuse(form, error)
    else:
        messages.success(request, _("저장했습니다."))
        return row
    return None


def _theirs(form):
    """[(what stands there now, whether it is another text than the typed one)]"""
    stored = type(form.instance).objects.get(pk=form.instance.pk)
    values = {field: getattr(stored, field.name) for field in form}
    return [(f"{field.label}: {value}", value != form.cleaned_data[field.name]) for field, value in values.items()]


@with_object(Casebook, "ambassadors.change_casebook", by="slug")
def case_add(request, casebook):
    """Sessions whose client consented and that are not in the book yet."""
    seen = AdvisorySession.objects.visible_to(request.user).filter(case_consent__isnull=False)
    seen = seen.exclude(cases__casebook=casebook)
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("session") if pk.isascii() and pk.isdigit()]
        added = services.add_cases(casebook=casebook, sessions=seen.filter(pk__in=chosen), by=request.user)
        if added:
            text = ngettext("상담 %(n)d건을 넣었습니다. 가린 말을 확인해 주세요.",
                            "상담 %(n)d건을 넣었습니다. 가린 말을 확인해 주세요.", len(added))  # fmt: skip
            messages.success(request, text % {"n": len(added)})
            return redirect(casebook)
        messages.error(request, _("넣을 상담을 하나 이상 골라 주세요."))
    found = CandidateFilter(request.GET, seen)
    page = page_of(found.qs.select_related("client").prefetch_related("topics").defer("search_key"), request, size=20)
    for session in page:
        session.firm = firm_of(session.client, reader())
    context = {"casebook": casebook, "filter": found, "page": page}
    return render(request, "ambassadors/case_add.html", context)


@with_object(Case, "ambassadors.change_casebook", rows=lambda seen: seen.select_related("casebook", "session"))
def case_edit(request, case):
    stored = Case.objects.select_related("casebook", "session").get(pk=case.pk)
    form = CaseForm(request.POST or None, instance=case)
    context = {"case": stored, "form": form, "version": version_shown(request, case)}
    if form.is_valid():
        save = services.change_case
        done = _save(request, form, context, lambda **how: save(case=stored, **how, **form.cleaned_data))
        if done:
            return redirect(stored.casebook)
    status = 409 if "rival" in context else 200
    return render(request, "ambassadors/case_edit.html", context, status=status)


@require_POST
@with_object(Case, "ambassadors.change_casebook", rows=lambda seen: seen.select_related("casebook"))
def case_remove(request, case):
    services.remove_case(case=case, by=request.user)
    messages.success(request, _("사례집에서 뺐습니다. 상담은 그대로 있어 다시 넣을 수 있습니다."))
    return redirect(case.casebook)


@require_POST
@with_object(Casebook, "ambassadors.change_casebook", by="slug")
def casebook_order(request, casebook):
    """The order as the list stands on the page; without a script one case moves by its button."""
    order = [int(pk) for pk in request.POST.getlist("case") if pk.isascii() and pk.isdigit()]
    for name, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(name, "")).isascii() and moved.isdigit() and int(moved) in order:
            at = order.index(int(moved))
            order.insert(max(at + step, 0), order.pop(at))
    try:
        services.order_cases(casebook=casebook, cases=order, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("순서를 저장했습니다."))
    return redirect(f"{casebook.get_absolute_url()}#cases")
