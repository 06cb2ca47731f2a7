from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange.core.views import with_object
from exchange.directory.models import Organization
from exchange.mous.briefing import Briefing


@require_GET
@with_object(Organization, "mous.view_briefing")
def counterpart_briefing(request, organization):
    """One or two sheets to take along."""
    briefing = Briefing(organization, request.user, now=timezone.now(), since=request.GET.get("since"))
    return render(request, "mous/counterpart_briefing.html", {"organization": organization, "briefing": briefing})
