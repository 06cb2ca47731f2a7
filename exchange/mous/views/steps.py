from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import with_object
from exchange.mous import selectors, services
from exchange.mous.forms.refusals import refuse
from exchange.mous.forms.steps import AskForm, DropForm, DueForm
from exchange.mous.models import Commitment, Occurrence
from exchange.mous.views.commitments import commitment_page

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
    """`step` names it; `next` is the page of the portal that the button stands on."""
    name = request.POST.get("step")
    if name == "drop":
        form = DropForm(request.POST, auto_id="drop-%s")
        return _save(request, commitment, "drop_form", form, services.drop_commitment)
    if name not in STEPS:
        raise Http404
    _take(request, STEPS[name], commitment=commitment)
    return redirect(_way_back(request) or commitment)


@require_POST
@with_object(Occurrence, "mous.change_commitment", rows=lambda seen: seen.select_related("commitment"))
def occurrence_state(request, occurrence):
    name = request.POST.get("step")
    if name not in YEAR_STEPS:
        raise Http404
    _take(request, YEAR_STEPS[name], occurrence=occurrence)
    return redirect(_way_back(request) or f"{occurrence.commitment.get_absolute_url()}#years")


def _take(request, step, **row):
    try:
        step(by=request.user, **row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("상태를 바꾸었습니다."))


def _way_back(request):
    """Only a page of this portal."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


@require_POST
@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def commitment_due(request, commitment):
    form = DueForm(request.POST, before=commitment.due_on)
    return _save(request, commitment, "due_form", form, services.move_due, version=version_shown(request, commitment))


@require_POST
@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def commitment_ask(request, commitment):
    form = AskForm(request.POST, auto_id="ask-%s")
    return _save(request, commitment, "ask_form", form, services.ask_counterpart)


def _save(request, commitment, name, form, service, **shown):
    """A refused form stands open on the commitment's page with what was typed."""
    if form.is_valid():
        try:
            service(commitment=commitment, by=request.user, **form.cleaned_data, **shown)
        except ValidationError as error:
            refuse(form, error)
        except Overtaken as overtaken:
            commitment.refresh_from_db(fields=["due_on", "version"])
            form.add_error(None, _first(overtaken.event.by))
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(commitment)
    return commitment_page(request, commitment, **{name: form})


def _first(user):
    return _("%(who)s 님이 먼저 기한을 바꾸었습니다. 확인한 뒤 다시 저장해 주세요.") % {"who": user}
