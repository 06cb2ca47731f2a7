from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.core.views import require_permission, stored_file, with_object
from exchange.mous import records, selectors, services
from exchange.mous.enums import EvidenceKind
from exchange.mous.forms import pickers
from exchange.mous.forms.evidence import EvidenceForm
from exchange.mous.forms.refusals import refuse
from exchange.mous.models import Commitment, Evidence

MAX_TEXT = 400


@with_object(Commitment, "mous.change_commitment", rows=selectors.in_full)
def evidence_add(request, commitment):
    form = EvidenceForm(request.POST or None, request.FILES or None, user=request.user, commitment=commitment)
    if form.is_valid():
        try:
            _keep(form, commitment, request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("이행 근거를 등록했습니다."))
            return redirect(f"{commitment.get_absolute_url()}#evidence")
    context = {"commitment": commitment, "form": form, "max_mb": settings.MAX_FILE_MB}
    return render(request, "mous/evidence_add.html", context)


def _keep(form, commitment, user):
    facts = form.facts()
    if facts["kind"] != EvidenceKind.FILE:
        return services.add_evidence(commitment=commitment, by=user, **facts)
    said = {name: facts[name] for name in ("dated_on", "note_ko", "note_ja")}
    try:
        return services.add_file_evidence(commitment=commitment, upload=form.cleaned_data["file"], by=user, **said)
    except ValidationError as error:
        raise error if hasattr(error, "error_dict") else ValidationError({"file": error}) from error


@require_GET
@with_object(Evidence, "mous.open_evidence", rows=lambda seen: seen.exclude(sha256=""))
def evidence_file(request, evidence):
    return stored_file(evidence, evidence.file_name)


def _with_proof(visible):
    return visible.select_related("commitment", "meeting", "edition")


@with_object(Evidence, "mous.change_commitment", rows=_with_proof)
def evidence_delete(request, evidence):
    if request.method == "POST":
        try:
            services.delete_evidence(evidence=evidence, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("이행 근거를 지웠습니다."))
        return redirect(f"{evidence.commitment.get_absolute_url()}#evidence")
    return render(request, "mous/evidence_delete.html", {"evidence": evidence, "commitment": evidence.commitment})


@require_GET
@require_permission("mous.add_commitment")
def meeting_options(request):
    return _options(request, pickers.Meetings)


@require_GET
@require_permission("mous.add_commitment")
def held_meeting_options(request):
    return _options(request, pickers.HeldMeetings)


@require_GET
@require_permission("mous.add_commitment")
def commitment_options(request):
    return _options(request, pickers.Commitments)


@require_GET
@require_permission("mous.add_commitment")
def edition_options(request):
    return _options(request, pickers.Reports)


@require_GET
@require_permission("mous.add_commitment")
def record_options(request, kind):
    if (found := records.kind_named(kind)) is None:
        raise Http404
    return _options(request, pickers.Records(found))


def _options(request, finder):
    text = request.GET.get("q", "").replace("\0", " ")[:MAX_TEXT].strip()
    answer = pickers.options(finder, text, request.user)
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
