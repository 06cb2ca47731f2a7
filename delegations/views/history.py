from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from delegations import history
from delegations.views.pages import trip_page, with_trip
from exchange.audit.verbs import Part, sentence, verbs_of
from exchange.audit.wording import changes_of
from exchange.core.paging import page_of


@require_GET
@with_trip("delegations.view_delegation")
def delegation_history(request, delegation):
    events = history.events_of(delegation, request.user)
    people = history.people_in(events)
    part, who = request.GET.get("part", ""), request.GET.get("who", "")
    if part in Part.values:
        events = events.filter(verb__in=verbs_of(part))
    if who in {str(person.pk) for person in people}:
        events = events.filter(by=who)
    page = page_of(events, request)
    itself = delegation._meta.label_lower
    rows = [(event, sentence(event.verb), event.object_type != itself, changes_of(event)) for event in page]
    return trip_page(
        request, delegation, "delegations/delegation_history.html", tab="history",
        page=page, rows=rows, people=people, parts=Part.choices, part=part, who=who,
        portal=pgettext("기록", "포털"),
    )  # fmt: skip
