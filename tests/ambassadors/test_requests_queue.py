"""Staff assign, ambassadors answer, and nobody sees what is not his."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ambassadors import services
from ambassadors.enums import AssignmentAnswer, ExpertiseKind, Topic
from ambassadors.models import Expertise
from ambassadors.proposals import proposals_for
from ambassadors.regions import REGION_OF
from ambassadors.request_notices import ANSWER_DUE, REQUEST_WAITING
from exchange.audit.models import Event
from exchange.directory.enums import Country
from exchange.notices.models import Notice
from exchange.notices.running import run_rule
from exchange.notices.wording import lines_of
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUEUE = reverse("ambassadors:request_list")
CONTACT = {"contact_name": "숨은 담당", "contact_email": "hidden@example.com", "contact_phone": "02-555-0101"}


def page(name, row):
    return reverse(f"ambassadors:{name}", args=[row.pk])


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_the_queue_in_a_fixed_number_of_queries(client, staff, django_assert_num_queries):
    signed_in(client, staff)
    old = RequestFactory(received_at=timezone.now() - timedelta(days=9), question="하노이 임차료는 얼마입니까?")
    new = RequestFactory()
    answered, closed = (
        RequestFactory(assigned_to=AmbassadorFactory(), accepted=True),
        RequestFactory(state="closed", closed_at=timezone.now()),
    )
    asked = RequestFactory(assigned_to=AmbassadorFactory())
    client.get(QUEUE)
    with django_assert_num_queries(6):
        shown = client.get(QUEUE)
    urls = [row["url"] for row in shown.context["rows"]]
    assert urls == [row.get_absolute_url() for row in (old, new, asked, answered)]
    assert "9일째 대기" in shown.content.decode()
    for _number in range(3):
        RequestFactory(assigned_to=AmbassadorFactory())
    with django_assert_num_queries(6):
        assert len(client.get(QUEUE).context["rows"]) == 7
    for asked_for, found in (({"state": "closed"}, [closed]), ({"q": "임차료"}, [old]), ({"country": "JP"}, [])):
        assert [row["url"] for row in client.get(QUEUE, asked_for).context["rows"]] == [
            row.get_absolute_url() for row in found
        ]


def test_an_ambassador_sees_his_own_and_no_contact_before_his_yes(client, mailoutbox, staff):
    user = UserFactory(ambassador=True)
    ambassador, other = AmbassadorFactory(user=user), AmbassadorFactory()
    mine, theirs = RequestFactory(**CONTACT), RequestFactory(assigned_to=other, accepted=True)
    services.assign_request(request=mine, ambassador=ambassador, by=staff)
    [mail] = mailoutbox
    assert mine.question in mail.body
    assert page("request_detail", mine) in mail.body
    signed_in(client, user)
    listed = client.get(QUEUE).content.decode()
    assert mine.client.name in listed
    assert theirs.client.name not in listed
    shown = client.get(page("request_detail", mine)).content.decode()
    assert mine.client.shown_number not in shown
    for text in CONTACT.values():
        assert text not in shown + listed + mail.body + mail.subject
    assert client.post(page("request_contact", mine)).status_code == 403
    for name in ("request_detail", "request_contact", "request_answer", "request_step"):
        assert client.post(page(name, theirs)).status_code in {404, 405}
    assert client.get(page("request_detail", theirs)).status_code == 404
    assert client.post(page("request_assign", mine)).status_code == 403
    client.post(page("request_answer", mine), {"answer": "accept"})
    revealed = client.post(page("request_contact", mine), headers={"HX-Request": "true"})
    assert CONTACT["contact_email"] in revealed.content.decode()
    assert "<html" not in revealed.content.decode()
    assert CONTACT["contact_phone"] in client.post(page("request_contact", mine)).content.decode()
    assert CONTACT["contact_email"] not in client.get(page("request_detail", mine)).content.decode()
    assert Event.objects.about(mine).filter(verb="view_contact", by=user).count() == 2
    services.close_request(request=mine, by=user)
    assert client.post(page("request_contact", mine)).status_code == 403  # the advice is over


def test_managers_see_who_looked(client, staff):
    row = RequestFactory(**CONTACT)
    services.view_contact(request=row, by=staff)
    for role, sees in (("manager", True), ("staff", False)):
        shown = signed_in(client, UserFactory(**{role: True})).get(page("request_detail", row)).content.decode()
        assert ("연락처를 본 사람" in shown) == sees
        assert CONTACT["contact_email"] not in shown
    executive = signed_in(client, UserFactory(executive=True))
    assert executive.get(page("request_detail", row)).status_code == 200
    assert executive.post(page("request_contact", row)).status_code == 403
    assert executive.post(page("request_step", row), {"step": "reject", "reason": "예시"}).status_code == 403
    assert signed_in(client, UserFactory(administrator=True)).get(QUEUE).status_code == 403


def test_the_most_fitting_ambassador_comes_first_with_the_reasons(django_assert_num_queries):
    row = RequestFactory(country="VN", topic=Topic.COMPANY)
    best = AmbassadorFactory(topics=[Topic.COMPANY], capacity=3)
    Expertise.objects.create(ambassador=best, kind=ExpertiseKind.LANGUAGE, code="ko")
    Expertise.objects.create(ambassador=best, kind=ExpertiseKind.INDUSTRY, code=row.client.industry)
    RequestFactory(assigned_to=best)
    for mark in (5, 4):
        SessionFactory(ambassador=best, confirmed=True, satisfaction=mark)
    plain, full = AmbassadorFactory(topics=[Topic.LAW]), AmbassadorFactory(topics=[Topic.COMPANY], capacity=0)
    paused = AmbassadorFactory(topics=[Topic.COMPANY], paused_until=timezone.localdate())
    nearby = AmbassadorFactory(country="TH", topics=[Topic.COMPANY])
    AmbassadorFactory(country="JP", region="northeast_asia"), AmbassadorFactory(terms=-1)
    with django_assert_num_queries(11):
        found = proposals_for(row, today=timezone.localdate())
    assert [each.ambassador for each in found][:3] == [best, plain, nearby]
    assert {each.ambassador for each in found[3:]} == {full, paused}
    assert [each.is_available for each in found] == [True] * 3 + [False] * 2
    assert found[0].reasons == ["베트남", "현지법인 분야", "기계·부품 업종", "한국어", "여유 2건", "만족도 4.5(2건)"]
    assert found[2].reasons[0] == "태국(같은 권역 동남아시아)"
    for _number in range(3):
        AmbassadorFactory()
    with django_assert_num_queries(6):  # enough in the country itself
        proposals_for(row, today=timezone.localdate())
    [sought] = proposals_for(row, today=timezone.localdate(), sought=nearby.person.name_ko)
    assert sought.ambassador == nearby
    assert set(REGION_OF) == set(Country)


def test_assigned_by_one_button_and_taken_by_another(client, staff):
    user = UserFactory(ambassador=True)
    row, ambassador = RequestFactory(), AmbassadorFactory(user=user, capacity=1)
    signed_in(client, staff)
    assert "알맞은 대사" in client.get(page("request_detail", row)).content.decode()
    client.post(page("request_assign", row), {"ambassador": ambassador.pk})
    other = RequestFactory()
    refused = client.post(page("request_assign", other), {"ambassador": ambassador.pk}, follow=True)
    assert "1건이 이미 찼습니다" in refused.content.decode()
    assert client.post(page("request_assign", row), {"ambassador": "x"}).status_code == 404
    signed_in(client, user)
    gone = client.post(page("request_answer", row), {"answer": "decline", "reason": "출장 중"}, follow=True)
    assert gone.redirect_chain[-1][0] == QUEUE
    assert client.get(page("request_detail", row)).status_code == 404
    signed_in(client, staff)
    shown = client.get(page("request_detail", row)).content.decode()
    assert "출장 중" in shown
    assert "이미 사양했거나" in shown
    refused = client.post(page("request_step", row), {"step": "reject", "reason": " "})
    assert "반려하는 까닭을 적어 주세요" in refused.content.decode()
    client.post(page("request_step", row), {"step": "reject", "reason": "대상이 아님"})
    client.post(page("request_step", row), {"step": "reopen_request"})
    row.refresh_from_db()
    assert (row.state, row.closing_note) == ("received", "")


def test_the_page_of_a_request_in_a_fixed_number_of_queries(client, staff, django_assert_max_num_queries):
    row = RequestFactory()
    for answer in (AssignmentAnswer.DECLINED, AssignmentAnswer.EXPIRED):
        ambassador = AmbassadorFactory()
        row.assignments.create(
            ambassador=ambassador, assigned_by=staff, answer=answer, assigned_at=timezone.now(),
            answered_at=timezone.now(), answer_due_on=timezone.localdate(), returns_on=timezone.localdate(),
        )  # fmt: skip
    AmbassadorFactory.create_batch(4)
    services.view_contact(request=row, by=staff)
    signed_in(client, staff).get(page("request_detail", row))
    with django_assert_max_num_queries(13):
        assert client.get(page("request_detail", row)).status_code == 200


HANOI, ANGELES = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("America/Los_Angeles")


def test_working_days_are_those_of_the_ambassador(staff):
    there = AmbassadorFactory(country="US", zone="America/Los_Angeles", region="north_america")
    sunday = datetime(2026, 11, 22, 15, tzinfo=ANGELES)  # Monday morning in Seoul
    services.assign_request(request=RequestFactory(), ambassador=there, by=staff, at=sunday)
    due = there.assignments.get()
    assert (f"{due.answer_due_on}", f"{due.returns_on}") == ("2026-11-24", "2026-11-30")  # Thursday is a holiday there


def test_nobody_answers_and_it_goes_back_once(staff, mailoutbox):
    here = AmbassadorFactory()
    row = services.assign_request(request=RequestFactory(), ambassador=here, by=staff)
    taken = RequestFactory(assigned_to=here, accepted=True)
    last = row.assignments.get().returns_on
    before = datetime(last.year, last.month, last.day, 23, 50, tzinfo=HANOI)
    assert services.return_unanswered(at=before) == 0
    assert services.return_unanswered(at=before + timedelta(minutes=20)) == 1
    assert services.return_unanswered(at=before + timedelta(minutes=20)) == 0
    row.refresh_from_db(), taken.refresh_from_db()
    assert (row.state, row.slot, taken.state) == ("received", None, "accepted")
    assert not mailoutbox  # the firm waits as before


def said_to(user, rule):
    return [line.words.text for line in lines_of(Notice.objects.filter(recipient=user, rule=rule.name), reader=user)]


def test_reminders_of_an_answer(staff, django_assert_num_queries):
    user, today = UserFactory(ambassador=True), timezone.localdate()
    AmbassadorFactory(user=UserFactory(ambassador=True))  # who was asked nothing
    row = RequestFactory(assigned_to=AmbassadorFactory(user=user))
    due = row.assignments.get().answer_due_on
    run_rule(ANSWER_DUE, due - timedelta(days=1))
    assert not Notice.objects.exists()
    run_rule(ANSWER_DUE, due)
    assert set(Notice.objects.values_list("recipient", flat=True)) == {user.pk}
    run_rule(ANSWER_DUE, due + timedelta(days=1))
    run_rule(ANSWER_DUE, due + timedelta(days=1))
    assert Notice.objects.filter(recipient=user).count() == 2
    late = Notice.objects.get(recipient=staff)
    assert late.facts == {"as_staff": True}
    assert "답하지 않았습니다" in said_to(staff, ANSWER_DUE)[0]
    services.accept_request(request=row, by=user)
    run_rule(ANSWER_DUE, due + timedelta(days=1))
    assert not Notice.objects.filter(settled_at=None).exists()
    assert today <= due


def test_staff_hear_of_what_waits_and_what_came_back(staff, settings, django_assert_num_queries):
    settings.ADVISORY_QUEUE_DAYS = 3
    today = timezone.localdate()
    RequestFactory()  # came today
    waiting = RequestFactory(received_at=timezone.now() - timedelta(days=4))
    user = UserFactory(ambassador=True)
    back = RequestFactory(assigned_to=AmbassadorFactory(user=user))
    services.decline_request(request=back, by=user)
    run_rule(REQUEST_WAITING, today)
    assert set(Notice.objects.values_list("subject_id", flat=True)) == {waiting.pk, back.pk}
    assert set(Notice.objects.values_list("recipient", flat=True)) >= {staff.pk}
    assert user.pk not in Notice.objects.values_list("recipient", flat=True)
    assert {text[:4] for text in said_to(staff, REQUEST_WAITING)} == {"4일째 ", "대사가 "}
    many = [RequestFactory(received_at=timezone.now() - timedelta(days=5)) for _number in range(5)]
    with django_assert_num_queries(3):
        candidates = [each for chunk in REQUEST_WAITING.candidates(today) for each in chunk]
    assert {each.subject_id for each in candidates} == {waiting.pk, back.pk, *(row.pk for row in many)}


def test_nobody_is_said_to_have_been_written_to_who_was_not(client, mailoutbox):
    """An ambassador without an account gets no mail; staff are told to call him."""
    client.force_login(UserFactory(staff=True))
    reached, unreached = AmbassadorFactory(user=UserFactory(ambassador=True)), AmbassadorFactory()
    for ambassador, said, mails in ((unreached, "메일은 나가지 않았습니다", 0), (reached, "메일을 보냈습니다", 1)):
        address = reverse("ambassadors:request_assign", args=[RequestFactory().pk])
        answer = client.post(address, {"ambassador": ambassador.pk}, follow=True)
        assert (said in answer.content.decode(), len(mailoutbox)) == (True, mails)


def test_who_has_no_account_is_proposed_last_and_it_says_what_that_means(client, staff, mailoutbox):
    asked = RequestFactory()
    gone = UserFactory(ambassador=True, deactivated=True)
    without, unused, well = (
        AmbassadorFactory(person__name_ko=name, user=user)
        for name, user in {"김없음": None, "김떠남": gone, "김있음": UserFactory(ambassador=True)}.items()
    )
    found = proposals_for(asked, today=timezone.localdate())
    assert [(each.ambassador, each.has_account) for each in found] == [(well, True), (without, False), (unused, False)]
    signed_in(client, staff)
    shown = client.get(page("request_detail", asked)).content.decode()
    assert (shown.count("계정 없음</span>"), shown.count("배정하면 전화로 알리고")) == (2, 1)
    said = client.post(page("request_assign", asked), {"ambassador": without.pk}, follow=True).content.decode()
    assert "전화로 알려 주세요" in said
    assert not mailoutbox


def test_a_city_is_shown_in_the_readers_language_however_it_was_typed(client, staff):
    typed = [RequestFactory(country="JP", city=city) for city in ("도쿄", "東京", "tokyo", "八王子")]
    signed_in(client, staff)
    for language, places in {
        "ko": ["일본 도쿄"] * 3 + ["일본 八王子"],
        "ja": ["日本 東京"] * 3 + ["日本 八王子"],
    }.items():
        staff.language = language
        staff.save()
        assert [row["place"] for row in client.get(QUEUE).context["rows"]] == places
        assert places[0] in client.get(page("request_detail", typed[1])).content.decode()
        with override(language):
            assert [row.place for row in typed] == places
            assert AmbassadorFactory(country="JP", city_ko="도쿄", city_ja="", city_en="").place == places[0]
