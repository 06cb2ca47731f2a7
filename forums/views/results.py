"""After it: who came, what was said, the meetings of the edition with what came of them, and the proceedings."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.audit.versions import Overtaken, version_shown
from exchange.core import zones
from exchange.core.languages import OF_DOCUMENTS, in_language
from exchange.core.views import with_object
from exchange.directory.fields import Choices
from exchange.documents.selectors import document_panel
from exchange.meetings.enums import MeetingState
from exchange.meetings.forms import MeetingForm
from exchange.mous.forms.refusals import refuse
from forums import gatherings, services
from forums.attendance import came_to
from forums.documents import PROCEEDINGS
from forums.enums import SessionKind
from forums.flows import EDITION
from forums.forms.results import FIGURES, LinkMeetingForm, ResultsForm
from forums.models import Edition
from forums.promises import born_at, proofs_of
from forums.services.results import WRITABLE
from forums.views.editions import with_series

SILENT = (SessionKind.REGISTRATION, SessionKind.BREAK)  # of these nobody writes minutes


def with_promise(seen):
    return seen.select_related("series__commitment")


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.view_registrations", rows=with_promise)
def edition_results(request, edition):
    if request.method == "POST" and not request.user.has_perm("forums.change_edition", edition):
        raise PermissionDenied("forums.change_edition")
    return _results(request, edition, services.write_results, _("저장했습니다."))


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_promise)
def edition_hold(request, edition):
    """The same page; sent to this address it also says that the edition took place."""
    said = _("개최한 회차로 바꾸었습니다. 이어진 약속의 이행 근거로도 등록됩니다.")
    return _results(request, edition, services.close_edition, said)


def _results(request, edition, save, said):
    stored = Edition.objects.select_related("series__commitment").get(pk=edition.pk) if request.POST else edition
    sessions = list(edition.sessions.exclude(kind__in=SILENT))
    form = ResultsForm(request.POST or None, edition, sessions, came_to(edition))
    context = {"form": form, "version": version_shown(request, edition), "rival": None}
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            save(edition=stored, version=context["version"], by=request.user, **form.facts())
        except Overtaken as overtaken:
            context |= _rival(stored, overtaken.event, form)
            status = HTTPStatus.CONFLICT
        except ValidationError as error:
            refuse(form.figures, error)
        else:
            messages.success(request, said)
            return redirect("forums:edition_results", stored.pk)
    return render(request, "forums/edition_results.html", context | _about(stored, request.user), status=status)


def _about(edition, user):
    today = zones.local(timezone.now(), edition.zone).date()
    commitment = edition.series.commitment
    return {
        "edition": edition,
        "may_write": edition.state in WRITABLE and user.has_perm("forums.change_edition", edition),
        "may_hold": "hold" in EDITION.open_steps(edition, user)
        and bool(edition.starts_on)
        and edition.starts_on <= today,
        "proofs": proofs_of(edition, user) if edition.is_held else [],
        "commitment": commitment,
        "is_too_early": bool(commitment and edition.is_held and edition.starts_on < commitment.made_on),
        "meetings": None,
    }


def _rival(edition, event, form):
    """What stands there now, beside what was typed."""
    stored = Edition.objects.get(pk=edition.pk)
    lines = [
        (f"{stored._meta.get_field(name).verbose_name}: {_shown(getattr(stored, name))}",
         getattr(stored, name) != form.figures.cleaned_data.get(name))
        for name in FIGURES
    ]  # fmt: skip
    typed = {each.instance.pk: each.cleaned_data for each in form.sessions}
    for session in stored.sessions.filter(pk__in=typed):
        facts = typed[session.pk]
        title = in_language(session, "title")[0]
        counts = f"{_shown(session.attended_ours)} + {_shown(session.attended_counterpart)}"
        note = in_language(session, "note")[0]
        lines.append((f"{title}: {counts} {note}".strip(), any(getattr(session, n) != facts[n] for n in facts)))
    return {"rival": event, "theirs": lines, "version": stored.version}


def _shown(number):
    return "-" if number is None else number


@require_POST
@with_object(Edition, "forums.change_edition")
def edition_unhold(request, edition):
    try:
        services.unhold_edition(edition=edition, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("개최 표시를 거두었습니다. 적어 둔 인원과 내용은 그대로 있습니다."))
    return redirect("forums:edition_results", edition.pk)


# --- meetings --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.view_registrations", rows=with_series)
def edition_meetings(request, edition):
    """A page of its own, or the panel that the results fetch once they stand."""
    may_change = request.user.has_perm("forums.change_edition", edition)
    if request.method == "POST" and not may_change:
        raise PermissionDenied("forums.change_edition")
    form = LinkMeetingForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            services.link_meeting(edition=edition, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("면담을 이 회차에 연결했습니다."))
            return _to_meetings(edition)
    context = {
        "edition": edition,
        "meetings": gatherings.meetings_of(edition),
        "near": gatherings.linkable(edition, request.user) if may_change else [],
        "promises": list(born_at(edition).visible_to(request.user)),
        "form": form,
        "may_change": may_change,
    }
    template = "forums/_meetings_panel.html" if request.htmx else "forums/edition_meetings.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _to_meetings(edition):
    return redirect(f"{reverse('forums:edition_results', args=[edition.pk])}#meetings")


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def edition_meeting_add(request, edition):
    form = MeetingForm(request.POST or None, choices=Choices(request.user), initial=_facts_of(edition))
    if form.is_valid():
        try:
            meeting = services.add_meeting(edition=edition, by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("면담을 등록했습니다. 참석자와 주요내용을 적어 주세요."))
            return redirect("meetings:meeting_minutes", meeting.pk)
    return render(request, "forums/edition_meeting_add.html", {"edition": edition, "form": form})


def _facts_of(edition):
    """What is known already, to be corrected by hand."""
    facts = {
        "country": edition.host_country, "zone": edition.zone, "day": edition.starts_on,
        "venue_ko": edition.venue_ko, "venue_ja": edition.venue_ja, "counterparts": [edition.series.counterpart_id],
    }  # fmt: skip
    return facts | ({"state": MeetingState.HELD} if edition.is_held else {})


@require_POST
@with_object(Edition, "forums.change_edition")
def edition_meeting_unlink(request, edition, meeting):
    link = get_object_or_404(edition.meeting_links.select_related("meeting"), meeting=meeting)
    services.unlink_meeting(edition=edition, meeting=link.meeting, by=request.user)
    messages.success(request, _("면담을 이 회차에서 뺐습니다. 면담 기록은 그대로 있습니다."))
    return _to_meetings(edition)


# --- the proceedings -------------------------------------------------------------------------------


@require_GET
@with_object(Edition, "forums.view_registrations", rows=with_series)
def edition_proceedings(request, edition):
    """?language=ko or ja: one of them at a time."""
    language = request.GET.get("language") if request.GET.get("language") in OF_DOCUMENTS else "ko"
    context = {
        "edition": edition,
        "language": language,
        "languages": OF_DOCUMENTS.items(),
        "document": document_panel(PROCEEDINGS, edition, language, request.user),
    }
    return render(request, "forums/edition_proceedings.html", context)
