"""Advice over the API: the services of the pages, and for an ambassador's token only what is his own."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from ambassadors.models import AdvisorySession, Ambassador
from exchange.audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory, SessionFactory
from tests.factories.directory import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
API = "/api/v1/"
REQUESTS, SESSIONS, STATISTICS = (f"{API}advisory/{name}/" for name in ("requests", "sessions", "statistics"))


def token_of(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user)}")
    return client


@pytest.fixture
def ambassador():
    return AmbassadorFactory(user=UserFactory(ambassador=True), topics=["law"])


@pytest.fixture
def his(ambassador):
    return token_of(ambassador.person.user)


def post(by, path, **sent):
    return by.post(path, sent, format="json")


def said(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def log(**more):
    return {
        "submission": str(uuid.uuid4()), "held_on": str(timezone.localdate() - timedelta(days=1)), "mode": "video",
        "minutes": 45, "topics": ["law"], "question": "질문 예시", "advice": "답 예시", "is_free": True,
        "has_no_interest": True, **more,
    }  # fmt: skip


def test_a_request_goes_from_the_queue_to_a_checked_session(staff, his, ambassador):
    asked = RequestFactory(contact_name="이담당", contact_email="who@example.com")
    one = f"{REQUESTS}{asked.uid}/"
    assert said(his.get(REQUESTS))["count"] == 0
    assert his.get(one).status_code == 404
    assert "ambassador" in said(post(staff, f"{one}step/", step="assign"), 400)
    answer = said(post(staff, f"{one}step/", step="assign", ambassador=str(ambassador.uid)))
    assert (answer["state"], answer["ambassador"]) == ("assigned", str(ambassador.uid))
    assert his.get(f"{one}contact/").status_code == 405
    assert his.post(f"{one}contact/").status_code == 403  # he has not said yes
    assert post(his, f"{one}step/", step="close").status_code == 400
    shown = said(post(his, f"{one}step/", step="accept"))
    assert shown["state"] == "accepted" and "business_number" not in shown["client"]
    assert said(his.post(f"{one}contact/"))["contact_email"] == "who@example.com"
    assert Event.objects.filter(verb="view_contact", by=ambassador.person.user).count() == 1
    for text in (staff.get(one), staff.get(REQUESTS), his.get(one), his.get(REQUESTS)):
        assert "who@example.com" not in text.content.decode() and "이담당" not in text.content.decode()
    sent = log(request=str(asked.uid), introduction="공단 소개 예시")
    made = said(post(his, SESSIONS, **sent), 201)
    assert said(post(his, SESSIONS, **sent))["uid"] == made["uid"]
    assert (made["request"], made["topics"], made["outcomes"][0]["text"]) == (str(asked.uid), ["law"], "공단 소개 예시")
    session = f"{SESSIONS}{made['uid']}/"
    corrected = {"version": made["version"], "reason": "시간 오기", "minutes": 60}
    shown = said(his.patch(session, corrected, format="json"))
    assert (shown["minutes"], shown["revisions"][0]["before"]) == (60, {"minutes": 45})
    assert his.patch(session, corrected | {"minutes": 61}, format="json").status_code == 409
    assert post(his, f"{session}step/", step="check").status_code == 403
    assert said(post(staff, f"{session}step/", step="check"))["state"] == "checked"
    found = {"kind": "contract", "text": "첫 수출 예시", "amount": "1000.00", "currency": "usd"}
    outcomes = said(post(staff, f"{session}outcomes/", **found), 201)["outcomes"]
    assert outcomes[-1]["currency"] == "USD"
    assert len(said(his.post(f"{session}outcomes/{outcomes[-1]['id']}/delete/"))["outcomes"]) == 1
    assert said(post(his, f"{one}step/", step="close", note="잘 마쳤습니다"))["closing_note"] == "잘 마쳤습니다"
    assert said(staff.get(STATISTICS, {"period": "all"}))["results"][0]["minutes"] == 60
    (row,) = said(staff.get(STATISTICS, {"period": "all", "kind": "ambassador"}))["results"]
    assert row["key"] == str(ambassador.uid)


def test_a_draft_is_kept_and_finished_and_wrong_ones_are_refused_at_their_field(his, ambassador):
    draft = said(post(his, SESSIONS, **log(submit=False, question="", advice="", topics=[])), 201)
    one = f"{SESSIONS}{draft['uid']}/"
    refused = his.patch(one, {"version": draft["version"], "reason": "고침", "minutes": 1}, format="json")
    assert "아직 제출하지 않은" in refused.content.decode()
    kept = said(post(his, f"{one}draft/", version=draft["version"], question="질문 예시", topics=["market"]))
    assert (kept["state"], kept["topics"]) == ("draft", ["market"])
    facts = {"version": kept["version"], "advice": "답 예시", "new_client": "예시전자", "submit": True}
    done = said(post(his, f"{one}draft/", **facts))
    assert (done["state"], done["client"]["name"], done["question"]) == ("submitted", "예시전자", "질문 예시")
    before = AdvisorySession.objects.count()
    other = RequestFactory(assigned_to=AmbassadorFactory(), accepted=True)
    ahead = str(timezone.localdate() + timedelta(days=2))
    for wrong, field in (
        ({"held_on": ahead, "new_client": "가"}, "held_on"),
        ({"held_on": str(timezone.localdate() - timedelta(days=400)), "new_client": "가"}, "held_on"),
        ({"request": str(other.uid)}, "request"),
        ({"client": other.client_id}, "client"),
        ({}, "client"),
        ({"new_client": "가", "topics": ["x"]}, "topics"),
        ({"new_client": "가", "is_free": False}, "is_free"),
        ({"new_client": "가", "ambassador": str(other.ambassador.uid)}, "ambassador"),
    ):
        assert field in said(post(his, SESSIONS, **log(**wrong)), 400), wrong
    assert AdvisorySession.objects.count() == before


def test_declining_gives_it_away_and_terms_follow_each_other(staff, his, ambassador):
    asked = RequestFactory(assigned_to=ambassador)
    answer = post(his, f"{REQUESTS}{asked.uid}/step/", step="decline", reason="출장 중")
    assert answer.status_code == 204
    turns = said(staff.get(f"{REQUESTS}{asked.uid}/"))["assignments"]
    assert [(each["answer"], each["reason"]) for each in turns] == [("declined", "출장 중")]
    one = f"{API}ambassadors/{ambassador.uid}/"
    assert said(staff.get(one))["standing"] == "serving"
    assert said(post(staff, f"{one}terms/1/decision/", decision="retire", decision_reason="본인 요청"))
    refused = post(staff, f"{one}terms/1/renewal/")
    assert "마치기로 결정한" in refused.content.decode()
    post(staff, f"{one}terms/1/decision/", decision="renew")
    terms = said(post(staff, f"{one}terms/1/renewal/", certificate_number="예시-1"), 201)["terms"]
    assert [(each["number"], each["certificate_number"]) for each in terms] == [(2, "예시-1"), (1, "")]
    mine = said(his.get(one))
    assert "decision" not in mine["terms"][0]
    changed = said(his.patch(one, {"version": mine["version"], "capacity": 1, "languages": ["vi"]}, format="json"))
    assert (changed["capacity"], changed["languages"], changed["topics"]) == (1, ["vi"], ["law"])
    for name, value in (("region", "europe"), ("country", "JP"), ("is_regional_chair", True)):
        assert name in said(his.patch(one, {"version": changed["version"], name: value}, format="json"), 400)
    assert post(his, f"{one}terms/", starts_on="2030-01-01").status_code == 403
    facts = {"person": str(PersonFactory().uid), "country": "JP", "zone": "Asia/Tokyo", "region": "northeast_asia"}
    made = said(post(staff, f"{API}ambassadors/", **facts, topics=["law"]), 201)
    assert (made["standing"], made["topics"]) == ("former", ["law"])
    made = said(post(staff, f"{API}ambassadors/{made['uid']}/terms/", starts_on=str(timezone.localdate())), 201)
    assert made["standing"] == "serving"


def test_nobody_else_is_answered(client_of, his):
    other = AmbassadorFactory()
    asked = RequestFactory(assigned_to=other, accepted=True)
    session = SessionFactory(ambassador=other, request=asked)
    rows = [f"{API}ambassadors/{other.uid}/", f"{REQUESTS}{asked.uid}/", f"{SESSIONS}{session.uid}/"]
    assert his.get(f"{API}ambassadors/").status_code == his.get(STATISTICS).status_code == 403
    for client in (his, client_of("counterpart"), client_of("administrator")):
        assert [client.get(path).status_code for path in rows] == [404] * 3
        for path in (f"{rows[1]}step/", f"{rows[1]}contact/", f"{rows[2]}step/", f"{rows[2]}outcomes/"):
            assert client.post(path, {}, format="json").status_code == 404
        assert client.patch(rows[0], {"version": 1, "capacity": 0}, format="json").status_code == 404
    for client in (client_of("counterpart"), client_of("administrator")):
        for path in (f"{API}ambassadors/", REQUESTS, SESSIONS, STATISTICS):
            assert client.get(path).status_code == 403
        assert post(client, SESSIONS, **log(new_client="가")).status_code == 403
    readers = client_of("executive")
    assert said(readers.get(rows[2]))["uid"] == str(session.uid)
    assert readers.post(f"{rows[2]}step/", {"step": "check"}, format="json").status_code == 403
    assert readers.post(f"{rows[1]}contact/").status_code == 403
    assert post(readers, f"{API}ambassadors/").status_code == 403
    assert Ambassador.objects.count() == 2
