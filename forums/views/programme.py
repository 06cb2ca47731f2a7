"""The programme of an edition: its rooms, sessions and talks, and what clashes in it."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.accounts.roles import reads_everything
from exchange.audit.versions import Overtaken, version_shown
from exchange.core import clocks, zones
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from forums import services
from forums.enums import EditionState
from forums.forms.programme import AFTER, RoomRow, SessionForm, rows_of
from forums.models import Edition, Room, Session
from forums.timetable import MINUTE, Timetable
from forums.untranslated import untranslated_in_each
from forums.views.editions import with_series

SHOWN = (EditionState.ANNOUNCED, EditionState.HELD)  # editions whose programme may be public


def with_edition(seen):
    return seen.select_related("edition__series", "room")


@require_GET
@with_object(Edition, "forums.view_edition", rows=with_series)
def edition_programme(request, edition):
    return draw_programme(request, edition)


def draw_programme(request, edition, *, said="", refusal=""):
    """`said`: what is read out after a move; `refusal`: why there was none."""
    timetable = Timetable(edition)
    user = request.user
    may_change = user.has_perm("forums.change_edition", edition)
    context = {
        "edition": edition,
        "warnings": timetable.find() if reads_everything(user) else [],
        "days": timetable.days(),
        "count": len(timetable.slots),
        "may_write": may_change,
        "clock": _clock(edition, user),
        "said": said,
        "refusal": refusal,
        "address": settings.SITE_URL + reverse("forums:programme", args=[edition.pk]),
        "is_open": edition.is_programme_public and edition.state in SHOWN,
        "untranslated": untranslated_in_each(edition, timetable.slots) if may_change else [],
    }
    return render(request, "forums/edition_programme.html", context)


def _clock(edition, user):
    """Where the reader's own clock is another one: of which city, and for us how far that is from Seoul."""
    if reads_everything(user):
        return "" if edition.zone == clocks.HOME else clocks.compared_with_seoul(edition.zone)
    return clocks.city(edition.zone)


@require_POST
@with_object(Edition, "forums.change_edition")
def edition_programme_public(request, edition):
    public = request.POST.get("public") == "1"
    services.publish_programme(edition=edition, public=public, by=request.user)
    messages.success(request, _("순서를 공개했습니다.") if public else _("순서의 공개를 멈추었습니다."))
    return redirect("forums:edition_programme", edition.pk)


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_rooms(request, edition):
    rows = RowSet(request, RoomRow, initial=rows_of(edition.rooms.all(), RoomRow))
    context = {"edition": edition, "rows": rows, "version": version_shown(request, edition), "rival": None}
    status = 200
    if rows.is_valid():
        try:
            services.save_rooms(edition=edition, rooms=rows.rows, version=context["version"], by=request.user)
        except Overtaken as overtaken:
            now = Edition.objects.get(pk=edition.pk)
            typed = {row["name_ko"] for row in rows.rows}
            theirs = [(room.name_ko, room.name_ko not in typed) for room in Room.objects.filter(edition=now)]
            context |= {"rival": overtaken.event, "version": now.version, "theirs": theirs}
            status = 409
        except ValidationError as error:
            rows.refuse(error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect("forums:edition_programme", edition.pk)
    return render(request, "forums/edition_rooms.html", context, status=status)


# --- sessions --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def session_add(request, edition):
    """It is proposed to begin when the last one ends."""
    form = SessionForm(request.POST or None, edition=edition, initial=_next(edition))
    if form.is_valid():
        try:
            session = services.save_session(edition=edition, by=request.user, **form.facts())
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("순서를 더했습니다. 이어서 발표를 더할 수 있습니다."))
            return _to(session)
    return render(request, "forums/session_add.html", {"edition": edition, "form": form})


def _next(edition):
    last = edition.sessions.order_by("starts_at").last()
    if last is None:
        return {"day": edition.starts_on}
    ends = zones.local(last.ends_at, edition.zone)
    after = zones.local(last.ends_at + AFTER * MINUTE, edition.zone)
    proposed = {"day": ends.date(), "starts": ends.time(), "room": last.room_id}
    return proposed | ({"ends": after.time()} if after.date() == ends.date() else {})


def _to(session):
    return redirect(f"{reverse('forums:edition_programme', args=[session.edition_id])}#s{session.pk}")


@require_http_methods(["GET", "POST"])
@with_object(Session, "forums.change_edition", rows=with_edition)
def session_edit(request, session):
    edition = session.edition
    form = SessionForm(request.POST or None, edition=edition, instance=copy(session))
    version = version_shown(request, session)
    context = {"edition": edition, "session": session, "form": form, "version": version, "rival": None}
    status = 200
    if form.is_valid():
        try:
            services.save_session(edition=edition, session=session, version=version, by=request.user, **form.facts())
        except Overtaken as overtaken:
            now = Session.objects.get(pk=session.pk)
            context |= {"rival": overtaken.event, "version": now.version, "theirs": _lines(now, form)}
            status = 409
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("저장했습니다."))
            return _to(session)
    return render(request, "forums/session_edit.html", context, status=status)


def _lines(now, form):
    """What stands there now, beside what was typed."""
    stored = SessionForm(edition=form.edition, instance=now)
    values = {name: stored.get_initial_for_field(field, name) for name, field in stored.fields.items()}
    typed = form.cleaned_data | {"room": form.cleaned_data["room"] and form.cleaned_data["room"].pk}
    shown = values | {
        "kind": now.get_kind_display(), "room": now.room or "-", "starts": f"{values['starts']:%H:%M}",
        "ends": f"{values['ends']:%H:%M}",
    }  # fmt: skip
    return [(f"{stored[name].label}: {shown[name] or '-'}", values[name] != typed[name]) for name in values]


@require_POST
@with_object(Session, "forums.change_edition", rows=with_edition)
def session_move(request, session):
    """To a place among the sessions of its day and room; those between begin earlier or later."""
    try:
        moved = services.move_session(session=session, place=place_of(request), by=request.user)
    except ValidationError as error:
        return answer_move(request, session.edition, refusal=" ".join(error.messages))
    starts = zones.local(moved.starts_at, session.edition.zone)
    told = {"title": moved.local_title, "time": f"{starts:%H:%M}"}
    return answer_move(request, session.edition, said=_("‘%(title)s’: %(time)s에 시작합니다.") % told)


def place_of(request):
    """Counted from 0; what is no number is the first place."""
    typed = request.POST.get("place", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0  # noqa: PLR2004


def answer_move(request, edition, *, said="", refusal=""):
    """The programme as it is now to the script, and the page itself to a plain form."""
    if request.htmx:
        return draw_programme(request, edition, said=said, refusal=refusal)
    (messages.error if refusal else messages.success)(request, refusal or said)
    return redirect("forums:edition_programme", edition.pk)


@require_http_methods(["GET", "POST"])
@with_object(Session, "forums.change_edition", rows=with_edition)
def session_delete(request, session):
    if request.method == "POST":
        services.delete_session(session=session, by=request.user)
        messages.success(request, _("순서에서 뺐습니다."))
        return redirect("forums:edition_programme", session.edition_id)
    context = {"edition": session.edition, "session": session, "talks": session.talks.count()}
    return render(request, "forums/session_delete.html", context)
