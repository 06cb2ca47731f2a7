"""A trip at a glance. What stands in its way and what was promised on it is fetched once the page is drawn."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from delegations import checks, selectors
from delegations.loading import load_clippings, load_trip
from delegations.models import Delegation
from delegations.promises import born_on
from delegations.serving import served_by
from delegations.views.pages import trip_page
from exchange.core.views import with_object


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_detail(request, delegation):
    trip = load_clippings(load_trip(delegation))
    context = {
        "trip": trip,
        "checks": None,
        "days": selectors.say_clocks_once(selectors.days_of(trip)),
        "clock_notes": selectors.clock_notes(trip),
        "groups": selectors.groups_of(trip),
        "promises": None,
    }
    return trip_page(request, delegation, "delegations/delegation_detail.html", tab="detail", **context)


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_checks(request, delegation):
    """A page of its own, the panel of the overview, or what stands beside the days of the itinerary."""
    trip = load_trip(delegation)
    if request.htmx.target == "days":
        response = render(request, "delegations/_beside.html", {"warnings": checks.warnings_by_place(trip)})
    else:
        found = checks.planning_checks(trip)
        context = {"delegation": trip, "checks": found, "open_count": len(checks.open_checks(found))}
        if request.htmx:
            response = render(request, "delegations/_checks_panel.html", context)
        else:
            response = trip_page(request, template="delegations/delegation_checks.html", tab="detail", **context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_promises(request, delegation):
    """A page of its own, or the panel of the overview."""
    served, servings = served_by(delegation, request.user) if delegation.commitment_id else (None, [])
    context = {
        "promises": list(born_on(delegation).visible_to(request.user)),
        "served": served,
        "servings": servings,
    }
    if request.htmx:
        response = render(request, "delegations/_promises_panel.html", context | {"delegation": delegation})
    else:
        response = trip_page(request, delegation, "delegations/delegation_promises.html", tab="detail", **context)
    patch_vary_headers(response, ["HX-Request"])
    return response
