from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from delegations import airports, forms, selectors, services
from delegations.enums import LegMode
from delegations.models import Delegation
from delegations.views.pages import rows_page
from exchange.core.views import require_permission, with_object


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_legs_edit(request, delegation):
    def save(rows, version):
        services.set_legs(delegation=delegation, rows=rows, version=version, by=request.user)

    trip = selectors.load_journeys(delegation)
    rows = forms.LegRows(request, forms.LegRow, initial=forms.rows_of_legs(trip), form_kwargs={"trip": trip})
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_legs_edit.html", tab="itinerary",
        saved=_("이동편을 저장했습니다."), done="delegations:delegation_itinerary", part="set_legs",
    )  # fmt: skip


@require_GET
@require_permission("delegations.add_delegation")
def airport_options(request):
    """Suggestions for the field that asks; its row says whether the journey is a flight at all."""
    text = request.GET.get(request.htmx.trigger_name or "q", "")[:100]
    mode = next((value for name, value in request.GET.items() if name.endswith("-mode")), LegMode.FLIGHT)
    found = airports.suggestions(text) if mode == LegMode.FLIGHT else []
    return render(request, "delegations/_airport_options.html", {"airports": found})
