"""The log as its users see it: written on a phone, read by staff, confirmed by the firm."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from ambassadors import letters, services
from ambassadors.enums import SessionState, Topic
from ambassadors.models import AdvisorySession, Client
from exchange.audit.models import Event
from exchange.core import content
from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    ClientFactory,
    OutcomeFactory,
    RequestFactory,
    SessionFactory,
)
from tests.factories.meetings import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LOG, LIST = reverse("ambassadors:session_log"), reverse("ambassadors:session_list")
JSON = {"Accept": "application/json"}


@pytest.fixture
def user():
    return UserFactory(ambassador=True)


@pytest.fixture
def ambassador(user):
    return AmbassadorFactory(user=user, topics=[Topic.CHANNELS])


@pytest.fixture
def phone(user, client):
    client.force_login(user)
    return client


@pytest.fixture
def desk():
    """Somebody of the staff."""
    browser = Browser()
    browser.force_login(UserFactory(staff=True))
    return browser


def said(**changes):
    return {
        "submission": uuid4(),
        "firm": "new",
        "firm_name": "예시식품",
        "held_on": timezone.localdate() - timedelta(days=1),
        "mode": "video",
        "quick_minutes": 45,
        "topics": ["law", "channels"],
        "question": "인증이 먼저입니까?",
        "advice": "순서를 설명함",
        "is_confirmed": "on",
        "contact_language": "ko",
    } | changes


def errors_of(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_a_session_from_a_request_takes_little(phone, ambassador, mailoutbox):
    asked = RequestFactory(
        assigned_to=ambassador, accepted=True, question="허가는 어떻게 받습니까?", topic="law", language="ja"
    )
    RequestFactory(assigned_to=AmbassadorFactory(), accepted=True)  # of somebody else: not offered
    ClientFactory(name="남의 예시기업")
    page = phone.get(LOG, {"request": asked.pk})
    form = page.context["form"]
    assert [key for key, _label in form.fields["firm"].choices] == [f"request-{asked.pk}", "new"]
    assert form.fields["topics"].choices[0][0] == Topic.CHANNELS  # his own first
    assert (form["firm"].value(), form["topics"].value()) == (f"request-{asked.pk}", ["law"])
    assert "허가는 어떻게 받습니까?" in page.text
    assert "남의 예시기업" not in page.text
    facts = said(firm=f"request-{asked.pk}", firm_name="", introduction="예시 인증기관", referral="", starts_at="1400")
    answer = phone.post(LOG, {**facts, "question": asked.question})
    session = AdvisorySession.objects.get()
    assert answer.url == session.get_absolute_url()
    assert (session.state, session.client, session.minutes, session.is_free) == ("submitted", asked.client, 45, True)
    assert (session.country, session.outcomes.get().kind) == (asked.country, "introduction")
    assert [mail.to for mail in mailoutbox] == [[asked.contact_email]]
    assert "16:00" in phone.get(answer.url).text  # Seoul's clock beside Hanoi's
    assert phone.get(LOG).context["form"].fields["firm"].choices[0][0] == f"request-{asked.pk}"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(phone, ambassador):
    tomorrow = timezone.localdate() + timedelta(days=2)
    page = phone.post(
        LOG, said(held_on=tomorrow, quick_minutes="", topics=[], is_confirmed="", firm_name="", advice="쓴 글")
    )
    assert set(errors_of(page)) == {"held_on", "quick_minutes", "topics", "is_confirmed", "firm_name"}
    for shown in ("상담 날짜가 오늘보다 늦습니다", 'href="#id_held_on"', 'id="id_held_on_error"', "쓴 글"):
        assert shown in page.text
    for name in ("quick_minutes", "topics"):  # of chips the first takes the focus, and the group says what is wrong
        for shown in (f'href="#id_{name}_0"', f'id="id_{name}_0"', f'aria-describedby="id_{name}_error"'):
            assert shown in page.text
    old = phone.post(LOG, said(held_on=timezone.localdate() - timedelta(days=400)))
    assert "1년이 넘은" in errors_of(old)["held_on"][0]
    assert set(errors_of(phone.post(LOG, said(contact_email="아님", own_minutes="이천")))) == {
        "contact_email",
        "own_minutes",
    }
    other = RequestFactory(assigned_to=AmbassadorFactory(), accepted=True)
    assert set(errors_of(phone.post(LOG, said(firm=f"request-{other.pk}")))) == {"firm"}
    assert not AdvisorySession.objects.exists()
    assert not Client.objects.filter(name="예시식품").exists()


def test_sent_twice_it_is_one_session_and_a_draft_is_finished_by_its_key(phone, ambassador):
    facts = said(own_minutes=50, quick_minutes=15)
    first = phone.post(LOG, facts, headers=JSON)
    again = phone.post(LOG, {**facts, "queued": "1"}, headers=JSON)
    assert (first.status_code, again.status_code, first.json()["url"]) == (201, 201, again.json()["url"])
    session = AdvisorySession.objects.get()
    assert (session.client.name, session.minutes) == ("예시식품", 50)
    assert phone.post(LOG, said(topics=[]), headers=JSON).status_code == 422
    key = uuid4()
    phone.post(LOG, {"submission": key, "draft": "1", "question": "반만 적음"})
    draft = AdvisorySession.objects.get(submission=key)
    assert (draft.state, draft.client, draft.held_on) == ("draft", None, phone.get(LOG).context["book"].today)
    assert "반만 적음" in phone.get(reverse("ambassadors:session_edit", args=[draft.pk])).text
    phone.post(LOG, said(submission=key, firm=f"client-{session.client_id}", firm_name=""))
    draft.refresh_from_db()
    assert (draft.state, draft.client, Client.objects.count()) == ("submitted", session.client, 1)


def test_a_preparation_counts_as_preparation(phone, ambassador):
    phone.post(LOG, said(mode="preparation", quick_minutes=30))
    session = AdvisorySession.objects.get()
    assert (session.minutes, session.preparation_minutes) == (0, 30)


def test_a_draft_is_gone_on_with_or_thrown_away(phone, user, ambassador):
    draft, other = (SessionFactory(ambassador=ambassador, draft=True, question=text) for text in ("하나", "둘"))
    address = reverse("ambassadors:session_edit", args=[draft.pk])
    page = phone.get(address)
    assert page.context["form"]["firm"].value() == f"client-{draft.client_id}"
    facts = said(submission=draft.submission, firm=f"client-{draft.client_id}", firm_name="", version=draft.version)
    assert phone.post(address, {**facts, "draft": "1", "advice": ""}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.advice, draft.version) == ("draft", "", 2)
    assert "그사이 다른 곳에서" in errors_of(phone.post(address, {**facts, "draft": "1"}))["__all__"][0]
    assert phone.post(address, {**facts, "version": 2}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == SessionState.SUBMITTED
    assert phone.post(reverse("ambassadors:session_delete", args=[draft.pk])).status_code == 403
    phone.post(reverse("ambassadors:session_delete", args=[other.pk]))
    assert list(AdvisorySession.objects.all()) == [draft]


def test_a_correction_shows_what_stood_before(phone, desk, ambassador, mailoutbox):
    session = SessionFactory(ambassador=ambassador, confirmed=True, satisfaction=2, contact_email="firm@example.com")
    address = reverse("ambassadors:session_edit", args=[session.pk])
    facts = said(version=1, advice="바로잡은 자문", topics=["people"], minutes=session.minutes)
    assert set(errors_of(phone.post(address, facts))) == {"reason"}
    phone.post(address, {**facts, "reason": "숫자를 잘못 적음"})
    session.refresh_from_db()
    assert (session.state, session.satisfaction, session.link_version) == ("submitted", None, 2)
    text = desk.get(session.get_absolute_url()).text
    for shown in (
        "고치기 전 내용",
        "숫자를 잘못 적음",
        "투자등록증과 기업등록증의 순서를 설명함",
        "바로잡은 자문",
        "현지법인",
    ):
        assert shown in text
    assert desk.get(address).status_code == 403
    assert mailoutbox[0].to == ["firm@example.com"]


def test_files_and_results_come_later(phone, desk, user, ambassador):
    phone.post(LOG, said(files=[upload("조건표.pdf"), upload("둘째.pdf")]))
    session = AdvisorySession.objects.get()
    file = session.files.order_by("pk").first()
    assert {file.name, *content.referenced()} >= {"조건표.pdf", file.sha256}
    bad = phone.post(
        reverse("ambassadors:session_file_add", args=[session.pk]), {"files": [upload("빈 파일.pdf", b"")]}, follow=True
    )
    assert "빈 파일입니다" in bad.text
    assert desk.get(reverse("ambassadors:session_file", args=[file.pk])).getvalue() == pdf()
    desk.post(reverse("ambassadors:session_file_remove", args=[file.pk]))
    assert session.files.count() == 1
    add = reverse("ambassadors:session_outcome_add", args=[session.pk])
    assert "통화와 함께" in desk.post(add, {"kind": "contract", "text": "첫 수출", "amount": "0"}).text
    desk.post(add, {"kind": "contract", "text": "첫 수출", "amount": "1200", "currency": "usd"})
    outcome = session.outcomes.get()
    assert (outcome.currency, outcome.added_by.role) == ("USD", "staff")
    services.answer_session(session=session, agrees=True, link_version=session.link_version)
    due = reverse("ambassadors:session_follow_up", args=[session.pk])
    assert "상담 날짜보다 빠릅니다" in phone.post(due, {"follow_up_on": "2020-01-01"}).text
    page = phone.post(due, {"follow_up_on": timezone.localdate().isoformat()}, follow=True)
    session.refresh_from_db()
    assert (session.follow_up_on, session.state) == (timezone.localdate(), "confirmed")  # the client is not asked again
    assert "다음 단계</h3>" not in page.text and "다음 단계 <span" in page.text
    foreign = OutcomeFactory()
    theirs = reverse("ambassadors:session_follow_up", args=[foreign.session.pk])
    assert phone.post(theirs, {"follow_up_on": ""}).status_code == 404
    assert phone.post(reverse("ambassadors:session_outcome_remove", args=[foreign.pk])).status_code == 404
    phone.post(reverse("ambassadors:session_outcome_remove", args=[outcome.pk]))
    assert not session.outcomes.exists()


def test_what_was_checked_only_staff_take_away_with_the_reason(phone, desk, user, ambassador):
    phone.post(LOG, said(files=[upload("조건표.pdf")], introduction="김소개 예시"))
    session = AdvisorySession.objects.get()
    outcome, file = session.outcomes.get(), session.files.get()
    ways = [
        reverse("ambassadors:session_outcome_remove", args=[outcome.pk]),
        reverse("ambassadors:session_file_remove", args=[file.pk]),
    ]
    assert all(way in phone.get(session.get_absolute_url()).text for way in ways)
    desk.post(reverse("ambassadors:session_check", args=[session.pk]))
    assert not any(way in phone.get(session.get_absolute_url()).text for way in ways)
    assert [phone.post(way, {"reason": "몰래"}).status_code for way in ways] == [403, 403]
    for way in ways:
        assert way in desk.get(session.get_absolute_url()).text
        assert "지우는 까닭을 적어 주세요" in desk.post(way, {"reason": " "}, follow=True).text
    assert (session.outcomes.count(), session.files.count()) == (1, 1)

    add = reverse("ambassadors:session_outcome_add", args=[session.pk])
    phone.post(add, {"kind": "contract", "text": "나중에 들은 계약 예시"})  # results may be told at any time
    later = session.outcomes.get(kind="contract")
    text = phone.get(session.get_absolute_url()).text
    assert text.count("에 더함") == 1
    phone.post(reverse("ambassadors:session_outcome_remove", args=[later.pk]))  # nobody had checked it
    for way in ways:
        desk.post(way, {"reason": "다른 기업의 것"})
    assert (session.outcomes.count(), session.files.count()) == (0, 0)
    events = Event.objects.about(session)
    assert [event.changes.get("reason") for event in events.filter(verb__startswith="remove_").order_by("pk")] == [
        None, "다른 기업의 것", "다른 기업의 것",
    ]  # fmt: skip
    assert not any(text in str(list(events.values())) for text in ("김소개", "들은 계약"))


def test_the_client_is_asked_once_more_and_the_former_link_ends(phone, desk, client, user, ambassador, mailoutbox):
    session = SessionFactory(ambassador=ambassador, contact_email="firm@example.com")
    silent = SessionFactory(ambassador=ambassador)
    former, ask = letters.confirm_link(session), reverse("ambassadors:session_ask", args=[session.pk])
    assert phone.post(ask).status_code == 403
    assert ask in desk.get(session.get_absolute_url()).text
    assert reverse("ambassadors:session_ask", args=[silent.pk]) not in desk.get(silent.get_absolute_url()).text
    desk.post(ask)
    session.refresh_from_db()
    [mail] = mailoutbox
    assert (mail.to, session.link_version) == (["firm@example.com"], 2)
    assert "새 메일을 보내 드렸습니다" in client.get(former).text
    renewed = re.search(r"http\S+/advisory/confirm/\S+", mail.body)[0]
    assert client.get(renewed).context["form"]
    client.post(renewed, {"agrees": "yes"})
    session.refresh_from_db()
    assert session.state == "confirmed"
    assert "기다리는 일지가 아닙니다" in desk.post(ask, follow=True).text
    assert "이메일이 없습니다" in desk.post(reverse("ambassadors:session_ask", args=[silent.pk]), follow=True).text
    assert len(mailoutbox) == 2  # the second one tells the ambassador of the answer


def upload(name, data=None):
    return SimpleUploadedFile(name, pdf() if data is None else data)


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(
    phone, desk, user, ambassador, django_assert_num_queries
):
    SessionFactory(ambassador=ambassador, topics=["law", "people"])
    counts = []
    for browser in (phone, desk):
        browser.get(LIST)
        with django_assert_num_queries(5):
            counts.append(len(browser.get(LIST).context["rows"]))
    others = [SessionFactory(question="남의 질문", confirmed=True, satisfaction=4) for _ in range(3)]
    SessionFactory(draft=True, question="남의 초안")
    SessionFactory(ambassador=ambassador, draft=True, client=None)
    with django_assert_num_queries(5):
        mine = phone.get(LIST)
    with django_assert_num_queries(5):
        all_of_them = desk.get(LIST)
    assert (counts, len(mine.context["rows"]), len(all_of_them.context["rows"])) == ([1, 1], 2, 4)
    assert "남의 질문" not in mine.text
    assert "남의 초안" not in all_of_them.text
    assert phone.get(others[0].get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "합작"}, {"a", "b"}), ({"q": "예시화학"}, {"b"}), ({"client": "예시화학"}, {"b"}),
        ({"country": "JP"}, {"b"}),
        ({"topic": "people"}, {"b"}), ({"state": "confirmed"}, {"b"}), ({"ambassador": "성춘향"}, {"b"}),
        ({"since": "2026-03-01"}, {"b"}), ({"until": "2026-02-28"}, {"a"}), ({"q": "없는 말"}, set()), ({}, {"a", "b"}),
        ({"country": "VN"}, {"a"}), ({"country": "VN", "topic": "people"}, set()), ({"country": "없음"}, {"a", "b"}),
    ],
)  # fmt: skip
def test_staff_find_sessions(desk, asked, found):
    SessionFactory(country="VN", draft=True)  # no tally counts it
    SessionFactory(advice="a", held_on="2026-02-01", country="VN", question="합작이 나은가")
    ambassador = AmbassadorFactory(person__name_ko="성춘향")
    SessionFactory(
        advice="b", ambassador=ambassador, held_on="2026-03-01", country="JP", topics=["people"], confirmed=True,
        client=ClientFactory(name="예시화학"), question="합작은 어떤가",
    )  # fmt: skip
    rows = desk.get(LIST, asked).context["page"]
    assert ({row.advice for row in rows}, rows.paginator.total) == (found, len(found))


def test_what_no_tally_knows_is_counted_only_so_far(desk):
    one, other = SessionFactory(question="합작", country="VN"), SessionFactory(question="합작", country="VN")
    expected = {  # how many, how far they were counted
        "": (2, 2), "country=VN": (2, 2), f"ambassador=%23{one.ambassador_id}": (1, 1), "client=%23999999": (0, 0),
        f"client=%230{other.client_id}": (1, 1), "q=합작": (2, 1000), "country=VN&since=2000-01-01": (2, 1000),
    }  # fmt: skip
    for asked, found in expected.items():
        paginator = desk.get(f"{LIST}?{asked}").context["page"].paginator
        assert (paginator.count, paginator.reach) == found, asked


def test_staff_check_and_take_it_back(desk, phone, ambassador):
    session = SessionFactory(ambassador=ambassador, confirmed=True)
    check, uncheck = (reverse(f"ambassadors:session_{name}", args=[session.pk]) for name in ("check", "uncheck"))
    assert phone.post(check).status_code == 403
    assert "검토 마침" in desk.get(session.get_absolute_url()).text
    desk.post(check)
    session.refresh_from_db()
    assert session.state == SessionState.CHECKED
    desk.post(uncheck)
    session.refresh_from_db()
    assert (session.state, session.checked_by) == (SessionState.CONFIRMED, None)


# --- the firm ---------------------------------------------------------------------------------------


def opened(session, **changes):
    return letters.confirm_link(session).removeprefix(settings.SITE_URL)


def test_a_firm_confirms_in_its_language_and_the_link_is_used_up(client, ambassador, mailoutbox):
    session = SessionFactory(ambassador=ambassador, contact_language="ja", contact_email="firm@example.com")
    address = opened(session)
    page = client.get(address)
    assert (page["Content-Language"], session.advice in page.text) == ("ja", True)
    assert client.get(address, {"language": "en"})["Content-Language"] == "en"
    client.head(address)
    session.refresh_from_db()
    assert (session.state, session.link_version) == (SessionState.SUBMITTED, 1)  # a program that opens links
    text = ConsentText.objects.in_force(Purpose.CASEBOOK)
    answer = {"agrees": "yes", "satisfaction": "5", "case_consent": "on", "text": text.pk, "comment": "고맙습니다"}
    thanks = client.post(address, answer, follow=True)
    session.refresh_from_db()
    assert (session.state, session.satisfaction, session.case_consent) == (SessionState.CONFIRMED, 5, text)
    assert "고맙습니다" in thanks.text
    assert [mail.to for mail in mailoutbox] == [[ambassador.person.user.email]]
    client.post(address, {"agrees": "no", "comment": "다시"})
    session.refresh_from_db()
    assert session.state == SessionState.CONFIRMED


def test_a_firm_says_what_is_wrong_and_gets_a_new_link(client, ambassador, mailoutbox):
    session = SessionFactory(ambassador=ambassador, contact_email="firm@example.com")
    address = opened(session)
    assert set(errors_of(client.post(address, {"agrees": "no"}))) == {"comment"}
    assert set(errors_of(client.post(address, {"comment": "무엇"}))) == {"agrees"}
    consent = {"agrees": "yes", "case_consent": "on", "text": 0}
    assert set(errors_of(client.post(address, consent))) == {"case_consent"}  # another text than the one shown
    client.post(address, {"agrees": "no", "comment": "만난 적이 없습니다"})
    session.refresh_from_db()
    assert (session.state, session.client_comment) == (SessionState.DISPUTED, "만난 적이 없습니다")
    assert "만난 적이 없습니다" in client.get(address).text
    assert "만난 적이 없습니다" in mailoutbox[0].body
    services.correct_session(session=session, advice="다시 적음", reason="다른 기업", by=ambassador.person.user)
    assert "다시 적음" not in client.get(address).text  # the old link shows nothing new
    session.refresh_from_db()
    assert "다시 적음" in client.get(opened(session)).text


def test_no_key_opens_another_session_or_a_draft(client):
    draft, follow = SessionFactory(draft=True), RequestFactory()
    forged = letters.follow_link(follow).rstrip("/").rpartition("/")[2]
    for address in (opened(draft), reverse("ambassadors:session_confirm", args=[forged]), opened(draft)[:-3] + "xx/"):
        assert client.get(address).status_code == 404
