"""What is written to people who were invited or registered: plain mail in their language, through the outbox."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from exchange.meetings.enums import Side
from exchange.privacy import links
from forums.models import Registration
from forums.opening import closing

INVITATION_LINK, REGISTRATION_LINK, BADGE_LINK = "forum-invitation", "forum-registration", "forum-badge"
OPEN_LINKS = {Side.OURS.value: "forum-open-ours", Side.COUNTERPART.value: "forum-open-counterpart"}


def invitation_link(invitation):
    """Opens the form with what is known of the person."""
    return _link("invitation_answer", INVITATION_LINK, invitation)


def registration_link(registration):
    """The person's own page: read, mend, cancel."""
    return _link("registration_own", REGISTRATION_LINK, registration)


def open_link(edition, side):
    """For everybody of one side, to be passed on."""
    return _link("register", OPEN_LINKS[side], edition)


def badge_link(registration):
    """What the QR code of the badge holds; it opens the desk's page for whoever may check people in."""
    return _link("check_in_badge", BADGE_LINK, registration)


def _link(page, salt, row):
    return settings.SITE_URL + reverse(f"forums:{page}", args=[links.make(salt, row.uid, row.link_version)])


def invited(invitation):
    _send("invited", invitation, invitation=invitation, edition=invitation.edition, link=invitation_link(invitation))


def registered(registration):
    """With a seat, or with the place on the waiting list."""
    _to_person("registered", registration, place=Registration.objects.place_of(registration))


def seated(registration):
    """Moved up from the waiting list."""
    _to_person("seated", registration)


def cancelled(registration):
    _to_person("cancelled", registration)


def reminded(registration):
    """The private link once more, to whoever registers an address a second time: only its owner reads it."""
    _to_person("reminded", registration)


def _to_person(name, registration, **context):
    if not registration.email:
        return
    _send(
        name, registration, registration=registration, edition=registration.edition,
        link=registration_link(registration), **context,
    )  # fmt: skip


def _send(name, person, **context):
    with translation.override(person.language):
        context["closes"] = closing(context["edition"])
        subject = " ".join(render_to_string(f"forums/mail/{name}_subject.txt", context).split())  # one line
        body = render_to_string(f"forums/mail/{name}.txt", context)
        EmailMessage(subject, body, to=[person.email]).send()
