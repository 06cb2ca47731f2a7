from functools import cache

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from delegations import checks, comparison, forms, selectors, services
from delegations.loading import load_addresses, load_trip
from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import with_object
from exchange.directory.fields import Choices

WRITTEN = ("day", "starts", "ends", "title_ko", "title_ja", "place_ko", "place_ja", "address")


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_itinerary(request, delegation):
    return _itinerary_page(request, delegation, on=request.GET.get("on", ""))


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_item_add(request, delegation):
    """The line under a day. The cursor stays there for the next one."""
    trip = selectors.load_journeys(delegation)
    form = forms.QuickItemForm(request.POST, trip=trip, user=request.user)
    if form.is_valid():
        item = services.add_item(delegation=delegation, by=request.user, **form.facts())
        day = f"{item.day:%Y-%m-%d}"
        if not request.htmx:
            return redirect(f"{reverse('delegations:delegation_itinerary', args=[delegation.slug])}?on={day}#d{day}")
        return _itinerary_page(request, _as_it_stands(delegation), on=day)
    return _itinerary_page(request, _as_it_stands(delegation), wrong=form)


@require_POST
@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_item_move(request, delegation):
    """An entry was dragged, or moved by the arrow keys, on the page itself; others move in the entry's form."""
    form = forms.MoveItemForm(request.POST, trip=delegation)
    notice = ""
    if not form.is_valid():
        notice = " ".join(message for messages_ in form.errors.values() for message in messages_)
    else:
        try:
            services.move_item(**form.cleaned_data, version=version_shown(request, delegation), by=request.user)
        except Overtaken as overtaken:
            notice = _("%(who)s 님이 먼저 고친 일정입니다. 아래는 지금의 일정입니다.") % {"who": overtaken.event.by}
        except ValidationError as error:
            notice = " ".join(error.messages)
    return _itinerary_page(request, _as_it_stands(delegation), notice=notice)


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_item_edit(request, delegation, item):
    """One entry with all its facts; another day is another date."""
    trip = selectors.load_choices(delegation)
    try:
        item = get_object_or_404(delegation.items, pk=item)
    except Http404:
        if request.method != "POST":
            raise
        return _itinerary_page(request, delegation, lost=_typed(request.POST))
    form = forms.ItemForm(request.POST or None, instance=item, trip=trip, choices=Choices(request.user))
    context = {"item": item, "form": form, "version": version_shown(request, delegation), "status": 200}
    if request.method == "POST" and (done := _save(request, delegation, item, context)):
        return done
    return trip_page(request, delegation, "delegations/delegation_item_edit.html", tab="itinerary", **context)


def _save(request, delegation, item, context):
    """Where to go when it was written; the context says what is wrong or who was first."""
    form, version = context["form"], context["version"]
    try:
        if "delete" in request.POST:
            services.delete_item(item=item, version=version, by=request.user)
            messages.success(request, _("일정을 지웠습니다."))
        elif form.is_valid():
            services.change_item(item=item, version=version, by=request.user, **form.cleaned_data)
            messages.success(request, _("일정을 저장했습니다."))
        else:
            return None
    except Overtaken as overtaken:
        stored = delegation.items.filter(pk=item.pk).first()
        theirs = comparison.compare_item(stored, getattr(form, "cleaned_data", {}))
        current = Delegation.objects.values_list("version", flat=True).get(pk=delegation.pk)
        context |= {"rival": overtaken.event, "theirs": theirs, "version": current, "status": 409}
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect("delegations:delegation_itinerary", delegation.slug)


def _typed(data):
    """What somebody wrote about an entry that is no longer there; what was only chosen is chosen again quickly."""
    fields = {name: forms.ItemForm.base_fields[name] for name in WRITTEN}
    return "\n".join(f"{field.label}: {data[name]}" for name, field in fields.items() if data.get(name))


def _as_it_stands(delegation):
    """What was loaded for the form is not what the page shows after it."""
    return Delegation.objects.get(pk=delegation.pk)


def _itinerary_page(request, delegation, *, on="", wrong=None, notice="", lost=None):
    """`on`: the day whose empty line has the cursor; `wrong`: the line as it was typed.

    `lost`: what was typed about an entry that is gone.
    """
    trip = load_addresses(load_trip(delegation))
    may_change = request.user.has_perm("delegations.change_delegation", delegation)
    days = selectors.say_clocks_once(selectors.days_of(trip, every=may_change, with_addresses=True))
    lines = {on: _line_with_cursor(trip, request.user, on)} if on and may_change else {}
    if wrong:
        lines[_day_of(wrong, days)] = wrong
    context = {
        "days": [(day, lines.get(day.iso)) for day in days],
        "blank_line": _blank_line(),
        "clock_notes": selectors.clock_notes(trip),
        "notice": notice,
        "lost": lost,
        "status": 200 if lost is None else 404,
        "warnings": checks.warnings_by_place(trip) if request.method == "POST" else {},  # a fresh page fetches them
    }
    return trip_page(request, delegation, "delegations/delegation_itinerary.html", tab="itinerary", **context)


@cache
def _blank_line():
    """Drawn once: under each day the page fills in which one it is."""
    return forms.QuickItemForm(trip=None, user=None, initial={"day": "{day}"}, auto_id="d{day}-%s")


def _line_with_cursor(trip, user, day):
    form = forms.QuickItemForm(trip=trip, user=user, initial={"day": day}, auto_id=f"d{day}-%s")
    form.fields["when"].widget.attrs["autofocus"] = True
    return form


def _day_of(form, days):
    """Where to show a refused line: under its own day, or under the first when that is what is wrong."""
    try:
        day = parse_date(form.data.get("day", ""))
    except ValueError:
        day = None
    return next((each.iso for each in days if each.date == day), days[0].iso)
