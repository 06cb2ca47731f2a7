"""What came of a meeting. The rooms above are asked for it, so the page of the minutes fetches it once it stands."""

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from exchange.core.views import with_object
from exchange.meetings import outline
from exchange.meetings.loading import last_saved_points
from exchange.meetings.models import Meeting
from exchange.meetings.outcomes import attach, outcomes_of


@require_GET
@with_object(Meeting, "meetings.view_meeting")
def meeting_outcomes(request, meeting):
    """A page of its own with the lines, or what the page of the minutes is given for the lines that it has."""
    prefetch_related_objects([meeting], "points", "counterparts")
    lines = outline.levelled(meeting.points.all())
    outcomes = outcomes_of(meeting, request.user)
    attach(outcomes, lines)
    context = {"meeting": meeting, "lines": lines, "outcomes": outcomes}
    if request.htmx.target == "outcomes":
        response = render(request, "meetings/outcomes.html", context)
    else:
        context["saved"] = last_saved_points(meeting)
        response = render(request, "meetings/meeting_outcomes.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
