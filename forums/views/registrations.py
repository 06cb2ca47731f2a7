"""Who comes: the list, each of its people, the seats; for staff."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.audit.models import Event
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.paging import page_of
from exchange.core.spreadsheets import CONTENT_TYPE
from exchange.core.views import with_object
from exchange.mous.forms.refusals import refuse
from exchange.mous.selectors import Line
from forums import services
from forums.enums import Origin
from forums.filters import RegistrationFilter
from forums.forms.registering import FACTS
from forums.forms.registrations import AddForm, ExportForm, QuotaForm, StaffForm
from forums.models import Edition, Registration
from forums.registration_export import write
from forums.registration_listing import REACH, counts_of, in_rows, known_number, rows_of
from forums.sides import SIDES

HISTORY = 50


def with_series(seen):
    return seen.select_related("series")


def with_edition(seen):
    return seen.select_related("edition__series")


@require_GET
@with_object(Edition, "forums.view_registrations", rows=with_series)
def edition_registrations(request, edition):
    filtered = _filtered(request, edition)
    page = page_of(in_rows(filtered.qs), request, count=known_number(filtered, edition), reach=REACH)
    context = {
        "edition": edition, "filter": filtered, "page": page, "rows": rows_of(page, edition),
        "sides": counts_of(edition), "export": ExportForm(),
    }  # fmt: skip
    return render(request, "forums/edition_registrations.html", context)


def _filtered(request, edition):
    people = Registration.objects.visible_to(request.user).filter(edition=edition)
    return RegistrationFilter(request.GET, people)


@require_POST
@with_object(Edition, "forums.change_registrations")
def registrations_export(request, edition):
    """What the same address of the list shows, all of it, as a spreadsheet; the reason stays in the log."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect("forums:edition_registrations", edition.pk)
    file, rows = write(_filtered(request, edition).qs, edition)
    services.record_export(edition=edition, rows=rows, reason=form.cleaned_data["reason"], by=request.user)
    name = _("참가자 명단 %(year)d %(day)s.xlsx") % {"year": edition.year, "day": timezone.localdate().isoformat()}
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_registrations", rows=with_series)
def registration_add(request, edition):
    side = request.POST.get("side", request.GET.get("side"))
    side = side if side in dict(SIDES) else SIDES[0][0]
    form = AddForm(request.POST or None, side=side, initial={"submission": uuid4(), "side": side})
    if form.is_valid():
        facts = {"submission": form.cleaned_data["submission"], "origin": Origin.STAFF, "by": request.user}
        try:
            row, _new = services.register(edition=edition, side=side, **facts, **form.facts)
        except ValidationError as error:
            refuse(form, error)
        else:
            said = _("%(name)s 님을 등록했습니다.") if row.is_seated else _("%(name)s 님을 대기로 등록했습니다.")
            messages.success(request, said % {"name": row.name})
            return redirect(row)
    return render(request, "forums/registration_add.html", {"edition": edition, "form": form})


@require_GET
@with_object(
    Registration, "forums.view_registrations", rows=lambda seen: seen.select_related("edition__series", "consent")
)
def registration_detail(request, row):
    events = Event.objects.about(row).select_related("by")[:HISTORY]
    context = {
        "row": row, "edition": row.edition, "side": dict(SIDES)[row.side], "place": Registration.objects.place_of(row),
        "check_ins": row.check_ins.select_related("session", "by"), "history": [Line(event) for event in events],
    }  # fmt: skip
    return render(request, "forums/registration_detail.html", context)


@require_http_methods(["GET", "POST"])
@with_object(Registration, "forums.change_registrations", rows=with_edition)
def registration_edit(request, row):
    form = StaffForm(request.POST or None, side=row.side, initial={name: getattr(row, name) for name in FACTS})
    context = {"row": row, "edition": row.edition, "form": form, "version": version_shown(request, row), "rival": None}
    status = 200
    if form.is_valid():
        try:
            services.change_registration(registration=row, version=context["version"], by=request.user, **form.facts)
        except Overtaken as overtaken:
            now = Registration.objects.get(pk=row.pk)
            context |= {"rival": overtaken.event, "version": now.version, "theirs": _theirs(now, form.facts)}
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(row)
    return render(request, "forums/registration_edit.html", context, status=status)


def _theirs(row, typed):
    """[(a line of what stands there now, whether it differs from what was typed)]"""
    lines = []
    for name in FACTS:
        field, value = Registration._meta.get_field(name), getattr(row, name)
        shown = getattr(row, f"get_{name}_display")() if field.choices else value
        if value in ("", None):
            shown = "-"
        elif isinstance(value, bool):
            shown = _("예") if value else _("아니요")
        lines.append((f"{field.verbose_name}: {shown}", value != typed.get(name)))
    return lines


@require_http_methods(["GET", "POST"])
@with_object(Registration, "forums.change_registrations", rows=with_edition)
def registration_cancel(request, row):
    refusal = None
    if request.method == "POST":
        try:
            services.cancel_registration(registration=row, by=request.user)
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, _("%(name)s 님의 신청을 취소했습니다.") % {"name": row.name})
            return redirect("forums:edition_registrations", row.edition_id)
    return render(request, "forums/registration_cancel.html", {"row": row, "edition": row.edition, "refusal": refusal})


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_registrations", rows=with_series)
def edition_quotas(request, edition):
    """More seats go to those who wait, who are written to."""
    seats = {quota.side: quota.seats for quota in edition.quotas.all()}
    form = QuotaForm(request.POST or None, quotas=seats)
    if form.is_valid():
        try:
            moved = services.change_quotas(edition=edition, seats=form.cleaned_data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            said = _("저장했습니다. 대기하던 %(n)d명이 확정되어 메일로 알렸습니다.") if moved else _("저장했습니다.")
            messages.success(request, said % {"n": len(moved)} if moved else said)
            return redirect("forums:edition_registrations", edition.pk)
    context = {"edition": edition, "form": form, "sides": counts_of(edition)}
    return render(request, "forums/edition_quotas.html", context)
