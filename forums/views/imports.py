from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from exchange.core.paging import page_of
from exchange.core.spreadsheets import CONTENT_TYPE
from exchange.core.views import with_object
from forums import services
from forums.enums import ImportState
from forums.forms.imports import ApplyForm, ImportForm
from forums.importing import preview
from forums.importing.lists import read_list
from forums.importing.matching import Choice
from forums.importing.template import write_template
from forums.importing.words import SHEET_NAMES
from forums.models import Edition, Quota, RegistrationImport
from forums.sides import SIDES

PERMISSION = "forums.change_registrations"
NAMED = 50  # of those who stay when a list is taken back
STAYS = {"badge": _("명찰을 만들었습니다"), "came": _("입장했습니다"), "changed": _("그 뒤에 고쳤습니다")}
WHOLE = {"rows": lambda seen: seen.select_related("edition__series", "uploaded_by")}


@with_object(Edition, PERMISSION, rows=lambda seen: seen.select_related("series"))
def edition_imports(request, edition):
    """The lists that came, and a new one."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (source := _opened(request, edition, form)):
        return redirect("forums:import_detail", source.pk)
    lists = edition.imports.select_related("uploaded_by").defer("rows")
    context = {"edition": edition, "form": form, "page": page_of(lists, request), "languages": SHEET_NAMES.items()}
    context["sides"] = dict(SIDES)
    return render(request, "forums/edition_imports.html", context)


def _opened(request, edition, form):
    """The list as it was read, or None with the reason at the file."""
    side = form.cleaned_data["side"]
    try:
        listing = read_list(form.cleaned_data["file"], side)
        return services.open_import(
            edition=edition, side=side, file_name=listing.name, listing=listing, by=request.user
        )
    except ValidationError as error:
        form.add_error("file", error)
        return None


@require_GET
@with_object(Edition, "forums.view_edition")
def import_template(request, edition, language):
    """Empty: for whoever fills it in."""
    if language not in SHEET_NAMES:
        raise Http404(language)
    name = f"{SHEET_NAMES[language]}.xlsx"
    return FileResponse(write_template(language), as_attachment=True, filename=name, content_type=CONTENT_TYPE)


@with_object(RegistrationImport, PERMISSION, **WHOLE)
def import_detail(request, source):
    """Every row as it would be taken, and what is to become of it; afterwards what became of them."""
    if request.method == "POST":
        return _chosen(request, source)
    return _page(request, source, ApplyForm())


def _page(request, source, form, status=200):
    context = {"source": source, "edition": source.edition, "side": dict(SIDES)[source.side]}
    if source.state != ImportState.PREVIEW:
        return render(request, "forums/import_done.html", context)
    rows = source.rows["rows"]
    choices, kinds = preview.counts_of(rows)
    page = page_of(preview.filtered(rows, request.GET.get("kind")), request)
    quota = Quota.objects.get(edition=source.edition_id, side=source.side)
    taken = source.edition.registrations.seated().filter(side=source.side).count()
    context |= {
        "page": page,
        "rows": preview.drawn(page.object_list),
        "total": len(rows),
        "kinds": kinds,
        "kind": request.GET.get("kind", ""),
        "choices": choices,
        "bulk": Choice.choices,
        "form": form,
        "free": max(quota.seats - taken, 0),
        "ignored": [heading for _letter, heading, field in source.rows["columns"] if not field],
        "hidden_sheets": source.rows["hidden_sheets"],
    }
    return render(request, "forums/import_detail.html", context, status=status)


def _chosen(request, source):
    """What was chosen on this page is kept; then the page that was asked for."""
    try:
        services.choose_rows(source=source, choices=_choices(request, source), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("선택을 저장했습니다."))
    return redirect(request.get_full_path())


def _choices(request, source):
    for_all = request.POST.get("all")
    if for_all and source.state == ImportState.PREVIEW:
        rows = preview.filtered(source.rows["rows"], request.GET.get("kind"))
        return dict.fromkeys((row["n"] for row in rows), for_all)
    names = (name.removeprefix("row-") for name in request.POST if name.startswith("row-"))
    return {int(number): request.POST[f"row-{number}"] for number in names if number.isdecimal()}


@require_POST
@with_object(RegistrationImport, PERMISSION, **WHOLE)
def import_apply(request, source):
    """With what was chosen on the page from which it was sent."""
    form = ApplyForm(request.POST)
    try:
        source = services.choose_rows(source=source, choices=_choices(request, source), by=request.user)
        if not form.is_valid():
            return _page(request, source, form, status=422)
        services.apply_import(source=source, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        if error.code == "stale":
            services.compare_again(source=source)
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("명단을 등록했습니다."))
    return redirect("forums:import_detail", source.pk)


@require_POST
@with_object(RegistrationImport, PERMISSION, **WHOLE)
def import_discard(request, source):
    edition = source.edition_id
    try:
        services.discard_import(source=source, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("forums:import_detail", source.pk)
    messages.success(request, _("명단을 버렸습니다. 아무도 등록하지 않았습니다."))
    return redirect("forums:edition_imports", edition)


@with_object(RegistrationImport, PERMISSION, **WHOLE)
def import_undo(request, source):
    if source.state != ImportState.DONE:
        return redirect("forums:import_detail", source.pk)
    if request.method == "POST":
        try:
            services.undo_import(source=source, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("명단 등록을 되돌렸습니다."))
        return redirect("forums:import_detail", source.pk)
    prospect = services.prospect_of_undo(source=source)
    context = {"source": source, "edition": source.edition, "prospect": prospect, "more": prospect["kept"] - NAMED}
    context["stays"] = [(name, STAYS[reason]) for name, reason in prospect["stays"][:NAMED]]
    return render(request, "forums/import_undo.html", context)
