"""The programme for everybody: a page without sign-in, and a file for calendars."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_GET

from exchange.core import clocks
from exchange.core.languages import reader
from forums.ics import programme_file
from forums.models import Edition
from forums.sides import RAILS, SIDES
from forums.timetable import Timetable
from forums.untranslated import untranslated
from forums.views.programme import SHOWN


def in_asked_language(view):
    """?language=ja leads to the page in Japanese, whoever opens it, also with an account in another language."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        asked = request.GET.get("language")
        language = asked if asked in dict(settings.LANGUAGES) else reader()
        with override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return wrapped


def published(pk):
    shown = Edition.objects.filter(is_programme_public=True, state__in=SHOWN)
    return get_object_or_404(shown.select_related("series"), pk=pk)


@require_GET
@login_not_required
@in_asked_language
def programme(request, pk):
    """Of people the name, the title and the side of those who speak."""
    edition = published(pk)
    timetable = Timetable(edition)
    context = {
        "edition": edition,
        "days": timetable.days(),
        "is_mixed": bool(untranslated(edition, timetable.slots, reader())),
        "sides": {side: {"label": label, "rail": RAILS[side]} for side, label in SIDES},
        "clock": clocks.city(edition.zone),
        "languages": settings.LANGUAGES,
    }
    return render(request, "forums/programme.html", context)


@require_GET
@login_not_required
@in_asked_language
def programme_calendar(request, pk):
    edition = published(pk)
    response = HttpResponse(programme_file(edition), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="forum-{edition.year}.ics"'
    patch_cache_control(response, no_cache=True)
    return response
