from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.core import clocks, zones
from exchange.core.views import with_object
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.enums import BodyRole
from forums.forms.cloning import CloneForm
from forums.hosting import Hosting
from forums.models import Edition, Task
from forums.succession import plan_next
from forums.views.editions import opening_of, typed_host, with_series


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_clone(request, edition):
    """A checklist, then exactly what it would write, and only then the next edition."""
    if made := _made_before(request, edition):
        messages.info(request, _("이미 만들어 둔 회차입니다."))
        return redirect(made)
    form = CloneForm(request.POST or None, source=edition, typed=typed_host(request))
    plan, is_changed = None, False
    if form.is_valid():
        plan = _plan(edition, form)
        is_changed = "confirm" in request.POST and plan and request.POST.get("digest") != plan.digest
        if "confirm" in request.POST and plan and not is_changed and (made := _make(request, edition, form, plan)):
            return redirect(made)
    context = {
        "edition": edition, "form": form, "hosting": Hosting(form, edition.series), "is_changed": is_changed,
        "plan": None if form.errors else plan,
    }  # fmt: skip
    return render(request, "forums/edition_clone.html", context | _shown(context["plan"]))


def _made_before(request, source):
    """Whoever presses twice gets the one that the first press made."""
    year = request.POST.get("year", "")
    if "confirm" not in request.POST or not year.isdecimal():
        return None
    return source.series.editions.filter(year=year[:4], cloned_from=source).first()


def _plan(source, form):
    try:
        return plan_next(source, **form.wanted())
    except ValidationError as error:
        refuse(form, error)
        return None


def _make(request, source, form, plan):
    try:
        edition, is_new = services.clone_edition(
            source=source, plan=plan, next_reason=form.cleaned_data["next_reason"], by=request.user
        )
    except ValidationError as error:
        refuse(form, error)
        return None
    done = _("회차를 만들었습니다. 날짜와 장소, 사람을 확인해 주세요.") if is_new else _("이미 만들어 둔 회차입니다.")
    messages.success(request, done)
    return edition


def _shown(plan):
    """The plan as the page writes it: its times on the clock of the new venue."""
    if not plan:
        return {}
    zone, found = plan.facts["zone"], {}
    for session in plan.sessions:
        local = zones.local(session["starts_at"], zone)
        room = plan.rooms[session["room"]]["name_ko"] if session["room"] is not None else ""
        found.setdefault(local.date(), []).append({**session, "at": f"{local:%H:%M}", "room": room})
    return {
        "days": list(found.items()),
        "city": clocks.city(zone),
        "tasks": [Task(**task) for task in plan.tasks],
        "bodies": [f"{BodyRole(body['role']).label} {body['organization'].local_name}" for body in plan.bodies],
        "opening": opening_of(Edition(**plan.facts)),
    }
