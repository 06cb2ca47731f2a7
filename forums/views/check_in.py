"""At the door: a badge is scanned by a phone, or by a scanner at the desk; counted once however often."""

import re
import unicodedata
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from exchange.core import zones
from exchange.core.views import require_permission, with_object
from exchange.privacy import links
from forums import services
from forums.attendance import came_to
from forums.forms.registrations import DeskForm
from forums.letters import BADGE_LINK
from forums.models import CheckIn, Edition, Registration
from forums.registration_listing import counts_of, door_rows
from forums.sides import RAILS, SIDES

FOUND = 20  # people that a name may show
ON_OTHER_KEYS = str.maketrans("+=", ":_")  # a scanner set to American keys on a machine set to Japanese ones
IN_HANGUL = "".join(map(chr, (0x3157, 0x3145)))  # "ht" of a link, typed while the machine writes Hangul
KEY = re.compile(r"/forums/check-in/([\w:-]+)/?")


# --- a phone ---------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@require_permission("forums.check_in")
def check_in_badge(request, key):
    """What the QR code of a badge opens: who it is, in large letters, and one button."""
    row = _of_badge(key, request.user)
    if row is None:
        raise Http404
    session = _session_of(request, row.edition)
    refusal = ""
    if request.method == "POST":
        try:
            services.check_in(registration=row, session=session, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            return redirect(request.path)
    context = {
        "row": row, "edition": row.edition, "session": session,
        "side": dict(SIDES)[row.side], "rail": RAILS[row.side], "refusal": refusal,
        "came": CheckIn.objects.filter(registration=row, session=session).first(),
    }  # fmt: skip
    if context["came"]:
        context["at"] = zones.local(context["came"].at, row.edition.zone).strftime("%H:%M")
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "forums/check_in_badge.html", context, status=status)


def _of_badge(key, user):
    """A printed badge holds as long as its person comes, whatever becomes of his private link."""
    found = links.read(BADGE_LINK, key)
    seen = Registration.objects.visible_to(user).select_related("edition__series")
    return seen.filter(uid=found[0]).first() if found else None


# --- the desk --------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.check_in", rows=lambda seen: seen.select_related("series"))
def edition_check_in(request, edition):
    """A scanned link checks in at once; a name shows who bears it, each with a button."""
    if "door" in request.POST:
        _choose_session(request, edition)
        return redirect("forums:edition_check_in", edition.pk)
    session = _session_of(request, edition)
    form = DeskForm(request.POST if "q" in request.POST else None)
    people, told = [], None
    if "person" in request.POST:
        if row := _pressed(request, edition):
            told = _let_in(request, row, session)
    elif form.is_valid():
        row, refusal = _scanned(request, form.cleaned_data["q"], edition)
        if row:
            told = _let_in(request, row, session)
            form = DeskForm()
        elif refusal:
            form.add_error("q", refusal)
        else:
            people = _named(request.user, edition, form.cleaned_data["q"], session)
            if not people:
                form.add_error("q", _("이 이름의 참가자가 없습니다."))
    came = came_to(edition)
    context = {
        "edition": edition, "form": form, "told": told, "people": people, "session": session,
        "sessions": [(each, sum(came.get(each.pk, {}).values())) for each in _sessions(edition)],
        "sides": counts_of(edition), "at_session": came.get(session.pk, {}) if session else {},
    }  # fmt: skip
    return render(request, "forums/edition_check_in.html", context)


def _pressed(request, edition):
    people = Registration.objects.visible_to(request.user).filter(edition=edition)
    pk = request.POST["person"]
    return people.filter(pk=pk[:18]).first() if pk.isdecimal() else None


def _scanned(request, typed, edition):
    """(the person of a badge, or why there is none; neither where a name was typed)"""
    text = unicodedata.normalize("NFKC", typed).strip()
    if text.startswith(IN_HANGUL):
        return None, _("한글로 입력되었습니다. 한/영 키를 눌러 영문으로 바꾼 뒤 다시 찍어 주세요.")
    key = KEY.search(text.translate(ON_OTHER_KEYS))
    if key is None:
        return None, ""
    row = _of_badge(key[1], request.user)
    if row is None:
        return None, _("이 포털의 명찰이 아닙니다.")
    if row.edition_id != edition.pk:
        return None, _("다른 회차의 명찰입니다: %(name)s") % {"name": row.edition.local_name}
    return row, ""


def _let_in(request, row, session):
    """What is shown in large letters: who it is, and whether he came just now, came before, or has no seat."""
    told = {"row": row, "side": dict(SIDES)[row.side], "rail": RAILS[row.side], "refusal": "", "came": None}
    try:
        came, is_first = services.check_in(registration=row, session=session, by=request.user)
    except ValidationError as error:
        return told | {"refusal": " ".join(error.messages)}
    at = zones.local(came.at, row.edition.zone).strftime("%H:%M")
    return told | {"came": came, "is_first": is_first, "at": at}


def _named(user, edition, text, session):
    found = Registration.objects.visible_to(user).filter(edition=edition).active().search(text)
    return door_rows(found.order_by("name", "pk")[:FOUND], edition, session)


@require_POST
@with_object(CheckIn, "forums.check_in", rows=lambda seen: seen.select_related("registration__edition"))
def check_in_undo(request, came):
    services.undo_check_in(check_in=came, by=request.user)
    messages.success(request, _("%(name)s 님의 입장을 되돌렸습니다.") % {"name": came.registration.name})
    if request.POST.get("from") == "badge":
        registration = came.registration
        return redirect("forums:check_in_badge", links.make(BADGE_LINK, registration.uid, registration.link_version))
    return redirect("forums:edition_check_in", came.registration.edition_id)


# --- at which door ---------------------------------------------------------------------------------


def _sessions(edition):
    return edition.sessions.order_by("starts_at", "pk")


def _choose_session(request, edition):
    """Kept with the sign-in: a phone at the door of a hall scans for that hall."""
    asked = request.POST["door"]
    chosen = _sessions(edition).filter(pk=asked[:18]).first() if asked.isdecimal() else None
    request.session[_name(edition)] = chosen.pk if chosen else None


def _session_of(request, edition):
    pk = request.session.get(_name(edition))
    return _sessions(edition).filter(pk=pk).first() if pk else None


def _name(edition):
    return f"check-in-{edition.pk}"
