"""The pages of people without an account: they register by a link, and keep to their registration by another."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from uuid import uuid5

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from exchange.core.languages import chosen_language
from exchange.mous.forms.refusals import refuse
from exchange.privacy import links
from exchange.privacy.pages import in_another_language, private_page
from forums import letters, services
from forums.enums import Diet, Origin
from forums.forms.registering import FACTS, OwnCancelForm, OwnForm, RegisterForm
from forums.letters import INVITATION_LINK, OPEN_LINKS, REGISTRATION_LINK
from forums.models import Edition, Invitation, Registration
from forums.opening import is_full, why_closed
from forums.sides import SIDES

KNOWN = ("name", "name_other", "company", "company_other", "title", "title_other", "email", "language")


@private_page
def register(request, key):
    """By the open link of a side, for everybody of it."""
    edition, side, is_current = _opened(key)
    if not is_current:
        return _gone(request)
    return _form_page(request, Asked(edition, side, Origin.OPEN), {"language": get_language()})


def _opened(key):
    """(edition, side, whether the link still holds); 404 for what is no link of ours."""
    for side, salt in OPEN_LINKS.items():
        if found := links.read(salt, key):
            edition = Edition.objects.filter(uid=found[0]).select_related("series__counterpart").first()
            if edition:
                return edition, side, edition.link_version == found[1]
    raise Http404


@private_page
def invitation_answer(request, key):
    """What is known of the person stands in the form; declining takes one press."""
    invitation, version = _held(INVITATION_LINK, key, Invitation.objects.select_related("edition__series__counterpart"))
    if invitation is None or invitation.link_version != version:
        return _gone(request)
    own = Registration.objects.active().filter(invitation=invitation, email__in=["", invitation.email]).first()
    if own and "sent" not in request.GET:  # nobody is followed from here to another mailbox
        return redirect(_own_page(own))
    with override(chosen_language(request) or invitation.language):
        if "decline" in request.POST:
            services.decline_invitation(invitation=invitation)
            return redirect(request.path)
        known = {name: getattr(invitation, name) for name in KNOWN} | {"language": get_language()}
        response = _form_page(request, Asked(invitation.edition, invitation.side, Origin.INVITED, invitation), known)
        response.headers.setdefault("Content-Language", get_language())
    return response


# --- the form --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """For which forum and side a form stands, and how its reader came to it."""

    edition: Edition
    side: str
    origin: str
    invitation: Invitation | None = None


def _form_page(request, asked, initial):
    """Whatever goes wrong, the page comes back with all that was typed."""
    draw = partial(_drawn, request, asked)
    if request.method != "POST":
        if "sent" in request.GET:
            return render(request, "forums/registration_sent.html", {"edition": asked.edition})
        return draw(RegisterForm(side=asked.side, initial=initial))
    if redrawn := in_another_language(request, lambda typed: draw(RegisterForm(side=asked.side, initial=typed))):
        return redrawn
    form = RegisterForm(request.POST, side=asked.side)
    if not ratelimit.consume(request, action="forum_registration"):
        return _too_many(draw, form)
    return _take(request, asked, form, draw)


def _take(request, asked, form, draw):
    """Whether the address is registered already is said to its owner only, by mail."""
    if not form.is_valid():
        return draw(form)
    email = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="forum_email", key=_mailbox(email)):
        return _too_many(draw, form)
    try:
        services.register(
            edition=asked.edition, side=asked.side, submission=uuid5(form.cleaned_data["submission"], email),
            origin=asked.origin, invitation=asked.invitation, consent=form.text, **form.facts,
        )  # fmt: skip
    except ValidationError as error:
        if not _reminds_owner(asked.edition, email, error):
            refuse(form, error)
            return draw(form)
    messages.success(request, _("%(mail)s 앞으로 메일을 보냈습니다.") % {"mail": email})
    return redirect(f"{request.path}?sent=1")


def _drawn(request, asked, form, status=HTTPStatus.OK):
    edition, closed = asked.edition, why_closed(asked.edition)
    context = {
        "edition": edition, "side": dict(SIDES)[asked.side], "form": form, "invitation": asked.invitation,
        "closed": closed, "is_full": not closed and is_full(edition, asked.side), "languages": settings.LANGUAGES,
    }  # fmt: skip
    template = "forums/registration_closed.html" if closed else "forums/register.html"
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _reminds_owner(edition, email, error):
    """Whether that was the refusal: an address that is registered already. Its owner gets his link again."""
    if "email" not in getattr(error, "error_dict", {}) or error.error_dict["email"][0].code != "twice":
        return False
    row = edition.registrations.active().filter(email=email).first()
    if row:
        letters.reminded(row)
    return True


def _said_twice(edition, form, error):
    """To somebody who has registered himself, and changes his address."""
    if not _reminds_owner(edition, form.cleaned_data["email"].lower(), error):
        return error
    return ValidationError({"email": _(
        "이 이메일로 이미 신청하셨습니다. 신청을 보고 고칠 수 있는 주소를 그 메일로 다시 보내 드렸습니다."
    )})  # fmt: skip


def _mailbox(address):
    name, _at, host = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"  # one mailbox, whatever tag follows the plus


def _too_many(draw, form):
    form.errors.clear()
    form.add_error(None, _("짧은 동안 너무 많은 신청이 들어왔습니다. 잠시 뒤에 다시 눌러 주세요."))
    return draw(form, status=HTTPStatus.TOO_MANY_REQUESTS)


# --- the person's own page -------------------------------------------------------------------------


@private_page
def registration_own(request, key):
    """Read, mend (`?edit=1`) and cancel (`?cancel=1`)."""
    row, version = _held(REGISTRATION_LINK, key, Registration.objects.select_related("edition__series__counterpart"))
    if row is None or row.link_version != version or not row.has_contact:
        return _gone(request)
    with override(chosen_language(request) or row.language):
        response = _own(request, row)
        response.headers["Content-Language"] = get_language()
        response.headers["Referrer-Policy"] = "same-origin"
    return response


def _own(request, row):
    may_change = row.is_active and not row.edition.is_held and row.edition.is_live
    if may_change and "edit" in request.GET:
        return _own_edit(request, row)
    if may_change and "cancel" in request.GET:
        return _own_cancel(request, row)
    context = {
        "row": row, "edition": row.edition, "place": Registration.objects.place_of(row), "may_change": may_change,
        "side": dict(SIDES)[row.side], "languages": settings.LANGUAGES,
        "again": "" if row.is_active or why_closed(row.edition) else letters.open_link(row.edition, row.side),
    }  # fmt: skip
    return render(request, "forums/registration_own.html", context)


def _own_edit(request, row):
    known = {name: getattr(row, name) for name in FACTS}
    known["agree_diet"] = row.diet != Diet.NONE or bool(row.diet_note)
    form = OwnForm(request.POST or None, side=row.side, initial=known)
    if form.is_valid():
        if not _may_send_again(request, form.cleaned_data["email"], row):
            form.add_error(None, _("짧은 동안 너무 많은 요청이 들어왔습니다. 잠시 뒤에 다시 눌러 주세요."))
        else:
            try:
                row = services.change_registration(registration=row, **form.facts)
            except ValidationError as error:
                refuse(form, _said_twice(row.edition, form, error))
            else:
                return redirect(_own_page(row))
    return render(request, "forums/registration_own_edit.html", {"row": row, "edition": row.edition, "form": form})


def _may_send_again(request, email, row):
    """Whoever asks for another address is held back as at registering: he must not try out who has registered."""
    if not ratelimit.consume(request, action="forum_registration"):
        return False
    is_own = email.lower() == row.email
    return bool(is_own or ratelimit.consume(request, action="forum_email", key=_mailbox(email)))


def _own_cancel(request, row):
    form = OwnCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.cancel_registration(registration=row, erase=form.cleaned_data["erase"])
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(_own_page(row))
    return render(request, "forums/registration_own_cancel.html", {"row": row, "edition": row.edition, "form": form})


# --- links -----------------------------------------------------------------------------------------


def _held(salt, key, rows):
    """(the row of the link or None, the version of the link); 404 for what is no link of ours."""
    found = links.read(salt, key)
    if found is None:
        raise Http404
    return rows.filter(uid=found[0]).first(), found[1]


def _own_page(row):
    return reverse("forums:registration_own", args=[links.make(REGISTRATION_LINK, row.uid, row.link_version)])


def _gone(request):
    return render(request, "forums/registration_gone.html", status=HTTPStatus.GONE)
