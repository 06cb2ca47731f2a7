"""What requests remind of: an answer that is due; one that came back, or that waits to be assigned."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.models import AdvisoryRequest, Assignment
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.core import days
from exchange.notices.details import due_line
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=(0,), weeks_overdue=2)  # on the last day, and when it is over; after that it goes back
CAME_BACK = (AssignmentAnswer.DECLINED, AssignmentAnswer.EXPIRED)
ROWS = ("request__client", "ambassador__person")


def _staff():
    """Those who assign; the managers where there are none."""
    users = User.objects.active().filter(role__in=[Role.STAFF, Role.MANAGER]).values_list("pk", "role")
    people = list(users)
    return [pk for pk, role in people if role == Role.STAFF] or [pk for pk, _role in people]


def answers_due(today):
    """To the ambassador on the last day and after it; then to the staff too."""
    staff = _staff()
    first, last = STAGES.due_days(today)
    waiting = Assignment.objects.filter(answer=AssignmentAnswer.OPEN, answer_due_on__range=(first, last))
    asked = waiting.select_related("ambassador__person__user").only(
        "answer_due_on", "ambassador__person__user__is_active"
    )
    for chunk in in_chunks(asked):
        yield [candidate for each in chunk for candidate in _candidates(each, staff, today)]


def _candidates(assignment, staff, today):
    due, user = assignment.answer_due_on, assignment.ambassador.person.user
    on = STAGES.reached(due, today)
    if on and user and user.is_active:
        yield Candidate(assignment.pk, on, [user.pk], due=due)
    if on and due < today:
        yield Candidate(assignment.pk, on, staff, {"as_staff": True}, due)


def still_open(notice, assignment, today):
    return assignment.answer == AssignmentAnswer.OPEN


def answer_words(notice, assignment, today):
    request, late = assignment.request, notice.due < today
    if "as_staff" in notice.facts:
        text = _("%(who)s 대사가 기한이 지나도록 답하지 않았습니다.") % {"who": assignment.ambassador.person.local_name}
    else:
        text = _("맡으실 수 있는지 답할 기한이 지났습니다.") if late else _("오늘까지 맡으실 수 있는지 답해 주세요.")
    back = _("답이 없으면 되돌아가는 날: %(day)s") % {"day": days.day(assignment.returns_on)}
    return Words(request.client.name, text, request.get_absolute_url(), "", (due_line(notice.due), back))


def requests_waiting(today):
    """To staff: what came back, at once; what was never assigned, after so many days."""
    staff, latest = _staff(), today - timedelta(days=settings.ADVISORY_QUEUE_DAYS)
    came_back = Assignment.objects.filter(request=OuterRef("pk"), answer__in=CAME_BACK)
    waiting = AdvisoryRequest.objects.filter(Q(received_at__date__lte=latest) | Exists(came_back), state="received")
    answers = Prefetch("assignments", Assignment.objects.only("request", "answer", "answered_at"), to_attr="answers")
    for chunk in in_chunks(waiting.only("received_at").prefetch_related(answers)):
        yield [_candidate(request, staff) for request in chunk]


def _candidate(request, staff):
    last = request.answers[-1] if request.answers else None
    if last and last.answer in CAME_BACK:
        return Candidate(request.pk, timezone.localdate(last.answered_at), staff, {"came_back": last.answer})
    received = timezone.localdate(request.received_at)
    on = received + timedelta(days=settings.ADVISORY_QUEUE_DAYS)
    return Candidate(request.pk, on, staff, due=received)


def still_waiting(notice, request, today):
    return request.state == RequestState.RECEIVED


def waiting_words(notice, request, today):
    came_back = notice.facts.get("came_back")
    if came_back == AssignmentAnswer.DECLINED:
        text = _("대사가 사양하여 신청이 되돌아왔습니다. 다른 대사에게 배정해 주세요.")
    elif came_back:
        text = _("대사의 답이 없어 신청이 되돌아왔습니다. 다른 대사에게 배정해 주세요.")
    else:
        waited = (today - notice.due).days
        text = ngettext(
            "%(n)d일째 배정을 기다립니다.", "%(n)d일째 배정을 기다립니다.", waited
        ) % {"n": waited}  # fmt: skip
    place = _("%(country)s · %(topic)s") % {
        "country": request.get_country_display(), "topic": request.get_topic_display()
    }  # fmt: skip
    return Words(request.client.name, text, request.get_absolute_url(), "", (place,))


ANSWER_DUE = Rule(
    "advisory-answer", gettext_lazy("자문 신청에 답할 기한"), Assignment, candidates=answers_due, word=answer_words,
    rows=lambda assignments, today: assignments.select_related(*ROWS), still_holds=still_open,
)  # fmt: skip
REQUEST_WAITING = Rule(
    "advisory-waiting", gettext_lazy("배정을 기다리는 자문 신청"), AdvisoryRequest, candidates=requests_waiting,
    word=waiting_words, rows=lambda requests, today: requests.select_related("client"), still_holds=still_waiting,
)  # fmt: skip
