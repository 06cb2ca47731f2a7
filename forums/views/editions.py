"""An edition: its overview, its facts, and the steps from a proposal to the announcement, or off."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.accounts.roles import reads_everything
from exchange.audit.versions import Overtaken, version_shown
from exchange.core import clocks, days, zones
from exchange.core.rows import RowSet, all_valid, rearranges, unjudged
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.alternation import next_turn, other
from forums.comparison import edition_lines
from forums.enums import EditionState
from forums.flows import EDITION
from forums.forms.editions import BodyRow, CallOffForm, CoChairRow, EditionForm, NewEditionForm, rows_of
from forums.forms.moving import Move
from forums.hosting import Hosting
from forums.models import Edition, Series
from forums.models.series import LIVE, PENDING, ZONES
from forums.services.editions import repeats_without
from forums.serving import visits_of
from forums.sides import RAILS, SIDES, figures_of, total_of

ON_THE_WAY = (EditionState.PROPOSED, EditionState.AGREED, EditionState.ANNOUNCED, EditionState.HELD)


def with_series(seen):
    return seen.select_related("series__commitment")


@require_GET
@with_object(Edition, "forums.view_edition", rows=lambda seen: seen.select_related("series__commitment", "cloned_from"))
def edition_detail(request, edition):
    """Facts, who stands behind it, and the numbers; a counterpart sees no more than these."""
    context = {
        "edition": edition,
        "steps": EDITION.open_steps(edition, request.user),
        "way": _way(edition),
        "bodies": _by_role(edition),
        "co_chairs": _by_side(edition),
        "sides": figures_of(edition),
        "total": total_of(edition),
        "clock": clocks.city(edition.zone) if edition.zone == clocks.HOME else clocks.compared_with_seoul(edition.zone),
        "opening": opening_of(edition),
        "before": edition.previous_live() if edition.break_reason else None,
        "sees_internals": reads_everything(request.user),
        "servings": visits_of(edition, request.user),
    }
    return render(request, "forums/edition_detail.html", context)


def _way(edition):
    """[(state, done or now or nothing, when)] from the proposal to the day itself."""
    at = ON_THE_WAY.index(edition.state) if edition.is_live else -1
    stamps = (None, edition.agreed_at, edition.announced_at, edition.starts_on if edition.is_held else None)
    marks = ["done" if n < at or edition.is_held else "now" if n == at else "" for n in range(len(ON_THE_WAY))]
    return list(zip(ON_THE_WAY, marks, stamps, strict=True))


def _by_role(edition):
    """{role: bodies} in the order in which the roles are first named."""
    roles = {}
    for body in edition.bodies.select_related("organization"):
        roles.setdefault(body.get_role_display(), []).append(body.organization)
    return roles


def _by_side(edition):
    """[(the rule of that side, its name, who presides for it)] for sides that have anybody."""
    chairs = list(edition.co_chairs.select_related("person"))
    sides = [(RAILS[side], label, [each for each in chairs if each.side == side]) for side, label in SIDES]
    return [each for each in sides if each[2]]


def opening_of(edition):
    """From when to when people register, on the clock of the venue."""
    instants = [edition.registration_opens_at, edition.registration_closes_at]
    if not any(instants):
        return ""
    return " ~ ".join(_clock(zones.local(each, edition.zone)) if each else "" for each in instants)


def _clock(local):
    return f"{days.day(local)} {local:%H:%M}"


# --- entering and changing -------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@with_object(Series, "forums.change_series")
def edition_add(request, series):
    """The year, the host and its clock are proposed; while they are chosen the page says what that means."""
    year, host = next_turn(series, list(series.editions.all()), this_year=timezone.localdate().year)
    proposed = {"year": year, "host_country": host, "zone": ZONES[host]}
    blank = Edition(series=series, state=EditionState.PROPOSED)
    form = NewEditionForm(request.POST or None, instance=blank, initial=proposed | typed_host(request))
    if form.is_valid():
        try:
            edition = services.create_edition(series=series, by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("회차를 등록했습니다. 주최·후원 기관과 공동 의장은 ‘수정’에서 이어 적습니다."))
            return redirect(edition)
    context = {"series": series, "form": form, "hosting": Hosting(form, series), "proposed": proposed}
    return render(request, "forums/edition_add.html", context)


def typed_host(request):
    """What the page holds while year and host are being chosen; the clock of the one host gives way to the other's."""
    typed = request.GET.dict()
    host = typed.get("host_country")
    if host in ZONES and typed.get("zone") in ZONES.values():
        typed["zone"] = ZONES[host]
    return typed


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_edit(request, edition):
    """Another first day asks what goes along; `GET ?starts_on=` asks it while dates are typed."""
    form = EditionForm(request.POST or None, instance=copy(edition), initial=typed_host(request))
    options = {"choices": Choices(request.user)}
    bodies, chairs = (
        RowSet(request, row, prefix=name, initial=rows_of(getattr(edition, name), row), form_kwargs=options)
        for name, row in (("bodies", BodyRow), ("co_chairs", CoChairRow))
    )
    move = Move(edition, request.POST or request.GET)
    context = {
        "edition": edition, "form": form, "hosting": Hosting(form, edition.series), "bodies": bodies, "move": move,
        "co_chairs": chairs, "version": version_shown(request, edition), "rival": None, "is_asked": False,
    }  # fmt: skip
    if rearranges(request):
        unjudged(form)
    elif all_valid(request, form, bodies, chairs):
        if move.is_offered and not move.was_shown:
            return render(request, "forums/edition_edit.html", context | {"is_asked": True})
        try:
            services.change_edition(
                edition=edition, version=context["version"], bodies=bodies.rows, co_chairs=chairs.rows,
                moves=move.wanted, by=request.user, **form.facts(),
            )  # fmt: skip
        except Overtaken as overtaken:
            context |= _rival(edition, overtaken.event, form, bodies, chairs)
            return render(request, "forums/edition_edit.html", context, status=409)
        except ValidationError as error:
            _show(error, form, {"bodies": bodies, "co_chairs": chairs})
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(edition)
    return render(request, "forums/edition_edit.html", context)


