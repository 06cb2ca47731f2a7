from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.alternation import OUTLOOK, due_of, next_turn, outlook
from forums.comparison import series_lines
from forums.forms.series import SeriesForm
from forums.models import Edition, Series
from forums.strip import draw

WORDS = [f"{name}_{language}" for name in ("text", "theme", "venue") for language in ("ko", "ja", "en")]


@require_GET
@require_permission("forums.list_forums")
def series_list(request):
    """Each forum and whose turn it is."""
    found = Series.objects.visible_to(request.user).select_related("counterpart").prefetch_related("editions")
    page = page_of(found, request)
    this_year = timezone.localdate().year
    rows = [(series, due_of(series, list(series.editions.all()), this_year=this_year)) for series in page]
    return render(request, "forums/series_list.html", {"page": page, "rows": rows})


@require_GET
@with_object(Series, "forums.view_series", rows=lambda seen: seen.select_related("counterpart", "commitment"))
def series_detail(request, series):
    """Whose turn it is, ten years ahead, and every edition."""
    editions = list(Edition.objects.filter(series=series).defer(*WORDS))
    for edition in editions:
        edition.series = series
    this_year = timezone.localdate().year
    before = [each for each in editions if each.year == this_year - 1]  # shows where the next one comes from
    first, years = (this_year - 1, OUTLOOK + 1) if before else (this_year, OUTLOOK)
    turns = outlook(series, editions, first=first, years=years)
    sees_promise = series.commitment and request.user.has_perm("mous.view_commitment", series.commitment)
    context = {
        "series": series,
        "editions": editions,
        "due": due_of(series, editions, this_year=this_year),
        "strip": draw(turns),
        "next_year": next_turn(series, editions, this_year=this_year)[0],
        "last": next((each for each in editions if each.is_live), None),
        "commitment": series.commitment if sees_promise else None,
    }
    return render(request, "forums/series_detail.html", context)


@require_http_methods(["GET", "POST"])
@require_permission("forums.change_series")
def series_add(request):
    form = SeriesForm(request.POST or None, user=request.user, choices=Choices(request.user))
    if form.is_valid():
        try:
            series = services.create_series(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("포럼을 등록했습니다. 첫 회차를 이어서 등록해 주세요."))
            return redirect(series)
    return render(request, "forums/series_add.html", {"form": form, "rival": None, "version": None})


@require_http_methods(["GET", "POST"])
@with_object(Series, "forums.change_series")
def series_edit(request, series):
    stored = Series.objects.select_related("counterpart", "commitment").get(pk=series.pk)
    form = SeriesForm(request.POST or None, instance=series, user=request.user, choices=Choices(request.user))
    context = {"series": stored, "form": form, "version": version_shown(request, stored), "rival": None}
    if form.is_valid():
        try:
            services.change_series(series=stored, version=context["version"], by=request.user, **form.cleaned_data)
        except Overtaken as overtaken:
            now = Series.objects.get(pk=stored.pk)
            context |= {"rival": overtaken.event, "theirs": series_lines(now, form.cleaned_data)}
            return render(request, "forums/series_edit.html", context | {"version": now.version}, status=409)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(stored)
    return render(request, "forums/series_edit.html", context)
