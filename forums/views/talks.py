"""The talks of a session: who speaks about what, for how long, and with which slides."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.rows import RowSet, all_valid, rearranges, unjudged
from exchange.core.views import stored_file, with_object
from exchange.directory.fields import Choices
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.forms.programme import SlidesForm, SpeakerRow, TalkForm, rows_of
from forums.models import Session, Talk
from forums.services.programme import introduced
from forums.views.programme import SHOWN, answer_move, place_of


def with_edition(seen):
    return seen.select_related("edition__series")


def with_session(seen):
    return seen.select_related("session__edition__series")


def _to(talk):
    return redirect(f"{reverse('forums:edition_programme', args=[talk.session.edition_id])}#t{talk.pk}")


@require_http_methods(["GET", "POST"])
@with_object(Session, "forums.change_edition", rows=with_edition)
def talk_add(request, session):
    taken = sum(session.talks.values_list("minutes", flat=True))
    left = session.minutes - taken
    form = TalkForm(request.POST or None, initial={"minutes": min(left, 20) if left > 0 else None})
    speakers = _speakers(request, session.edition, [])
    context = {
        "edition": session.edition, "session": session, "form": form, "rows": speakers, "left": left, "version": 0,
    }  # fmt: skip
    if _wants(request, form, speakers):
        try:
            talk = services.save_talk(session=session, speakers=speakers.rows, by=request.user, **form.facts())
        except ValidationError as error:
            _show(error, form, speakers)
        else:
            messages.success(request, _("발표를 더했습니다."))
            return _to(talk)
    return render(request, "forums/talk_add.html", context)


@require_http_methods(["GET", "POST"])
@with_object(Talk, "forums.change_edition", rows=with_session)
def talk_edit(request, talk):
    session = talk.session
    form = TalkForm(request.POST or None, instance=copy(talk))
    speakers = _speakers(request, session.edition, talk.speakers.all())
    others = sum(session.talks.exclude(pk=talk.pk).values_list("minutes", flat=True))
    context = {
        "edition": session.edition, "session": session, "talk": talk, "form": form, "rows": speakers,
        "left": session.minutes - others, "version": version_shown(request, talk), "rival": None,
        "slides": SlidesForm(talk=talk),
    }  # fmt: skip
    status = 200
    if _wants(request, form, speakers):
        try:
            services.save_talk(
                session=session, talk=talk, version=context["version"], speakers=speakers.rows, by=request.user,
                **form.facts(),
            )  # fmt: skip
        except Overtaken as overtaken:
            now = Talk.objects.get(pk=talk.pk)
            context |= {"rival": overtaken.event, "version": now.version, "theirs": _lines(now, form, speakers)}
            status = 409
        except ValidationError as error:
            _show(error, form, speakers)
        else:
            messages.success(request, _("저장했습니다."))
            return _to(talk)
    return render(request, "forums/talk_edit.html", context, status=status)


def _speakers(request, edition, stored):
    """`introduce` was pressed: side and title of those chosen are filled in where they are empty, nothing is saved."""
    options = {"choices": Choices(request.user)}
    build = {"initial": rows_of(stored, SpeakerRow), "form_kwargs": options, "prefix": "speakers"}
    rows = RowSet(request, SpeakerRow, **build)
    if "introduce" not in request.POST or rearranges(request):
        return rows
    rows.is_valid()
    known = [form for form in rows.forms if getattr(form, "cleaned_data", {}).get("person")]
    filled = introduced([dict(form.cleaned_data) for form in known], edition)
    data = request.POST.copy()
    for form, facts in zip(known, filled, strict=True):
        for name in ("side", "title_ko", "title_ja", "title_en"):
            data[form.add_prefix(name)] = facts[name]
    request.POST = data
    return RowSet(request, SpeakerRow, **build)


def _wants(request, form, speakers):
    """Save was pressed and everything is fit for it."""
    if "introduce" in request.POST and not rearranges(request):
        unjudged(form)
        return False
    return all_valid(request, form, speakers)


def _show(error, form, speakers):
    if hasattr(error, "row"):
        speakers.refuse(error)
    else:
        refuse(form, error)


def _lines(now, form, speakers):
    """What stands there now, beside what was typed."""
    stored = TalkForm(instance=now)
    lines = [
        (f"{stored[name].label}: {_shown(getattr(now, name))}", getattr(now, name) != form.cleaned_data[name])
        for name in stored.fields
    ]
    typed = {row["person"].pk for row in speakers.rows}
    people = [(str(each.person), each.person_id not in typed) for each in now.speakers.select_related("person")]
    return [*lines, *people]


def _shown(value):
    return {True: _("예"), False: _("아니요"), "": "-"}.get(value, value)


@require_POST
@with_object(Talk, "forums.change_edition", rows=with_session)
def talk_move(request, talk):
    """To a place among the talks of its session, or of another one of the edition."""
    edition = talk.session.edition
    typed = request.POST.get("session", "")
    session = edition.sessions.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 10 else talk.session  # noqa: PLR2004
    if session is None:
        return answer_move(request, edition, refusal=_("그 순서가 없습니다. 새로 고친 뒤 다시 해 주세요."))
    try:
        moved = services.move_talk(talk=talk, session=session, place=place_of(request), by=request.user)
    except ValidationError as error:
        return answer_move(request, edition, refusal=" ".join(error.messages))
    told = {"title": moved.local_title, "session": session.local_title, "place": moved.order + 1}
    return answer_move(request, edition, said=_("‘%(title)s’: ‘%(session)s’의 %(place)d번째입니다.") % told)


@require_http_methods(["GET", "POST"])
@with_object(Talk, "forums.change_edition", rows=with_session)
def talk_delete(request, talk):
    edition = talk.session.edition
    if request.method == "POST":
        services.delete_talk(talk=talk, by=request.user)
        messages.success(request, _("발표를 뺐습니다."))
        return redirect("forums:edition_programme", edition.pk)
    return render(request, "forums/talk_delete.html", {"edition": edition, "talk": talk})


# --- slides ----------------------------------------------------------------------------------------


@require_GET
@login_not_required
def talk_slides(request, pk):
    """To whoever sees the edition; marked public, of a public programme, to everybody."""
    talk = get_object_or_404(Talk.objects.select_related("session__edition").exclude(slides_sha256=""), pk=pk)
    edition = talk.session.edition
    is_public = talk.is_slides_public and edition.is_programme_public and edition.state in SHOWN
    if not (is_public or Talk.objects.visible_to(request.user).filter(pk=pk).exists()):
        raise Http404
    return stored_file(talk.slides, talk.slides_name)


@require_http_methods(["GET", "POST"])
@with_object(Talk, "forums.change_edition", rows=with_session)
def talk_slides_edit(request, talk):
    if "remove" in request.POST:
        services.remove_slides(talk=talk, by=request.user)
        messages.success(request, _("발표 자료를 지웠습니다."))
        return redirect("forums:talk_edit", talk.pk)
    form = SlidesForm(request.POST or None, request.FILES or None, talk=talk)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_slides(talk=talk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            messages.success(request, _("저장했습니다."))
            return _to(talk)
    return render(
        request, "forums/talk_slides_edit.html", {"edition": talk.session.edition, "talk": talk, "form": form}
    )
