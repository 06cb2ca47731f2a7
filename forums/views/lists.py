"""For the counterpart: it sends the list of its participants, and reads what became of it; people are ours to see."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange.core.paging import page_of
from exchange.core.views import with_object
from exchange.meetings.enums import Side
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.enums import ImportState
from forums.forms.imports import ListForm
from forums.importing.lists import read_list
from forums.importing.messages import said_of
from forums.importing.words import SHEET_NAMES
from forums.models import Edition, RegistrationImport

PERMISSION = "forums.send_list"


@require_http_methods(["GET", "POST"])
@with_object(Edition, PERMISSION, rows=lambda seen: seen.select_related("series"))
def edition_list(request, edition):
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (source := _sent(request, edition, form)):
        messages.success(request, _("명단을 보냈습니다. 중소기업중앙회가 확인하고 등록합니다."))
        return redirect("forums:list_detail", source.pk)
    own = RegistrationImport.objects.visible_to(request.user).filter(edition=edition).defer("rows")
    context = {"edition": edition, "form": form, "page": page_of(own, request), "languages": SHEET_NAMES.items()}
    return render(request, "forums/edition_list.html", context)


def _sent(request, edition, form):
    try:
        listing = read_list(form.cleaned_data["file"], Side.COUNTERPART)
    except ValidationError as error:
        form.add_error("file", error)
        return None
    try:
        return services.send_list(
            edition=edition, file_name=listing.name, listing=listing, agrees=form.cleaned_data["agrees"],
            by=request.user,
        )  # fmt: skip
    except ValidationError as error:
        refuse(form, error)
        return None


@require_GET
@with_object(RegistrationImport, PERMISSION, rows=lambda seen: seen.select_related("edition__series"))
def list_detail(request, source):
    """In numbers, and what is wrong in the file itself: whom of it we know already is not said."""
    context = {"source": source, "edition": source.edition}
    if source.state == ImportState.PREVIEW:
        rows = source.rows["rows"]
        wrong = [(row["n"], [said_of(fault) for fault in row["faults"]]) for row in rows if row["faults"]]
        context |= {
            "page": page_of(wrong, request), "wrong": len(wrong), "right": len(rows) - len(wrong),
            "ignored": [heading for _letter, heading, field in source.rows["columns"] if not field],
            "hidden_sheets": source.rows["hidden_sheets"],
        }  # fmt: skip
    else:
        context["registered"] = source.outcome["added"] + source.outcome["fixed"]
    return render(request, "forums/list_detail.html", context)
