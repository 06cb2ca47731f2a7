from django.shortcuts import render
from django.views.decorators.http import require_GET

from exchange.audit.history import history_page
from exchange.core.views import with_object
from forums import history
from forums.models import Edition
from forums.views.editions import with_series


@require_GET
@with_object(Edition, "forums.view_registrations", rows=with_series)
def edition_history(request, edition):
    """All is of one part of the work: it is looked through by person."""
    shown = history_page(request, history.events_of(edition), history.entries)
    return render(request, "forums/edition_history.html", shown | {"edition": edition, "parts": []})
