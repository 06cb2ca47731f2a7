from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import letters
from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.flows import REQUEST
from ambassadors.models import AdvisoryRequest, Ambassador, Assignment, Client
from ambassadors.services.retention import remove_contacts
from exchange.audit.services import record
from exchange.core import zones
from exchange.core.workdays import add_working_days
from exchange.notices.rules import in_chunks

DAYS_TO_ANSWER, DAYS_TO_RETURN = 2, 5  # working days, as SCORE's mentors do it
FARTHEST_EAST = timedelta(hours=14)


def receive_request(*, submission, client, consent, at=None, **facts):
    """(request, whether it is new): the same submission twice is one request.

    `client`: the columns of the firm; one with the same number is the same firm and keeps what staff wrote of it.
    """
    found = AdvisoryRequest.objects.filter(submission=submission).first()
    if found:
        return found, False
    try:
        with transaction.atomic():
            request = AdvisoryRequest(
                submission=submission,
                client=_client(**client),
                consent=consent,
                received_at=at or timezone.now(),
                **facts,
            )
            # Whoever comes second is told by the database; a request as it comes in cannot break the other rules.
            request.full_clean(exclude=["submission"], validate_constraints=False)
            request.save()
            record("receive_request", request, by=None, changes=_received(request, client))
            letters.request_received(request)
    except IntegrityError:
        found = AdvisoryRequest.objects.filter(submission=submission).first()
        if not found:  # it was another rule
            raise
        return found, False
    return request, True


def _received(request, client):
    """Where the firm is known under another name, the event keeps what was typed."""
    typed = {} if client["name"] == request.client.name else {"firm": client["name"]}
    return {"consent": request.consent.version} | typed


def _client(*, business_number="", **facts):
    """The firm with this number, made where there is none; two that come at once find each other."""
    if not business_number:
        client = Client(**facts)
        client.full_clean()
        client.save()
        return client
    client = Client(business_number=business_number, **facts)
    client.full_clean(validate_constraints=False)
    client, _made = Client.objects.get_or_create(business_number=business_number, defaults=facts)
    return client


@transaction.atomic
def assign_request(*, request, ambassador, by, at=None):
    """Ask one ambassador; he has two working days of his country, and after five the request goes back by itself.

    His row is locked: whoever assigns at the same moment waits, and finds the place taken.
    """
    at = at or timezone.now()
    ambassador = Ambassador.objects.select_for_update(of=("self",)).get(pk=ambassador.pk)
    today = zones.local(at, ambassador.zone).date()
    _require_term(ambassador, today)
    if ambassador.paused_until and today <= ambassador.paused_until:
        raise ValidationError({"ambassador": _("쉬는 중인 대사입니다.")})
    request = REQUEST.apply("assign", request, by=by, at=at, ambassador=ambassador, slot=_free_slot(ambassador))
    assignment = Assignment.objects.create(
        request=request, ambassador=ambassador, assigned_at=at, assigned_by=by,
        answer_due_on=add_working_days(today, DAYS_TO_ANSWER, ambassador.country),
        returns_on=add_working_days(today, DAYS_TO_RETURN, ambassador.country),
    )  # fmt: skip
    letters.request_assigned(request, assignment)
    return request


def _require_term(ambassador, today):
    if not ambassador.terms.held_on(today).exists():
        raise ValidationError({"ambassador": _("지금 위촉 중인 대사가 아닙니다.")})


def _free_slot(ambassador):
    taken = set(ambassador.requests.filter(slot__isnull=False).values_list("slot", flat=True))
    free = next((slot for slot in range(1, ambassador.capacity + 1) if slot not in taken), None)
    if free is None or len(taken) >= ambassador.capacity:
        message = _("이 대사가 동시에 맡을 수 있는 %(n)d건이 이미 찼습니다.")
        raise ValidationError({"ambassador": ValidationError(message, code="full", params={"n": ambassador.capacity})})
    return free


@transaction.atomic
def accept_request(*, request, by, at=None):
    at = at or timezone.now()
    request = REQUEST.apply("accept", request, by=by, at=at)
    _require_term(request.ambassador, zones.local(at, request.ambassador.zone).date())
    _answer(request, AssignmentAnswer.ACCEPTED, at=at)
    letters.request_accepted(request)
    return request


@transaction.atomic
def decline_request(*, request, reason="", by, at=None):
    at = at or timezone.now()
    row = REQUEST.apply("decline", request, by=by, at=at, **IN_QUEUE)
    _answer(row, AssignmentAnswer.DECLINED, at=at, reason=reason)
    letters.request_came_back(row)
    return row


