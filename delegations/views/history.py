from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from delegations import history
from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.audit.verbs import Part, verbs_of
from exchange.core.paging import page_of
from exchange.core.views import with_object


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_history(request, delegation):
    events = history.events_of(delegation, request.user)
    people = history.people_in(events)
    part, who = request.GET.get("part", ""), request.GET.get("who", "")
    if part in Part.values:
        events = events.filter(verb__in=verbs_of(part))
    if who in {str(person.pk) for person, _name in people}:
        events = events.filter(by=who)
    page = page_of(events, request)
    return trip_page(
        request, delegation, "delegations/delegation_history.html", tab="history",
        page=page, entries=history.entries(list(page), delegation), portal=pgettext("기록", "포털"),
        people=people, parts=Part.choices, part=part, who=who,
    )  # fmt: skip
