"""Sessions as they are read, checked, and followed by what came of them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ambassadors import services
from ambassadors.enums import SessionState
from ambassadors.flows import SESSION
from ambassadors.forms.sessions import FollowUpForm, OutcomeForm
from ambassadors.logbook import seoul_time
from ambassadors.models import AdvisorySession, SessionFile, SessionOutcome
from ambassadors.proved import promises_proved_by
from ambassadors.revisions import former
from ambassadors.session_filters import SessionFilter
from ambassadors.session_listing import REACH, in_rows, known_number, rows_of
from exchange.accounts.roles import reads_everything
from exchange.core.paging import page_of
from exchange.core.views import require_permission, stored_file, with_object
from exchange.meetings import files
from exchange.mous.forms.refusals import refuse


@require_GET
@require_permission("ambassadors.list_sessions")
def session_list(request):
    seen = AdvisorySession.objects.visible_to(request.user)
    filtered = SessionFilter(request.GET, seen, user=request.user)
    page = page_of(in_rows(filtered.qs), request, count=known_number(filtered, request.user), reach=REACH)
    reads_all = reads_everything(request.user)
    context = {
        "filter": filtered,
        "page": page,
        "rows": rows_of(page, shows_ambassador=reads_all),
        "reads_all": reads_all,
    }
    return render(request, "ambassadors/session_list.html", context)


def _in_full(seen):
    return seen.select_related("ambassador__person", "client", "request", "checked_by").prefetch_related(
        "topics", "outcomes", "files"
    )


@require_GET
@with_object(AdvisorySession, "ambassadors.view_session", rows=_in_full)
def session_detail(request, session):
    return _page(request, session)


def _page(request, session, form=None, follow_up=None):
    context = {
        "session": session,
        "form": form or OutcomeForm(),
        "follow_up": follow_up or FollowUpForm(instance=session),
        "seoul": seoul_time(session),
        "open_steps": SESSION.open_steps(session, request.user),
        "promises": promises_proved_by(session, request.user),
        "former": former(session.revisions.select_related("by")),
        "accept": files.ACCEPT,
        "max_mb": settings.MAX_FILE_MB,
        "is_draft": session.state == SessionState.DRAFT,
    }
    return render(request, "ambassadors/session_detail.html", context)


@require_POST
@with_object(AdvisorySession, "ambassadors.check_session")
def session_check(request, session):
    return _step(request, session, services.check_session, _("검토를 마쳤습니다."))


@require_POST
@with_object(AdvisorySession, "ambassadors.check_session")
def session_uncheck(request, session):
    return _step(request, session, services.uncheck_session, _("검토를 되돌렸습니다."))


@require_POST
@with_object(AdvisorySession, "ambassadors.check_session")
def session_ask(request, session):
    return _step(
        request, session, services.ask_again, _("확인을 청하는 메일을 새로 보냈습니다. 먼저 보낸 주소는 닫혔습니다.")
    )


def _step(request, session, take, said):
    try:
        take(session=session, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(session)


@require_POST
@with_object(AdvisorySession, "ambassadors.add_outcome", rows=_in_full)
def session_outcome_add(request, session):
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            services.add_outcome(session=session, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("성과를 적었습니다."))
            return redirect(f"{session.get_absolute_url()}#outcomes")
    return _page(request, session, form)


@require_POST
@with_object(AdvisorySession, "ambassadors.add_outcome", rows=_in_full)
def session_follow_up(request, session):
    form = FollowUpForm(request.POST)
    if form.is_valid():
        try:
            services.set_follow_up(session=session, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(session)
    return _page(request, session, follow_up=form)


@require_POST
@with_object(SessionOutcome, "ambassadors.add_outcome", rows=lambda seen: seen.select_related("session"))
def session_outcome_remove(request, outcome):
    said = _("성과를 지웠습니다.")
    return _removed(
        request, services.remove_outcome, said, outcome=outcome, at=f"{outcome.session.get_absolute_url()}#outcomes"
    )


@require_POST
@with_object(AdvisorySession, "ambassadors.add_outcome")
def session_file_add(request, session):
    for upload in request.FILES.getlist("files"):
        try:
            services.add_session_file(session=session, upload=upload, by=request.user)
        except ValidationError as error:
            told = {"name": upload.name, "reason": " ".join(error.messages)}
            messages.error(request, _("%(name)s: 저장하지 않았습니다. %(reason)s") % told)
        else:
            messages.success(request, _("저장했습니다: %(names)s") % {"names": upload.name})
    if not request.FILES:
        messages.error(request, _("올릴 파일을 골라 주세요."))
    return redirect(f"{session.get_absolute_url()}#files")


@require_GET
@with_object(SessionFile, "ambassadors.view_session", kwarg="file")
def session_file(request, file):
    return stored_file(file, file.name)


@require_POST
@with_object(SessionFile, "ambassadors.add_outcome", kwarg="file", rows=lambda seen: seen.select_related("session"))
def session_file_remove(request, file):
    said = _("파일을 지웠습니다.")
    return _removed(
        request, services.remove_session_file, said, file=file, at=f"{file.session.get_absolute_url()}#files"
    )


def _removed(request, remove, said, *, at, **part):
    try:
        remove(**part, reason=request.POST.get("reason", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(at)
