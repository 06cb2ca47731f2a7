"""The programme for everybody: a page without sign-in, and a file for calendars."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from exchange.core import clocks
from forums.ics import programme_file
from forums.models import Edition
from forums.sides import RAILS, SIDES
from forums.timetable import Timetable
from forums.views.programme import SHOWN


def published(pk):
    shown = Edition.objects.filter(is_programme_public=True, state__in=SHOWN)
    return get_object_or_404(shown.select_related("series"), pk=pk)


@require_GET
@login_not_required
def programme(request, pk):
    """Of people the name, the title and the side of those who speak."""
    edition = published(pk)
    context = {
        "edition": edition,
        "days": Timetable(edition).days(),
        "sides": {side: {"label": label, "rail": RAILS[side]} for side, label in SIDES},
        "clock": clocks.city(edition.zone),
        "languages": settings.LANGUAGES,
    }
    return render(request, "forums/programme.html", context)


@require_GET
@login_not_required
def programme_calendar(request, pk):
    edition = published(pk)
    response = HttpResponse(programme_file(edition), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="forum-{edition.year}.ics"'
    patch_cache_control(response, no_cache=True)
    return response
