from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from delegations import services
from delegations.forms import CloneForm
from delegations.loading import load_posts, load_trip
from delegations.models import Delegation
from delegations.views.delegates import told_with_post
from delegations.views.entries import entry_labels
from delegations.views.pages import trip_page
from exchange.core import days
from exchange.core.views import with_object

YEAR = timedelta(weeks=52)  # the same day of the week, nearly the same day of the year


@with_object(Delegation, "delegations.clone_delegation", by="slug")
def delegation_clone(request, delegation):
    """The plan again on other dates; until it is saved the page shows where each of its parts would fall."""
    trip = load_posts(load_trip(delegation))
    starts_on = _day_asked(request) or trip.starts_on + YEAR
    form = CloneForm(
        request.POST if _is_saved(request) else None,
        instance=trip,
        initial=_typed(request) or _first(trip, starts_on),
        labels=_labels(trip, starts_on),
    )
    if form.is_valid():
        try:
            clone = services.clone_delegation(source=delegation, by=request.user, **_wanted(form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("출장을 복제했습니다. 날짜와 사람을 확인해 주세요."))
            return redirect(clone)
    shift = starts_on - trip.starts_on
    context = {"form": form, "trip": trip, "shift": shift.days, "starts_on": starts_on, "ends_on": trip.ends_on + shift}
    return trip_page(request, delegation, "delegations/delegation_clone.html", tab="detail", **context)


def _is_saved(request):
    return request.method == "POST" and "preview" not in request.POST


def _day_asked(request):
    """The new day of departure, if it is one that a trip can have."""
    try:
        day = date.fromisoformat(request.POST.get("starts_on", ""))
        days.validate_year(day)
    except (ValueError, ValidationError):
        return None
    return day


def _first(trip, starts_on):
    return {"starts_on": starts_on} | services.titles_in(trip, starts_on.year)


def _typed(request):
    """What the page holds, while only the dates are worked out anew."""
    if "preview" not in request.POST:
        return None
    lists = ("delegates", "legs", "items", "texts")
    names = (*CloneForm.Meta.fields, "titles")
    typed = {name: request.POST[name] for name in names if name in request.POST}
    return typed | {name: request.POST.getlist(name) for name in lists}


def _labels(trip, starts_on):
    """Each part of the plan with the day on which it would fall."""
    return entry_labels(trip, starts_on - trip.starts_on) | {"delegates": lambda row: told_with_post(row, starts_on)}


def _wanted(cleaned):
    cleaned = dict(cleaned)
    keep_titles = cleaned.pop("titles") == CloneForm.KEEP
    return {**cleaned, "keep_titles": keep_titles}
