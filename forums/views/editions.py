from django.shortcuts import render
from django.views.decorators.http import require_GET

from exchange.core.views import with_object
from forums.models import Edition


def with_series(seen):
    return seen.select_related("series")


@require_GET
@with_object(Edition, "forums.view_edition", rows=with_series)
def edition_detail(request, edition):
    return render(request, "forums/edition_detail.html", {"edition": edition})
