from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import require_permission, with_object
from exchange.directory.fields import Choices
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Point
from exchange.mous import proposals, selectors, services
from exchange.mous.alike import alike_at, alike_under
from exchange.mous.answers import unanswered_objection
from exchange.mous.forms.commitments import CommitmentChangeForm, NewCommitmentForm, OwnCommitmentForm
from exchange.mous.forms.refusals import refuse
from exchange.mous.forms.steps import KeepForm
from exchange.mous.models import Clause, Commitment


@require_GET
@with_object(Commitment, "mous.view_commitment", rows=selectors.in_full)
def commitment_detail(request, commitment):
    return commitment_page(request, commitment)


def commitment_page(request, commitment, **forms):
    """`forms`: one of the page's own that was refused, with what was typed into it."""
    objection = unanswered_objection(commitment) if commitment.is_objected else None
    small = {"objection": objection, "keep_form": KeepForm(auto_id="keep-%s")}
    context = selectors.whole_page(commitment, request) | selectors.page_forms(commitment) | small | forms
    return render(request, "mous/commitment_detail.html", context)


@with_object(Point, "mous.add_commitment", rows=lambda seen: seen.select_related("meeting"))
def commitment_from_point(request, point):
    """A small form under the line (htmx) or on a page of its own: what the portal proposes, to be changed."""
    if made := point.commitments.first():
        messages.info(request, _("이 줄은 이미 약속으로 등록되어 있습니다."))
        return redirect(made)
    if point.meeting.state != MeetingState.HELD:
        messages.error(request, _("개최한 면담의 발언만 약속으로 등록할 수 있습니다."))
        return redirect(point.meeting)
    form = _new_form(
        request, NewCommitmentForm, proposals.for_point(point, request.user), auto_id=f"point-{point.pk}-%s"
    )  # several lines may have theirs open
    back = f"{point.meeting.get_absolute_url()}#point-{point.pk}"
    if request.method == "POST" and request.POST.get("shown", point.text_ko).split() != point.text_ko.split():
        form.add_error(None, _("그사이 회의록의 이 줄이 바뀌었습니다. 지금 문장을 확인한 뒤 다시 등록해 주세요."))
    if form.is_valid() and _made(form, services.commit_point, point=point, by=request.user):
        messages.success(request, _("약속으로 등록했습니다. 이 줄과 연결되고 약속 장부에 실립니다."))
        return redirect(back)
    context = {"form": form, "sentence": point.text_ko, "meeting": point.meeting, "point": point, "back": back}
    context["alike"] = alike_at(point.meeting, point.text_ko, request.user)
    return render(request, "mous/commitment_from_point.html", context)


@with_object(Clause, "mous.add_commitment", rows=lambda seen: seen.select_related("mou"))
def commitment_from_clause(request, clause):
    if not clause.mou.signed_on:
        messages.error(request, _("아직 체결하지 않은 협약의 조항은 약속으로 등록할 수 없습니다."))
        return redirect(clause.mou)
    form = _new_form(request, NewCommitmentForm, proposals.for_clause(clause, request.user))
    if form.is_valid() and (commitment := _made(form, services.commit_clause, clause=clause, by=request.user)):
        messages.success(request, _("약속으로 등록했습니다."))
        return redirect(commitment)
    context = {"form": form, "sentence": clause.text_ko, "clause": clause, "back": clause.mou.get_absolute_url()}
    context["alike"] = alike_under(clause.mou, clause.text_ko, request.user)
    return render(request, "mous/commitment_from_clause.html", context)


@require_permission("mous.add_commitment")
def commitment_add(request):
    form, found = _new_form(request, OwnCommitmentForm, {"owner": request.user.pk}), []
    if form.is_valid():
        found = [] if "anyway" in request.POST else _alike_typed(form.cleaned_data, request.user)
        if not found and (commitment := _made(form, services.create_commitment, by=request.user)):
            messages.success(request, _("약속을 등록했습니다."))
            return redirect(commitment)
    return render(request, "mous/commitment_add.html", {"form": form, "alike": found})


def _alike_typed(facts, user):
    if meeting := facts["meeting"]:
        return alike_at(meeting, facts["sentence_ko"], user)
    return alike_under(facts["clause"].mou, facts["sentence_ko"], user)


def _new_form(request, form, proposed, **options):
    choices = Choices(request.user)
    return form(request.POST or None, initial=proposed, choices=choices, user=request.user, **options)


def _made(form, service, **origin):
    """The commitment, or None where the form now says why not."""
    try:
        return service(**form.facts(), **origin)
    except ValidationError as error:
        refuse(form, error)
        return None


@with_object(Commitment, "mous.change_commitment")
def commitment_edit(request, commitment):
    form = CommitmentChangeForm(
        request.POST or None, instance=commitment, choices=Choices(request.user), user=request.user
    )
    context = {"commitment": commitment, "form": form, "version": version_shown(request, commitment)}
    if form.is_valid():
        stored, facts = Commitment.objects.get(pk=commitment.pk), form.facts()
        try:
            services.change_commitment(commitment=stored, version=context["version"], by=request.user, **facts)
        except Overtaken as overtaken:
            theirs = selectors.lines_beside(stored, facts)
            context |= {"rival": overtaken.event, "theirs": theirs, "version": stored.version}
            return render(request, "mous/commitment_edit.html", context, status=409)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect(commitment)
    return render(request, "mous/commitment_edit.html", context)
