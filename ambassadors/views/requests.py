from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ambassadors import letters, services
from ambassadors.enums import RequestState
from ambassadors.models import AdvisoryRequest, Ambassador
from ambassadors.request_filters import RequestFilter
from ambassadors.request_listing import FOR_STAFF, in_order, rows_of
from ambassadors.request_page import STEP_FORMS, whole_page
from exchange.accounts.roles import reads_everything
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.mous.forms.refusals import refuse

ON_A_PAGE = 40  # a page of the queue stays under 40 KB
NEVER_OWN = (RequestState.RECEIVED, RequestState.REJECTED)  # no ambassador carries these


def _in_full(seen):
    return seen.select_related("client", "ambassador__person", "consent")


@require_GET
@require_permission("ambassadors.list_requests")
def request_list(request):
    """The queue; an ambassador finds his own here, what waits for his answer first."""
    is_own = not reads_everything(request.user)
    visible = AdvisoryRequest.objects.visible_to(request.user)
    state = request.GET.get("state", "")
    found = RequestFilter(request.GET, visible)
    waiting = dict(visible.open().order_by().values_list("state").annotate(Count("pk")))
    page = page_of(in_order(found.qs, state, is_own=is_own), request, size=ON_A_PAGE)
    context = {
        "filter": found,
        "page": page,
        "rows": rows_of(page, is_own=is_own),
        "state": state if state in RequestState.values else "",
        "states": [
            (each.value, each.label, waiting.get(each.value, 0) if each in FOR_STAFF else "")
            for each in RequestState
            if not (is_own and each in NEVER_OWN)
        ],
        "waiting": sum(waiting.values()),
        "is_own": is_own,
    }
    return render(request, "ambassadors/request_list.html", context)


@require_GET
@with_object(AdvisoryRequest, "ambassadors.view_request", rows=_in_full)
def request_detail(request, asked):
    return render(request, "ambassadors/request_detail.html", whole_page(asked, request))


@never_cache
@require_POST
@with_object(AdvisoryRequest, "ambassadors.view_contact", rows=_in_full)
def request_contact(request, asked):
    """Shown once, in place of the button; whoever asks leaves a record of it."""
    services.view_contact(request=asked, by=request.user)
    if request.htmx:
        return render(request, "ambassadors/_request_contact.html", {"asked": asked, "shows_contact": True})
    return render(request, "ambassadors/request_detail.html", whole_page(asked, request, shows_contact=True))


@require_POST
@with_object(AdvisoryRequest, "ambassadors.assign_request", rows=_in_full)
def request_assign(request, asked):
    chosen = request.POST.get("ambassador", "")
    ambassador = (
        Ambassador.objects.filter(pk=chosen).select_related("person__user").first() if chosen.isdecimal() else None
    )
    if ambassador is None:
        raise Http404
    try:
        services.assign_request(request=asked, ambassador=ambassador, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        who = {"who": ambassador.person.local_name}
        if letters.account_of(ambassador):
            messages.success(request, _("%(who)s 대사에게 부탁하는 메일을 보냈습니다.") % who)
        else:
            unread = _("%(who)s 대사에게 배정했습니다. 포털 계정이 없어 메일은 나가지 않았습니다. 전화로 알려 주세요.")
            messages.warning(request, unread % who)
    return redirect(asked)


@require_POST
@with_object(AdvisoryRequest, "ambassadors.answer_request", rows=_in_full)
def request_answer(request, asked):
    """One touch: `answer` is accept or decline. Who declines sees the request no more."""
    answer = request.POST.get("answer")
    if answer == "accept":
        accept = {"service": services.accept_request, "said": _("자문을 맡았습니다. 이제 연락처를 보실 수 있습니다.")}
        return _take(request, asked, **accept)
    if answer != "decline":
        raise Http404
    said = _("사양하셨습니다. 담당자가 다른 대사를 찾겠습니다.")
    form = STEP_FORMS["decline"](request.POST, auto_id="decline-%s")
    return _take(request, asked, service=services.decline_request, said=said, form=form, way="ambassadors:request_list")


@require_POST
@with_object(AdvisoryRequest, "ambassadors.view_request", rows=_in_full)
def request_step(request, asked):
    """`step` names it; the service asks whether this user may."""
    step = request.POST.get("step", "")
    if step not in _STEPS:
        raise Http404
    service, said = _STEPS[step]
    form = STEP_FORMS[step](request.POST, auto_id=f"{step}-%s") if step in STEP_FORMS else None
    return _take(request, asked, service=service, said=said(), form=form, name=step)


_STEPS = {
    "close": (services.close_request, lambda: _("자문을 마쳤습니다. 신청 기업에 메일로 알렸습니다.")),
    "reject": (services.reject_request, lambda: _("반려했습니다. 신청 기업에 메일로 알렸습니다.")),
    "take_back": (services.take_back_request, lambda: _("배정을 거두었습니다. 신청은 다시 대기 중입니다.")),
    "reopen_request": (services.reopen_request, lambda: _("신청을 다시 열었습니다.")),
}


def _take(request, asked, *, service, said, form=None, name="decline", way=None):
    """A refused form stands open on the page with what was typed."""
    if form and not form.is_valid():
        return render(request, "ambassadors/request_detail.html", whole_page(asked, request, **{f"{name}_form": form}))
    try:
        service(request=asked, by=request.user, **(form.cleaned_data if form else {}))
    except ValidationError as error:
        if form:
            refuse(form, error)
            shown = whole_page(asked, request, **{f"{name}_form": form})
            return render(request, "ambassadors/request_detail.html", shown)
        messages.error(request, " ".join(error.messages))
        return redirect(asked)
    messages.success(request, said)
    return redirect(way or asked)
