from functools import partial

from django.views.decorators.http import require_GET

from delegations import history
from delegations.models import Delegation
from delegations.views.pages import trip_page
from exchange.audit.history import history_page
from exchange.core.views import with_object


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_history(request, delegation):
    events = history.events_of(delegation, request.user)
    shown = history_page(request, events, partial(history.entries, delegation=delegation))
    return trip_page(request, delegation, "delegations/delegation_history.html", tab="history", **shown)
