from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import with_object
from exchange.mous import selectors, services, told
from exchange.mous.forms.refusals import refuse
from exchange.mous.forms.steps import AskForm, DropForm, DueForm, KeepForm
from exchange.mous.models import Commitment, Occurrence
from exchange.mous.views.commitments import commitment_page
from exchange.mous.views.ledger import changed_row

STEPS = {
    "start": services.start_commitment,
    "keep": services.keep_commitment,
    "miss": services.miss_commitment,
    "reopen": services.reopen_commitment,
}
YEAR_STEPS = {"keep": services.keep_occurrence, "reopen": services.reopen_occurrence}


@require_POST
@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def commitment_state(request, commitment):
    """`step` names it; `next` is the page of the portal that the button stands on, to htmx the row of its list."""
    name = request.POST.get("step")
    if name == "drop":
        form = DropForm(request.POST, auto_id="drop-%s")
        return _save(request, commitment, "drop_form", form, services.drop_commitment, said=told.dropped)
    if name == "keep" and "reply" in request.POST:
        form = KeepForm(request.POST, auto_id="keep-%s")
        return _save(request, commitment, "keep_form", form, services.keep_commitment, said=told.kept)
    if name not in STEPS:
        raise Http404
    level, text = _taken(STEPS[name], told.STEPS[name], by=request.user, commitment=commitment)
    if request.htmx:
        return changed_row(request, commitment, level, text)
    messages.add_message(request, level, text)
    return redirect(_way_back(request) or commitment)


@require_POST
@with_object(Occurrence, "mous.change_commitment", rows=lambda seen: seen.select_related("commitment"))
def occurrence_state(request, occurrence):
    name = request.POST.get("step")
    if name not in YEAR_STEPS:
        raise Http404
    messages.add_message(
        request, *_taken(YEAR_STEPS[name], told.YEAR_STEPS[name], by=request.user, occurrence=occurrence)
    )
    return redirect(_way_back(request) or f"{occurrence.commitment.get_absolute_url()}#years")


def _taken(step, said, **row):
    """(level, what to say of it)"""
    try:
        return messages.SUCCESS, said(step(**row))
    except ValidationError as error:
        return messages.ERROR, " ".join(error.messages)


def _way_back(request):
    """Only a page of this portal."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


@require_POST
@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def commitment_due(request, commitment):
    form = DueForm(request.POST, before=commitment.due_on)
    version = version_shown(request, commitment)
    return _save(request, commitment, "due_form", form, services.move_due, said=told.due, version=version)


@require_POST
@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def commitment_ask(request, commitment):
    form = AskForm(request.POST, auto_id="ask-%s")
    return _save(request, commitment, "ask_form", form, services.ask_counterpart, said=told.asked)


def _save(request, commitment, name, form, service, *, said, **shown):
    """A refused form stands open on the commitment's page with what was typed."""
    if form.is_valid():
        try:
            row = service(commitment=commitment, by=request.user, **form.cleaned_data, **shown)
        except ValidationError as error:
            refuse(form, error)
        except Overtaken as overtaken:
            commitment.refresh_from_db(fields=["due_on", "version"])
            form.add_error(None, _first(overtaken.event.by))
        else:
            messages.success(request, said(row))
            return redirect(commitment)
    return commitment_page(request, commitment, **{name: form})


def _first(user):
    return _("%(who)s 님이 먼저 기한을 바꾸었습니다. 확인한 뒤 다시 저장해 주세요.") % {"who": user}
