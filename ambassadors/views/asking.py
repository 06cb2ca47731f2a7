"""The pages of a firm without an account: it asks, and follows its request by a private link."""

import logging
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ambassadors import letters, services
from ambassadors.forms.asking import RequestForm, WithdrawForm
from ambassadors.letters import REQUEST_LINK
from ambassadors.models import AdvisoryRequest
from ambassadors.progress import confirmable, progress_of
from exchange.core.languages import chosen_language
from exchange.mous.forms.refusals import refuse
from exchange.privacy import links
from exchange.privacy.pages import in_another_language, private_page

logger = logging.getLogger(__name__)


@never_cache
@login_not_required
def request_form(request):
    """Whatever goes wrong, the page comes back with all that was typed."""
    if request.method != "POST":
        return _form_page(request, RequestForm(initial={"language": get_language()}))
    if redrawn := in_another_language(request, lambda typed: _form_page(request, RequestForm(initial=typed))):
        return redrawn
    form = RequestForm(request.POST)
    if row := _sent_before(form):
        return _on_to_sent(row)
    if not ratelimit.consume(request, action="advisory_request"):
        return _too_many(request, form)
    return _take(request, form)


def _take(request, form):
    if not form.is_valid():
        return _form_page(request, form)
    if AdvisoryRequest.objects.of_last_hour(timezone.now()).count() >= settings.ADVISORY_HOURLY_LIMIT:
        logger.warning("public form: more than %s requests within an hour", settings.ADVISORY_HOURLY_LIMIT)
        crowded = _("지금은 신청이 몰려 더 받지 못합니다. 적은 내용은 그대로 있으니 한 시간쯤 뒤에 다시 눌러 주세요.")
        return _too_many(request, form, said=crowded)
    mailbox, _at, host = form.cleaned_data["contact_email"].lower().rpartition("@")
    origin = get_adapter().get_client_ip(request)
    askers = {
        "advisory_email": f"{mailbox.partition('+')[0]}@{host}",  # one mailbox, whatever tag follows the plus
        "advisory_firm": f"{form.cleaned_data['business_number']} {origin}",  # a number is public: nobody locks it out
    }
    if not all(ratelimit.consume(request, action=action, key=key) for action, key in askers.items()):
        return _too_many(request, form)
    try:
        row, _new = services.receive_request(**form.facts)
    except ValidationError as error:
        refuse(form, error)
        return _form_page(request, form)
    return _on_to_sent(row)


def _sent_before(form):
    """The request that this page has made already: the button pressed twice, the page sent anew."""
    try:
        key = form.fields["submission"].clean(form["submission"].data)
    except ValidationError:
        return None
    return AdvisoryRequest.objects.filter(submission=key).first()


def _on_to_sent(row):
    return redirect("ambassadors:request_sent", key=links.make(REQUEST_LINK, row.uid, row.link_version))


def _too_many(request, form, said=None):
    form.errors.clear()
    form.add_error(None, said or _("짧은 동안 너무 많은 신청이 들어왔습니다. 잠시 뒤에 다시 눌러 주세요."))
    return _form_page(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)


def _form_page(request, form, status=HTTPStatus.OK):
    return render(
        request, "ambassadors/request_form.html", {"form": form, "languages": settings.LANGUAGES}, status=status
    )


@require_GET
@private_page
def request_sent(request, key):
    row, gone = _asked(request, key)
    return gone or render(request, "ambassadors/request_sent.html", {"asked": row, "key": key})


@require_GET
@private_page
def request_follow(request, key):
    row, gone = _asked(request, key)
    if gone:
        return gone
    with override(chosen_language(request) or row.language):
        sessions = [
            {"row": each, "link": letters.confirm_link(each) if confirmable(each) else ""}
            for each in row.sessions.counted()
        ]
        context = {
            "asked": row,
            "key": key,
            "progress": progress_of(row, was_held=bool(sessions)),
            "sessions": sessions,
            "languages": settings.LANGUAGES,
        }
        response = render(request, "ambassadors/request_follow.html", context)
        response.headers["Content-Language"] = get_language()
    return response


@private_page
def request_withdraw(request, key):
    row, gone = _asked(request, key)
    if gone:
        return gone
    with override(chosen_language(request) or row.language):
        response = _withdraw(request, row, key)
        response.headers["Content-Language"] = get_language()
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _withdraw(request, row, key):
    back = reverse("ambassadors:request_follow", args=[key])
    if not row.is_open:
        return redirect(back)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.withdraw_request(request=row, erase=form.cleaned_data["erase"])
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(back)
    return render(request, "ambassadors/request_withdraw.html", {"asked": row, "form": form, "back": back})


def _asked(request, key):
    """(the request, None), or (None, a page that says the link is over); 404 for what is no link of ours."""
    uid, version = links.read(REQUEST_LINK, key) or (None, None)
    row = AdvisoryRequest.objects.filter(uid=uid).select_related("ambassador__person").first() if uid else None
    if row is None:
        raise Http404
    if row.link_version != version or not row.has_contact:
        return None, render(request, "ambassadors/request_gone.html", status=HTTPStatus.GONE)
    return row, None
