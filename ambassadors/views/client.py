"""What a firm sees of a session without an account, by a link that works once."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override

from ambassadors import services
from ambassadors.enums import SessionState
from ambassadors.forms.sessions import AnswerForm
from ambassadors.letters import SESSION_LINK
from ambassadors.models import AdvisorySession
from exchange.core.languages import chosen_language
from exchange.mous.forms.refusals import refuse
from exchange.privacy import links
from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText
from exchange.privacy.pages import private_page


@private_page
def session_confirm(request, key):
    """Looking never answers: programs that guard mail open every link. A used one says what was answered."""
    session, version = _session(key)
    written_in = session.request.language if session.request else session.contact_language
    with override(chosen_language(request) or written_in):
        response = _answer(request, session, version)
        response.headers["Content-Language"] = get_language()
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _answer(request, session, version):
    if session.contact_removed_at or (session.request and not session.request.has_contact):
        return render(request, "ambassadors/request_gone.html", status=HTTPStatus.GONE)
    context = {"session": session, "languages": settings.LANGUAGES}
    if session.link_version != version or session.state != SessionState.SUBMITTED:
        is_renewed = session.state == SessionState.SUBMITTED or session.link_version > version + 1
        return render(request, "ambassadors/session_confirmed.html", {**context, "is_renewed": is_renewed})
    consent = ConsentText.objects.in_force(Purpose.CASEBOOK)
    form = AnswerForm(request.POST if request.method == "POST" else None, consent=consent)
    if form.is_valid():
        try:
            services.answer_session(session=session, link_version=version, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(request.get_full_path())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(
        request, "ambassadors/session_confirm.html", {**context, "form": form, "consent": consent}, status=status
    )


def _session(key):
    """404 for anything that never was a key of a session."""
    uid, version = links.read(SESSION_LINK, key) or (None, None)
    found = AdvisorySession.objects.counted().select_related("ambassador__person", "request", "client")
    session = found.prefetch_related("topics").filter(uid=uid).first() if uid else None
    if session is None:
        raise Http404
    return session, version
