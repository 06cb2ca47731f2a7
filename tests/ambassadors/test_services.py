"""From a firm's question to a checked session, and what goes wrong on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from ambassadors import services
from ambassadors.enums import AssignmentAnswer, Decision, Mode, RequestState, SessionState, Topic
from ambassadors.models import AdvisoryRequest, AdvisorySession, Client
from exchange.audit.models import Event
from exchange.directory.merging import merge_people, undo_merge
from exchange.privacy.enums import Purpose
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    CasebookFactory,
    CaseFactory,
    RequestFactory,
    SessionFactory,
    TermFactory,
    business_number,
    consent_text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIRM = {"name": "예시정밀", "business_number": business_number(7), "industry": "machinery", "size": "small"}
ASKED = {
    "contact_name": "담당 예시", "contact_email": "client@example.com", "language": "ja", "country": "VN",
    "topic": "company", "question": "현지법인 설립 절차",
}  # fmt: skip
LOGGED = {
    "mode": Mode.VIDEO, "minutes": 50, "question": "합작이 나은가", "advice": "절차를 설명함", "is_free": True,
    "has_no_interest": True,
}  # fmt: skip


def received(**facts):
    return services.receive_request(
        **{"submission": uuid4(), "client": FIRM, "consent": consent_text()} | ASKED | facts
    )


def test_a_question_becomes_a_checked_session(mailoutbox):
    staff, user = UserFactory(staff=True), UserFactory(ambassador=True)
    ambassador = AmbassadorFactory(user=user)
    request, new = received()
    assert (new, request.state, request.client.name) == (True, RequestState.RECEIVED, "예시정밀")
    request = services.assign_request(request=request, ambassador=ambassador, by=staff)
    assert (request.state, request.slot) == (RequestState.ASSIGNED, 1)
    request = services.accept_request(request=request, by=user)
    session, _new = services.log_session(
        submission=uuid4(), ambassador=ambassador, request=request, held_on=timezone.localdate(),
        topics=[Topic.COMPANY], by=user, **LOGGED,
    )  # fmt: skip
    assert (session.client, session.contact_language, session.country) == (request.client, "ja", "VN")
    session = services.answer_session(session=session, agrees=True, link_version=1, satisfaction=5)
    session = services.check_session(session=session, by=staff)
    assert (session.state, session.checked_by, session.satisfaction) == (SessionState.CHECKED, staff, 5)
    request = services.close_request(request=request, by=user)
    assert (request.state, request.slot) == (RequestState.CLOSED, None)
    to_firm = [mail for mail in mailoutbox if mail.to == ["client@example.com"]]
    assert len(to_firm) == 4  # received, accepted, to be confirmed, closed


def test_the_same_submission_twice_is_one(mailoutbox):
    key = uuid4()
    first, again = received(submission=key), received(submission=key)
    assert (first[0], again) == (again[0], (first[0], False))
    assert AdvisoryRequest.objects.count() == Client.objects.count() == 1
    ambassador = AmbassadorFactory()
    day = {"held_on": timezone.localdate(), "topics": [Topic.LAW], "by": None, "client": first[0].client}
    once = services.log_session(submission=key, ambassador=ambassador, **day, **LOGGED)
    twice = services.log_session(submission=key, ambassador=ambassador, **day, **LOGGED)
    assert (twice, AdvisorySession.objects.count()) == ((once[0], False), 1)
    assert len(mailoutbox) == 1


def test_a_firm_with_the_same_number_is_the_same_firm():
    received(), received(client={**FIRM, "name": "이름만 다른 예시정밀"})
    assert [client.name for client in Client.objects.all()] == ["예시정밀"]
    assert AdvisoryRequest.objects.count() == 2


def test_capacity_pause_and_term_decide_who_can_be_asked():
    staff = UserFactory(staff=True)
    full = AmbassadorFactory(capacity=1)
    RequestFactory(assigned_to=full)
    paused = AmbassadorFactory(paused_until=timezone.localdate())
    former = AmbassadorFactory(terms=-1)
    for ambassador, said in ((full, "찼습니다"), (paused, "쉬는 중"), (former, "위촉 중인")):
        request = RequestFactory()
        with pytest.raises(ValidationError, match=said):
            services.assign_request(request=request, ambassador=ambassador, by=staff)
        request.refresh_from_db()
        assert request.state == RequestState.RECEIVED


def test_an_answer_frees_the_place_or_keeps_it():
    staff, user = UserFactory(staff=True), UserFactory(ambassador=True)
    ambassador = AmbassadorFactory(user=user)
    request = services.assign_request(request=RequestFactory(), ambassador=ambassador, by=staff)
    with pytest.raises(PermissionDenied):
        services.accept_request(request=request, by=UserFactory(ambassador=True))
    request = services.decline_request(request=request, reason="출장 중", by=user)
    assert (request.state, request.ambassador, request.slot) == (RequestState.RECEIVED, None, None)
    assert request.assignments.get().answer == AssignmentAnswer.DECLINED


def test_an_unanswered_request_goes_back_once():
    staff = UserFactory(staff=True)
    request = services.assign_request(request=RequestFactory(), ambassador=AmbassadorFactory(), by=staff)
    assignment = request.assignments.get()
    assert services.return_request(assignment=assignment).state == RequestState.RECEIVED
    assert services.return_request(assignment=assignment) is None
    assert [a.answer for a in request.assignments.all()] == [AssignmentAnswer.EXPIRED]


def test_a_correction_keeps_the_former_text_and_asks_again():
    session = SessionFactory(confirmed=True, satisfaction=4)
    user = UserFactory(ambassador=True)
    with pytest.raises(ValidationError, match="빈 칸"):
        services.correct_session(session=session, advice="다른 자문", reason=" ", by=user)
    session = services.correct_session(session=session, advice="다른 자문", reason="오타", by=user)
    kept = session.revisions.get()
    assert (kept.before["advice"], kept.state) == ("투자등록증과 기업등록증의 순서를 설명함", SessionState.CONFIRMED)
    assert (kept.before["satisfaction"], "confirmed_at" in kept.before) == (4, True)  # no bad rating is lost by it
    assert (session.state, session.satisfaction, session.link_version) == (SessionState.SUBMITTED, None, 2)


def test_a_confirmation_link_works_once():
    session = SessionFactory()
    with pytest.raises(ValidationError, match="사실과 다른 점"):
        services.answer_session(session=session, agrees=False, link_version=1)
    services.answer_session(session=session, agrees=False, comment="시간이 다릅니다", link_version=1)
    with pytest.raises(ValidationError, match="이미 답하셨거나"):
        services.answer_session(session=session, agrees=True, link_version=1)


def test_the_next_term_follows_the_last_in_one_step():
    manager = UserFactory(manager=True)
    term = TermFactory()
    following = services.renew(term=term, by=manager)
    term.refresh_from_db()
    assert (following.number, following.starts_on) == (2, term.ends_on + timedelta(days=1))
    assert (term.decision, term.decided_by) == (Decision.RENEW, manager)
    with pytest.raises(ValidationError, match="이미 다음 임기"):
        services.renew(term=term, by=manager)


def test_looking_at_a_contact_is_recorded():
    staff, request = UserFactory(staff=True), RequestFactory()
    services.view_contact(request=request, by=staff)
    assert Event.objects.about(request).get(verb="view_contact").by == staff
    with pytest.raises(PermissionDenied):
        services.view_contact(request=request, by=UserFactory(executive=True))


def test_a_corrected_session_is_no_case_until_its_client_agrees_again():
    case = CaseFactory()
    services.correct_session(session=case.session, advice="다른 자문", reason="보충", by=UserFactory(ambassador=True))
    book = CasebookFactory()
    assert services.add_cases(casebook=book, sessions=[case.session], by=None) == []
    unasked = SessionFactory(case_consent=consent_text(Purpose.CASEBOOK))  # agreed once, not to these words
    assert services.add_cases(casebook=book, sessions=[unasked], by=None) == []


def test_whose_term_is_over_accepts_nothing():
    user = UserFactory(ambassador=True)
    ambassador = AmbassadorFactory(user=user)
    request = services.assign_request(request=RequestFactory(), ambassador=ambassador, by=UserFactory(staff=True))
    ambassador.terms.update(ends_on=timezone.localdate() - timedelta(days=3))
    with pytest.raises(ValidationError, match="위촉 중인"):
        services.accept_request(request=request, by=user)
    request.refresh_from_db()
    assert request.state == RequestState.ASSIGNED


def test_what_was_accepted_and_taken_back_can_still_be_logged_by_who_did_it():
    staff, user = UserFactory(staff=True), UserFactory(ambassador=True)
    ambassador, next_one = AmbassadorFactory(user=user), AmbassadorFactory()
    request = services.assign_request(request=RequestFactory(), ambassador=ambassador, by=staff)
    request = services.accept_request(request=request, by=user)
    request = services.take_back_request(request=request, reason="출장", by=staff)
    told = {"request": request, "held_on": timezone.localdate(), "topics": [Topic.LAW], "by": user} | LOGGED
    session, _new = services.log_session(submission=uuid4(), ambassador=ambassador, **told)
    assert session.request == request
    assert [(a.answer, a.reason) for a in request.assignments.all()] == [(AssignmentAnswer.ACCEPTED, "출장")]
    with pytest.raises(ValidationError, match="맡고 계신"):
        services.log_session(submission=uuid4(), ambassador=next_one, **told)


def test_a_firm_that_withdrew_is_left_alone_and_its_links_end():
    user = UserFactory(ambassador=True)
    request = RequestFactory(assigned_to=AmbassadorFactory(user=user), accepted=True)
    session = SessionFactory(request=request, ambassador=request.ambassador)
    request = services.withdraw_request(request=request, erase=True)
    with pytest.raises(ValidationError):
        services.reopen_request(request=request, by=UserFactory(staff=True))
    with pytest.raises(ValidationError, match="이미 답하셨거나"):
        services.answer_session(session=session, agrees=True, link_version=session.link_version)


def test_two_records_of_one_ambassador_become_one_and_come_apart_again():
    one, other = AmbassadorFactory(), AmbassadorFactory()
    session = SessionFactory(ambassador=other)
    staff = UserFactory(staff=True)
    merge = merge_people(kept=one.person, gone=other.person, choices={}, by=staff)
    session.refresh_from_db()
    assert session.ambassador == one
    undo_merge(merge=merge, by=staff)
    session.refresh_from_db()
    assert (session.ambassador, other.terms.count()) == (other, 1)
