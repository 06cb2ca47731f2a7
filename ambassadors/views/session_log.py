"""Writing a session: the page of the log, a draft that is taken up again, a correction."""

from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors import services
from ambassadors.enums import SessionState
from ambassadors.forms.sessions import CorrectionForm, LogForm, shown
from ambassadors.logbook import Logbook
from ambassadors.models import AdvisorySession, Ambassador
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import require_permission, with_object
from exchange.mous.forms.refusals import refuse

AT = {"client": "firm", "minutes": "quick_minutes", "is_free": "is_confirmed", "has_no_interest": "is_confirmed"}


@require_permission("ambassadors.log_session")
def session_log(request):
    """Sent by the form, or by static/sessionlog.js, which wants JSON: where the session is, or why it is refused."""
    ambassador = Ambassador.objects.visible_to(request.user).first()
    if ambassador is None:  # an account that is not tied to an ambassador yet
        raise PermissionDenied("ambassadors.log_session")
    book = Logbook(ambassador)
    if request.method != "POST":
        return _page(request, LogForm(book=book, initial=book.start(request.GET.get("request", ""))))
    is_draft = "draft" in request.POST
    form = LogForm(request.POST, request.FILES, book=book, is_draft=is_draft)
    if form.is_valid():
        submission = form.cleaned_data["submission"] or uuid4()
        facts = {"submission": submission, "ambassador": ambassador, "submit": not is_draft}
        try:
            session, _new = services.log_session(**facts, by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, _at_fields(error))
        else:
            return _done(request, session)
    return _page(request, form)


@with_object(
    AdvisorySession, "ambassadors.change_session", rows=lambda seen: seen.select_related("ambassador", "client")
)
def session_edit(request, session):
    """A draft is gone on with; what was submitted is corrected, with the reason, and its client is asked again."""
    book = Logbook(session.ambassador, session=session)
    is_draft = session.state == SessionState.DRAFT
    kind = LogForm if is_draft else CorrectionForm
    context = {"session": session, "version": version_shown(request, session)}
    if request.method != "POST":
        return _page(request, kind(book=book, initial=shown(session)), **context)
    form = kind(request.POST, request.FILES, book=book, is_draft="draft" in request.POST)
    if form.is_valid():
        try:
            changed = _change(session, form, request.user, context["version"])
        except Overtaken:
            session.refresh_from_db()
            context["version"] = session.version
            form.add_error(
                None, _("그사이 다른 곳에서 이 일지를 저장했습니다. 다시 저장하면 지금 적은 내용으로 바뀝니다.")
            )
        except ValidationError as error:
            refuse(form, _at_fields(error))
        else:
            return _done(request, changed)
    return _page(request, form, **context)


def _change(session, form, user, version):
    facts = {"session": session, "version": version, "by": user, **form.facts()}
    if session.state != SessionState.DRAFT:
        return services.correct_session(reason=form.cleaned_data["reason"], **facts)
    return (services.save_draft if form.is_draft else services.submit_session)(**facts)


@require_POST
@with_object(AdvisorySession, "ambassadors.delete_draft")
def session_delete(request, session):
    try:
        services.delete_draft(session=session, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(session)
    messages.success(request, _("쓰던 일지를 지웠습니다."))
    return redirect("ambassadors:session_list")


def _at_fields(error):
    """Columns as the fields of the form that show them."""
    if hasattr(error, "error_dict"):
        return ValidationError({AT.get(name, name): each for name, each in error.error_dict.items()})
    return error


def _wants_json(request):
    return request.headers.get("Accept") == "application/json"


def _done(request, session):
    if session.state == SessionState.DRAFT:
        said = _("쓰던 데까지 저장했습니다. 자문 일지 목록에서 이어 쓸 수 있습니다.")
    elif session.request_id or session.contact_email:
        said = _("일지를 제출했습니다. 기업에 확인을 청하는 메일을 보냈습니다.")
    else:
        said = _("일지를 제출했습니다.")
    if "queued" not in request.POST:  # what comes by itself later is told on the page where it happens
        messages.success(request, said)
    if _wants_json(request):
        return JsonResponse({"url": session.get_absolute_url(), "said": said}, status=HTTPStatus.CREATED)
    return redirect(session)


def _page(request, form, **context):
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.errors and _wants_json(request):
        return JsonResponse({"refused": True}, status=status)
    context = {"session": None, "version": None, **context, "form": form, "book": form.book}
    return render(request, "ambassadors/session_log.html", context, status=status)
