"""Ambassadors: the list, one of them, and what staff and he himself write of him."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ambassadors import services
from ambassadors.activity import activity_of
from ambassadors.forms.ambassadors import AmbassadorForm, NewAmbassadorForm, ProfileForm
from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador
from ambassadors.roster import AmbassadorFilter, listed, rows_of
from ambassadors.standing import is_silent
from exchange.accounts.roles import reads_everything
from exchange.audit.versions import Overtaken, version_shown
from exchange.core import content
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object
from exchange.directory.editing import show_error
from exchange.directory.fields import Choices
from exchange.documents.files import picture_response
from exchange.meetings.models import Attendance

ON_A_PAGE = 40  # a page of the list stays under 40 KB
SHOWN = 6  # requests, sessions and meetings on the page of an ambassador


@require_GET
@require_permission("ambassadors.list_ambassadors")
def ambassador_list(request):
    today = timezone.localdate()
    found = AmbassadorFilter(request.GET, Ambassador.objects.visible_to(request.user))
    page = page_of(listed(found.qs), request, size=ON_A_PAGE)
    context = {"filter": found, "page": page, "rows": rows_of(list(page), today)}
    return render(request, "ambassadors/ambassador_list.html", context)


@require_GET
@require_permission("ambassadors.view_own")
def ambassador_own(request):
    """The menu's way to the page of himself."""
    return redirect(get_object_or_404(Ambassador.objects.visible_to(request.user)))


def _whole(ambassadors):
    return ambassadors.select_related("person__user").prefetch_related("expertise", "terms")


@require_GET
@with_object(Ambassador, "ambassadors.view_ambassador", rows=_whole)
def ambassador_detail(request, ambassador):
    user, today = request.user, timezone.localdate()
    terms = list(ambassador.terms.all())
    sees_all = reads_everything(user)
    sessions = AdvisorySession.objects.visible_to(user).filter(ambassador=ambassador).select_related("client")
    requests = AdvisoryRequest.objects.visible_to(user).filter(ambassador=ambassador).select_related("client")
    sessions = list(sessions.defer("advice", "search_key").prefetch_related("topics")[: SHOWN + 1])
    last_on = next((session.held_on for session in sessions if session.submitted_at), None)
    context = {
        "ambassador": ambassador,
        "post": ambassador.person.posts.held_on(today).select_related("organization").first(),
        "standing": ambassador.standing_among(terms, today),
        "terms": terms,
        "activity": _measured(terms, today) if sees_all else None,
        "requests": requests.defer("search_key").order_by("-assigned_at", "-pk")[:SHOWN],
        "sessions": sessions[:SHOWN],
        "is_silent": sees_all and is_silent(ambassador, terms, last_on, today),
        "attended": _attended(ambassador),
        "is_own": ambassador.person.user_id == user.pk,
    }
    return render(request, "ambassadors/ambassador_detail.html", context)


def _measured(terms, today):
    """Of the term of today, else of the last that has begun; None before the first."""
    begun = [term for term in terms if term.starts_on <= today][:1]
    return {"term": begun[0], "figures": activity_of(begun)[begun[0].pk]} if begun else None


def _attended(ambassador):
    """The meetings with him at the table, also those of a trip; who may not open them reads when and what."""
    seats = Attendance.objects.filter(person=ambassador.person).exclude(meeting__state="cancelled")
    return seats.select_related("meeting").order_by("-meeting__starts_at", "-pk")[:SHOWN]


@require_GET
@with_object(Ambassador, "ambassadors.view_ambassador")
def ambassador_photo(request, ambassador):
    """?large=1: as it is printed."""
    sha256 = ambassador.photo_sha256 if request.GET.get("large") else ambassador.thumbnail_sha256
    try:
        return picture_response(content.load(sha256)) if sha256 else _no_photo()
    except FileNotFoundError:
        return _no_photo()


def _no_photo():
    raise Http404


@require_http_methods(["GET", "POST"])
@require_permission("ambassadors.add_ambassador")
def ambassador_add(request):
    form = NewAmbassadorForm(request.POST or None, request.FILES or None, choices=Choices(request.user))
    if form.is_valid():
        try:
            ambassador = services.create_ambassador(by=request.user, **form.facts())
        except ValidationError as error:
            show_error(form, None, error)
        else:
            messages.success(request, _("등록했습니다. 이어서 임기를 적어 주세요."))
            return redirect("ambassadors:term_add", ambassador.pk)
    return render(request, "ambassadors/ambassador_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@with_object(Ambassador, "ambassadors.change_ambassador", rows=_whole)
def ambassador_edit(request, ambassador):
    return _edit(request, ambassador, AmbassadorForm, "ambassadors/ambassador_edit.html")


@require_http_methods(["GET", "POST"])
@with_object(Ambassador, "ambassadors.change_profile", rows=_whole)
def ambassador_profile_edit(request, ambassador):
    return _edit(request, ambassador, ProfileForm, "ambassadors/ambassador_profile_edit.html")


def _edit(request, ambassador, form_class, template):
    stored = Ambassador.objects.get(pk=ambassador.pk)
    form = form_class(request.POST or None, request.FILES or None, instance=ambassador)
    context = {"ambassador": stored, "form": form, "version": version_shown(request, stored)}
    if form.is_valid():
        try:
            services.change_ambassador(ambassador=stored, version=context["version"], by=request.user, **form.facts())
        except Overtaken as overtaken:
            now = Ambassador.objects.get(pk=ambassador.pk)
            rival = {"rival": overtaken.event, "theirs": _theirs(now, form), "version": now.version}
            return render(request, template, context | rival, status=409)
        except ValidationError as error:
            show_error(form, None, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(stored)
    return render(request, template, context)


def _theirs(now, form):
    """What stands there since somebody else saved, and whether it differs from what was typed here."""
    for name in form._meta.fields:
        value, mine = getattr(now, name), form.cleaned_data.get(name)
        if value not in (None, "", False):
            yield f"{form.fields[name].label}: {value}", value != mine
