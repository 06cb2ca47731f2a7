from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange.audit.models import Event
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.paging import page_of
from exchange.core.prepared import prepared
from exchange.core.views import require_permission, with_object
from exchange.meetings.enums import Side
from exchange.mous import services
from exchange.mous.comparison import compare
from exchange.mous.dormancy import silences_of, with_signs_of_life
from exchange.mous.filters import MouFilter
from exchange.mous.flows import MOU
from exchange.mous.forms.mous import EndForm, MouForm, SignForm, UnsignForm
from exchange.mous.forms.refusals import refuse
from exchange.mous.lineage import fates, generations_of
from exchange.mous.models import Clause, Commitment, Correction, Mou, MouFile
from exchange.mous.mou_listing import rows_of
from exchange.mous.selectors import Line

SHOWN, EVENTS = 50, 20  # promises and events on the page of an MOU

clauses_of = prepared(lambda mou: Clause.objects.filter(mou=mou))
corrections_of = prepared(lambda mou: Correction.objects.filter(mou=mou).select_related("by"))
files_of = prepared(lambda mou: MouFile.objects.filter(mou=mou))


@require_GET
@require_permission("mous.list_mous")
def mou_list(request):
    mous = Mou.objects.visible_to(request.user)
    found = MouFilter(request.GET, mous)
    page = page_of(with_signs_of_life(found.qs.listed()), request)
    context = {"filter": found, "page": page, "rows": rows_of(page, request.user)}
    return render(request, "mous/mou_list.html", context)


@require_GET
@with_object(Mou, "mous.view_mou", rows=lambda seen: with_signs_of_life(seen).select_related("meeting"))
def mou_detail(request, mou):
    user = request.user
    sees_internals = user.has_perm("mous.view_internals")
    visible = Commitment.objects.visible_to(user)
    commitments = list(visible.filter(mou=mou).listed()[: SHOWN + 1])
    has_more = len(commitments) > SHOWN
    kin = list(Mou.objects.visible_to(user).filter(Q(pk=mou.predecessor_id) | Q(predecessor=mou)))
    corrections = [each for each in corrections_of(mou.pk) if sees_internals or each.is_shared]
    predecessor = next((each for each in kin if each.pk == mou.predecessor_id), None)
    context = {
        "mou": mou,
        "silence": next(iter(silences_of([mou], today=timezone.localdate())), None) if sees_internals else None,
        "sides": _sides(mou),
        "predecessor": predecessor,
        "successors": [each for each in kin if each.predecessor_id == mou.pk],
        "fates": _fates(mou, predecessor, visible.filter(clause__mou=mou) if has_more else commitments),
        "corrections": corrections,
        "corrected": {each.clause_id for each in corrections},
        "files": files_of(mou.pk),
        "commitments": commitments[:SHOWN],
        "has_more": has_more,
        "steps": MOU.open_steps(mou, user),
        "history": [],
    }
    if sees_internals:
        context["history"] = [Line(event) for event in Event.objects.about(mou).select_related("by")[:EVENTS]]
    return render(request, "mous/mou_detail.html", context)


def _sides(mou):
    """[(the rule of that side, its name, its parties)] for sides that have any."""
    parties = list(mou.parties.select_related("organization", "signatory"))
    sides = [("kr", Side.OURS), ("jp", Side.COUNTERPART)]
    found = [(rule, side.label, [party for party in parties if party.side == side]) for rule, side in sides]
    return [each for each in found if each[2]]


def _fates(mou, predecessor, promises):
    """Each clause with what it was before and the promises that came of it."""
    found = fates(clauses_of(predecessor.pk) if predecessor else (), clauses_of(mou.pk))
    made = {}
    for promise in promises:
        made.setdefault(promise.clause_id, []).append(promise)
    for fate in found:
        if fate.after:
            fate.after.promises = made.get(fate.after.pk, [])
    return found


@require_permission("mous.add_mou")
def mou_add(request):
    form = MouForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            mou = services.create_mou(by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("업무협약을 등록했습니다. 체결 기관과 조항을 이어서 적어 주세요."))
            return redirect(mou)
    return render(request, "mous/mou_add.html", {"form": form})


@with_object(Mou, "mous.change_mou")
def mou_edit(request, mou):
    stored = Mou.objects.get(pk=mou.pk)
    form = MouForm(request.POST or None, instance=mou, user=request.user)
    context = {"mou": stored, "form": form, "version": version_shown(request, mou)}
    if form.is_valid():
        facts = form.facts()
        try:
            services.change_mou(mou=stored, version=context["version"], by=request.user, **facts)
        except Overtaken as overtaken:
            now = Mou.objects.get(pk=mou.pk)
            rival = {"rival": overtaken.event, "theirs": compare("change_mou", now, facts), "version": now.version}
            return render(request, "mous/mou_edit.html", context | rival, status=409)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(stored)
    return render(request, "mous/mou_edit.html", context)


@with_object(Mou, "mous.change_mou")
def mou_sign(request, mou):
    done = _("체결한 협약으로 바꾸었습니다.")
    return _step(request, mou, SignForm, services.sign_mou, template="mous/mou_sign.html", done=done)


@with_object(Mou, "mous.unsign_mou")
def mou_unsign(request, mou):
    done = _("체결을 취소했습니다. 준비 중인 협약으로 돌아갔습니다.")
    return _step(request, mou, UnsignForm, services.unsign_mou, template="mous/mou_unsign.html", done=done)


@with_object(Mou, "mous.change_mou")
def mou_end(request, mou):
    done = _("협약을 종료했습니다.")
    return _step(request, mou, EndForm, services.end_mou, template="mous/mou_end.html", done=done)


def _step(request, mou, form_class, take, *, template, done):
    stored = Mou.objects.get(pk=mou.pk)
    form = form_class(request.POST or None, instance=mou)
    if form.is_valid():
        try:
            take(mou=stored, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(stored)
    return render(request, template, {"mou": stored, "form": form})


@require_POST
@with_object(Mou, "mous.change_mou")
def mou_revive(request, mou):
    try:
        services.revive_mou(mou=mou, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("종료를 되돌렸습니다."))
    return redirect(mou)


@require_GET
@with_object(Mou, "mous.view_mou")
def mou_lineage(request, mou):
    return render(request, "mous/mou_lineage.html", {"mou": mou, "generations": generations_of(mou, request.user)})
