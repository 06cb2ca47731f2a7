from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from delegations import forms, selectors, services
from delegations.models import Delegation
from delegations.views.pages import rows_page, trip_page
from exchange.core.rows import RowSet
from exchange.core.views import with_object


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
    def save(rows, version):
        items = services.set_itinerary(delegation=delegation, rows=rows, version=version, by=request.user)
        if any(not delegation.starts_on <= item.day <= delegation.ends_on for item in items):
            messages.warning(request, _("출장 기간 밖의 일정이 있습니다. 날짜를 확인해 주세요."))

    trip = selectors.load_trip(delegation)
    rows = RowSet(request, forms.ItemRow, initial=forms.rows_of_items(trip), form_kwargs={"trip": trip})
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_itinerary_edit.html", tab="itinerary",
        saved=_("일정을 저장했습니다."), done="delegations:delegation_itinerary",
    )  # fmt: skip
