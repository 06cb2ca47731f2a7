from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from delegations import forms, selectors, services
from delegations.models import Delegation
from delegations.views.pages import rows_page, trip_page
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.directory.fields import Choices


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_delegates(request, delegation):
    trip = selectors.load_trip(delegation)
    groups = selectors.groups_of(trip)
    return trip_page(
        request, delegation, "delegations/delegation_delegates.html", tab="delegates", trip=trip, groups=groups
    )


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_delegates_edit(request, delegation):
    def save(rows):
        services.set_delegates(delegation=delegation, rows=rows, by=request.user)

    rows = RowSet(
        request,
        forms.DelegateRow,
        initial=forms.rows_of_delegates(delegation),
        form_kwargs={"choices": Choices(request.user)},
    )
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_delegates_edit.html", tab="delegates",
        saved=_("출장자를 저장했습니다."), done="delegations:delegation_delegates",
    )  # fmt: skip


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_itinerary(request, delegation):
    trip = selectors.load_trip(delegation)
    context = {"days": selectors.days_of(trip), "clock_notes": selectors.clock_notes(trip)}
    return trip_page(
        request, delegation, "delegations/delegation_itinerary.html", tab="itinerary", trip=trip, **context
    )


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_itinerary_edit(request, delegation):
    def save(rows):
        items = services.set_itinerary(delegation=delegation, rows=rows, by=request.user)
        if any(not delegation.starts_on <= item.day <= delegation.ends_on for item in items):
            messages.warning(request, _("출장 기간 밖의 일정이 있습니다. 날짜를 확인해 주세요."))

    trip = selectors.load_trip(delegation)
    rows = RowSet(request, forms.ItemRow, initial=forms.rows_of_items(trip), form_kwargs={"trip": trip})
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_itinerary_edit.html", tab="itinerary",
        saved=_("일정을 저장했습니다."), done="delegations:delegation_itinerary",
    )  # fmt: skip


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_legs_edit(request, delegation):
    def save(rows):
        services.set_legs(delegation=delegation, rows=rows, by=request.user)

    rows = RowSet(request, forms.LegRow, initial=forms.rows_of_legs(delegation))
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_legs_edit.html", tab="itinerary",
        saved=_("이동편을 저장했습니다."), done="delegations:delegation_itinerary",
    )  # fmt: skip


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_clippings_edit(request, delegation):
    def save(rows):
        services.set_clippings(delegation=delegation, rows=rows, by=request.user)

    rows = RowSet(request, forms.ClippingRow, initial=forms.rows_of_clippings(delegation))
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_clippings_edit.html", tab="detail",
        saved=_("신문기사를 저장했습니다."), done="delegations:delegation_detail",
    )  # fmt: skip