def _rival(edition, event, form, bodies, chairs):
    now = Edition.objects.get(pk=edition.pk)
    typed = {name: value for name, value in form.facts().items() if name != "next_reason"}
    return {"rival": event, "version": now.version, "theirs": edition_lines(now, typed, bodies.rows, chairs.rows)}


def _show(error, form, row_sets):
    if part := getattr(error, "part", None):
        row_sets[part].refuse(error)
    else:
        refuse(form, error)


# --- steps -----------------------------------------------------------------------------------------

DONE = {
    "agree": lambda: _("두 기관이 합의한 회차로 바꾸었습니다."),
    "announce": lambda: _("공고한 회차로 바꾸었습니다."),
    "reopen": lambda: _("다시 제안 상태로 되돌렸습니다."),
}


@require_POST
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_step(request, edition):
    step = request.POST.get("step")
    if step not in DONE:
        messages.error(request, _("알 수 없는 단계입니다. 새로 고친 뒤 다시 해 주세요."))
        return redirect(edition)
    try:
        services.take_step(edition=edition, step=step, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, DONE[step]())
    return redirect(edition)


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_call_off(request, edition):
    """Skipped or cancelled, with its reason; what then becomes of those that follow is asked on the same page."""
    later = list(edition.series.editions.filter(state__in=LIVE, year__gt=edition.year).order_by("year"))
    following = later[0] if later and repeats_without(edition, later[0]) else None
    may_swap = all(each.state in PENDING for each in later)
    form = CallOffForm(request.POST or None, following=following, may_swap=may_swap)
    if form.is_valid():
        try:
            services.call_off(edition=edition, by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("회차를 건너뛰거나 취소한 것으로 바꾸었습니다."))
            return redirect(edition)
    swapped = [(each, other(each.host_country)) for each in later] if following and may_swap else []
    context = {"edition": edition, "form": form, "following": following, "swapped": swapped}
    return render(request, "forums/edition_call_off.html", context)


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_delete(request, edition):
    """A proposal that nobody has answered yet; the page asks first."""
    refusal = None
    if request.method == "POST":
        try:
            services.delete_edition(edition=edition, by=request.user)
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, _("%(year)d년 회차의 제안을 지웠습니다.") % {"year": edition.year})
            return redirect(edition.series)
    return render(request, "forums/edition_delete.html", {"edition": edition, "refusal": refusal})
