"""What is written to firms and ambassadors: plain mail in the reader's language, through the outbox."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from exchange.privacy import links

REQUEST_LINK, SESSION_LINK = "advisory-request", "advisory-session"


def follow_link(request):
    """The firm's own page of its request."""
    key = links.make(REQUEST_LINK, request.uid, request.link_version)
    return settings.SITE_URL + reverse("ambassadors:request_follow", args=[key])


def confirm_link(session):
    """Works until it is answered or the session is corrected."""
    key = links.make(SESSION_LINK, session.uid, session.link_version)
    return settings.SITE_URL + reverse("ambassadors:session_confirm", args=[key])


def request_received(request):
    _to_firm("request_received", request)


def request_assigned(request, assignment):
    """What is asked, and by when to answer; nothing of the contact."""
    row = {"request": request, "assignment": assignment, "link": _page(request)}
    _to_ambassador("request_assigned", request.ambassador, **row)


def request_accepted(request):
    _to_firm("request_accepted", request)


def request_came_back(request):
    """Nobody writes to the firm about it: it waits as before. Staff see it in the queue."""


def request_closed(request):
    _to_firm("request_closed", request)


def request_withdrawn(request, ambassador):
    if ambassador:
        _to_ambassador("request_withdrawn", ambassador, request=request, link=_page(request))


def confirmation_asked(session):
    """To the request's contact, or to the one whom the ambassador named; nobody, when there is no address."""
    if to := session.asked_at:
        language = session.request.language if session.request else session.contact_language
        _send("confirmation_asked", to, language, session=session, link=confirm_link(session))


def confirmation_answered(session):
    _to_ambassador("confirmation_answered", session.ambassador, session=session, link=_page(session))


def _page(row):
    return settings.SITE_URL + row.get_absolute_url()


def _to_firm(name, request):
    if request.contact_email:
        _send(name, request.contact_email, request.language, request=request, link=follow_link(request))


def account_of(ambassador):
    """Through which he reads mail and answers; None where he has none, or none that is in use."""
    user = ambassador.person.user
    return user if user and user.is_active else None


def _to_ambassador(name, ambassador, **context):
    """Nothing goes to one without an account: he could not open the page."""
    if user := account_of(ambassador):
        _send(name, user.email, user.language, ambassador=ambassador, **context)


def _send(name, to, language, **context):
    with translation.override(language):
        subject = render_to_string(f"ambassadors/mail/{name}_subject.txt", context).strip()
        body = render_to_string(f"ambassadors/mail/{name}.txt", context)
        EmailMessage(subject, body, to=[to]).send()
