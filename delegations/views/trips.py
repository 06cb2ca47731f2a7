import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from delegations import checks, services
from delegations.enums import Phase
from delegations.filters import DelegationFilter
from delegations.forms import CancelForm, DelegationForm, Move, NewDelegationForm, ReportTextsForm
from delegations.listing import listed, rows_of
from delegations.loading import load_clippings, load_trip
from delegations.models import REPORT, Delegation
from delegations.views.pages import rival, trip_page
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.documents.selectors import document_panel

# The trip that asks for something soonest stands first.
ORDER = {
    Phase.UPCOMING: ("starts_on", "pk"),
    Phase.UNDER_WAY: ("ends_on", "pk"),
    Phase.REPORT_DUE: ("ends_on", "pk"),
}


@require_GET
@require_permission("delegations.list_delegations")
def delegation_list(request):
    today = timezone.localdate()
    filtered = DelegationFilter(request.GET, Delegation.objects.visible_to(request.user), choices=Choices(request.user))
    matching = filtered.qs.with_phase(today=today)
    numbers = dict(matching.order_by().values_list("phase").annotate(n=Count("pk")))
    phase = request.GET.get("phase") if request.GET.get("phase") in Phase.values else ""
    found = matching.filter(phase=phase).order_by(*ORDER.get(phase, ("-starts_on", "-pk"))) if phase else matching
    total = sum(numbers.values())
    count = numbers.get(phase, 0) if phase else total
    page = page_of(found.values_list("pk", "phase"), request, count=count)
    page.object_list = listed(dict(page))
    context = {
        "filter": filtered,
        "phase": phase,
        "phases": [(each.value, each.label, numbers.get(each.value, 0)) for each in Phase],
        "total": total,
        "page": page,
        "rows": rows_of(page.object_list, today),
    }
    return render(request, "delegations/delegation_list.html", context)


@require_permission("delegations.add_delegation")
def delegation_add(request):
    """What was chosen and typed so far may stand in the address: titles and places follow the choices."""
    form = NewDelegationForm(request.POST or None, user=request.user, typed=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            delegation = services.create_delegation(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("출장을 등록했습니다. 이어서 출장자와 일정을 적어 주세요."))
            return redirect(delegation)
    return render(request, "delegations/delegation_add.html", {"form": form})


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_edit(request, delegation):
    """Another day of departure asks what of the plan goes along; `GET ?starts_on=` asks it while dates are typed."""
    template = "delegations/delegation_edit.html"
    form = DelegationForm(request.POST or None, user=request.user, instance=copy.copy(delegation))
    move = Move(delegation, request.POST or request.GET)
    context = {"form": form, "move": move, "version": version_shown(request, delegation), "is_asked": False}
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if move.is_offered and not move.was_shown:
            return trip_page(request, delegation, template, tab="detail", **context | {"is_asked": True})
        try:
            changed = services.change_delegation(
                delegation=delegation, moves=move.wanted, version=context["version"], by=request.user, **facts
            )
        except Overtaken as overtaken:
            context |= rival(delegation, overtaken.event, facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("고친 내용을 저장했습니다."))
            return redirect(changed)
    return trip_page(request, delegation, template, tab="detail", **context)


@with_object(Delegation, "delegations.cancel_delegation", by="slug")
def delegation_cancel(request, delegation):
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_delegation(delegation=delegation, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("출장을 취소했습니다."))
            return redirect(delegation)
    return trip_page(request, delegation, "delegations/delegation_cancel.html", tab="detail", form=form)


@require_POST
@with_object(Delegation, "delegations.cancel_delegation", by="slug")
def delegation_restore(request, delegation):
    try:
        services.restore_delegation(delegation=delegation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("취소를 되돌렸습니다."))
    return redirect(delegation)


@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_report(request, delegation):
    """Reading is for all who see the trip; the texts are written by those who may change it."""
    may_write = request.user.has_perm("delegations.change_delegation", delegation)
    if request.method == "POST" and not may_write:
        raise PermissionDenied("delegations.change_delegation")
    form = ReportTextsForm(request.POST or None, instance=copy.copy(delegation))
    context = {"form": form, "version": version_shown(request, delegation)}
    if form.is_valid():
        texts = form.cleaned_data
        try:
            services.write_report_texts(delegation=delegation, version=context["version"], by=request.user, **texts)
        except Overtaken as overtaken:
            context |= rival(delegation, overtaken.event, texts)
        else:
            messages.success(request, _("저장했습니다. 보고서를 다시 만들면 반영됩니다."))
            return redirect("delegations:delegation_report", delegation.slug)
    trip = load_clippings(load_trip(delegation))
    found = checks.report_checks(trip)
    context |= {
        "checks": found,
        "done_count": len(found) - len(checks.open_checks(found)),
        "document": document_panel(REPORT, delegation, "ko", request.user),
    }
    return trip_page(request, delegation, "delegations/delegation_report.html", tab="report", trip=trip, **context)
