from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from exchange.core.views import require_permission, with_object
from forums.alternation import next_turn, outlook
from forums.models import Series


@require_GET
@require_permission("forums.list_forums")
def series_list(request):
    series = Series.objects.visible_to(request.user).select_related("counterpart").prefetch_related("editions")
    return render(request, "forums/series_list.html", {"series": series})


@require_GET
@with_object(Series, "forums.view_series")
def series_detail(request, series):
    """Whose turn it is, ten years ahead, and every edition."""
    editions = list(series.editions.all())
    year, host = next_turn(series, editions)
    context = {
        "series": series,
        "editions": editions,
        "next": {"year": year, "host": host.label},
        "outlook": outlook(series, editions, first=timezone.localdate().year),
    }
    return render(request, "forums/series_detail.html", context)