@transaction.atomic
def take_back_request(*, request, reason="", by, at=None):
    """Staff give it to somebody else, also after it was accepted."""
    at = at or timezone.now()
    row = REQUEST.apply("take_back", request, by=by, at=at, **IN_QUEUE)
    _answer(row, AssignmentAnswer.TAKEN_BACK, at=at, reason=reason)
    return row


@transaction.atomic
def return_request(*, assignment, at=None):
    """Nobody answered in five working days: back to the queue by itself. Harmless when somebody just did."""
    at = at or timezone.now()
    request = AdvisoryRequest.objects.select_for_update(of=("self",)).get(pk=assignment.request_id)
    still = request.assignments.filter(pk=assignment.pk, answer=AssignmentAnswer.OPEN).exists()
    if request.state != RequestState.ASSIGNED or not still:
        return None
    for name, value in IN_QUEUE.items():
        setattr(request, name, value)
    request.state = RequestState.RECEIVED
    request.save()
    _answer(request, AssignmentAnswer.EXPIRED, at=at)
    record("return_request", request, by=None, at=at)
    letters.request_came_back(request)
    return request


def return_unanswered(*, at=None):
    """How many went back: those whose last day is over on their ambassador's own clock. One transaction each, so that
    one that fails stops no other; the next run takes it up again."""
    at = at or timezone.now()
    soonest = (at + FARTHEST_EAST).date()  # no clock is further on
    waiting = Assignment.objects.filter(answer=AssignmentAnswer.OPEN, returns_on__lt=soonest)
    over = [
        assignment
        for chunk in in_chunks(waiting.select_related("ambassador").only("request", "returns_on", "ambassador__zone"))
        for assignment in chunk
        if assignment.returns_on < zones.local(at, assignment.ambassador.zone).date()
    ]
    return sum(return_request(assignment=assignment, at=at) is not None for assignment in over)


IN_QUEUE = {"ambassador": None, "slot": None, "assigned_at": None, "accepted_at": None}


def _answer(request, answer, *, at, reason=""):
    """Closes the assignment that is open; one that was accepted stays so when staff take it back, with the reason."""
    last = request.assignments.order_by("-assigned_at", "-pk").first()
    if last.answer == AssignmentAnswer.OPEN:
        last.answer, last.answered_at = answer, at
    last.reason = reason.strip()
    last.full_clean()
    last.save()


@transaction.atomic
def close_request(*, request, note="", by, at=None):
    at = at or timezone.now()
    request = REQUEST.apply("close", request, by=by, at=at, slot=None, closed_at=at, closing_note=note.strip())
    letters.request_closed(request)
    return request


@transaction.atomic
def reject_request(*, request, reason, by, at=None):
    at = at or timezone.now()
    request = REQUEST.apply("reject", request, by=by, at=at, closed_at=at, closing_note=reason.strip())
    letters.request_closed(request)
    return request


@transaction.atomic
def withdraw_request(*, request, erase=False, at=None):
    """The firm itself, by its private link; it may take its contact back at once."""
    at = at or timezone.now()
    row = AdvisoryRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.state not in {RequestState.RECEIVED, RequestState.ASSIGNED, RequestState.ACCEPTED}:
        raise ValidationError(_("이미 마친 신청입니다."), code="state")
    if row.state == RequestState.ASSIGNED:
        _answer(row, AssignmentAnswer.TAKEN_BACK, at=at)
    ambassador = row.ambassador
    row.state, row.slot, row.closed_at = RequestState.WITHDRAWN, None, at
    row.save()
    record("withdraw_request", row, by=None, at=at)
    letters.request_withdrawn(row, ambassador)
    if erase:
        remove_contacts(AdvisoryRequest.objects.filter(pk=row.pk), at=at)
        row.refresh_from_db()
    return row


@transaction.atomic
def reopen_request(*, request, by, at=None):
    """Back in the queue; not when the contact is gone."""
    row = AdvisoryRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)  # nobody erases it meanwhile
    if not row.has_contact:
        raise ValidationError(_("연락처를 이미 지운 신청은 다시 열 수 없습니다."), code="contact")
    back = IN_QUEUE | {"closed_at": None, "closing_note": ""}
    return REQUEST.apply("reopen_request", request, by=by, at=at or timezone.now(), **back)


def view_contact(*, request, by):
    """Whoever looks at a contact leaves a record of it."""
    if not by.has_perm("ambassadors.view_contact", request):
        raise PermissionDenied("ambassadors.view_contact")
    record("view_contact", request, by=by)
    return request
