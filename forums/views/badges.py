from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from exchange.core.paging import page_of
from exchange.core.views import with_object
from exchange.documents.selectors import document_panel
from forums import services
from forums.badges import NAME, people, unprinted
from forums.enums import BadgeChoice
from forums.models import BadgePrint, Edition, Registration
from forums.sides import SIDES

PERMISSION = "forums.change_registrations"
OFFERED = (BadgeChoice.NEW, BadgeChoice.ALL, BadgeChoice.OURS, BadgeChoice.COUNTERPART)


class BadgesForm(forms.Form):
    choice = forms.ChoiceField(choices=[(choice, choice.label) for choice in OFFERED], widget=forms.RadioSelect)

    def __init__(self, *args, counts, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.label = BadgePrint._meta.get_field("choice").verbose_name
        field.initial = BadgeChoice.NEW
        field.choices = [(choice, f"{choice.label} ({counts[choice]})") for choice in OFFERED]


@with_object(Edition, PERMISSION, rows=lambda seen: seen.select_related("series"))
def edition_badges(request, edition):
    """Whom to make badges for, and those that were made."""
    form = BadgesForm(request.POST or None, counts=_counts(edition))
    if request.method == "POST" and form.is_valid():
        try:
            run = services.print_badges(edition=edition, choice=form.cleaned_data["choice"], by=request.user)
        except ValidationError as error:
            form.add_error("choice", error)
        else:
            return redirect("forums:badge_print", run.pk)
    runs = page_of(edition.badge_prints.select_related("made_by"), request)
    return render(request, "forums/edition_badges.html", {"edition": edition, "form": form, "page": runs})


def _counts(edition):
    seated = people(edition, BadgeChoice.ALL)
    of_side = {side: sum(row.side == side for row in seated) for side, _label in SIDES}
    return {
        BadgeChoice.ALL: len(seated), BadgeChoice.NEW: len(unprinted(edition, seated)),
        BadgeChoice.OURS: of_side["ours"], BadgeChoice.COUNTERPART: of_side["counterpart"],
    }  # fmt: skip


@require_POST
@with_object(Registration, PERMISSION, rows=lambda seen: seen.select_related("edition"))
def registration_badge(request, registration):
    """One person's badge, also once more."""
    try:
        run = services.print_badges(
            edition=registration.edition, choice=BadgeChoice.ONE, registration=registration, by=request.user
        )
    except ValidationError:
        return redirect(registration)
    return redirect("forums:badge_print", run.pk)


@require_GET
@with_object(BadgePrint, PERMISSION, rows=lambda seen: seen.select_related("edition__series", "made_by"))
def badge_print(request, run):
    document = document_panel(NAME, run, "ko", request.user)
    context = {"run": run, "edition": run.edition, "document": document, "note": ""}
    return render(request, "forums/badge_print.html", context)
