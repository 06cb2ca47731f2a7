"""A firm asks without an account: what it typed is never lost, what it sends twice is one request."""

import re
import time
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ambassadors import letters, services
from ambassadors.business_numbers import clean_business_number
from ambassadors.models import AdvisoryRequest
from exchange.audit.models import Event
from exchange.notices import outbox
from exchange.notices.models import Mail
from exchange.privacy import doors, links
from exchange.privacy.enums import Purpose
from exchange.privacy.services import publish_consent_text
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory, SessionFactory, business_number, consent_text

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FORM = reverse("ambassadors:request_form")


def typed(**changes):
    """A page that was opened a minute ago and filled in."""
    return {
        "submission": str(uuid4()), "seal": doors.seal(consent_text(), at=time.time() - 60), "homepage": "",
        "name": "예시정밀", "business_number": "107-87-83297", "contact_name": "담당 예시",
        "contact_email": "asks@example.com", "language": "ja", "country": "VN", "topic": "company",
        "question": "現地法人の手続きを教えてください。", "agree_use": "on", "agree_abroad": "on",
    } | changes  # fmt: skip


def test_a_firm_asks_and_follows_its_request(client, mailoutbox):
    assert FORM in client.get(reverse("account_login")).content.decode()
    assert consent_text().text_ko[20:40] in client.get(FORM).content.decode()
    response = client.post(FORM, typed(), follow=True)
    row = AdvisoryRequest.objects.get()
    assert row.reference in response.content.decode()
    assert "asks@example.com" in response.content.decode()
    assert (row.consent, row.client.business_number, row.client.country) == (consent_text(), "1078783297", "KR")
    [mail] = mailoutbox
    assert letters.follow_link(row) in mail.body
    followed = client.get(letters.follow_link(row))
    assert row.question in followed.content.decode()
    assert (followed["X-Robots-Tag"], followed["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert (followed["Content-Language"], "no-store" in followed["Cache-Control"]) == ("ja", True)


@pytest.mark.parametrize(
    ("accepts", "cookie", "asked", "opens"),
    [
        ("", "", "", "ko"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "", "", "ja"),
        ("de-DE,en;q=0.7", "", "", "en"),
        ("de", "", "", "ko"),
        ("ja", "en", "", "en"),
        ("ja", "en", "?language=ko", "ko"),
        ("ja", "", "?language=xx", "ja"),
    ],
)
def test_the_page_opens_in_the_language_of_the_browser(client, accepts, cookie, asked, opens):
    consent_text()
    client.cookies["django_language"] = cookie
    answer = client.get(FORM + asked, headers={"accept-language": accepts})
    assert (answer["Content-Language"], f'<html lang="{opens}">' in answer.content.decode()) == (opens, True)
    assert answer.context["form"]["language"].value() == opens
    assert "Accept-Language" in answer["Vary"]


def test_the_same_page_sent_twice_is_one_request(client, mailoutbox):
    page = typed()
    first, again = client.post(FORM, page), client.post(FORM, page | {"seal": "worn", "homepage": "x"})
    whose = [links.read(letters.REQUEST_LINK, answer.url.split("/")[-2]) for answer in (first, again)]
    assert (whose[0], AdvisoryRequest.objects.count(), len(mailoutbox)) == (whose[1], 1, 1)
    assert whose[0] is not None


def test_what_is_wrong_is_said_at_its_field_and_all_else_stays(client):
    page = typed(business_number="107-87-83298", contact_phone="전화", question="x" * 3001)
    page.pop("agree_abroad")
    response = client.post(FORM, page)
    form = response.context["form"]
    wrong = ["business_number", "contact_phone", "question", "agree_abroad"]
    assert [field.name for field in form if field.errors] == wrong  # as they follow on the page
    summary, _rest = response.content.decode().split("</ul>", 1)
    assert re.findall(r'<li><a href="#id_(\w+)">', summary) == wrong
    fields = [field.name for field in form]
    places = [response.content.decode().find(f'name="{name}"') for name in fields[: fields.index("agree_abroad") + 1]]
    assert places == sorted(places)
    for value in ("107-87-83298", page["submission"], "asks@example.com", "x" * 3001):
        assert value in response.content.decode()
    assert not AdvisoryRequest.objects.exists()


def test_two_characters_are_no_question_yet(client):
    response = client.post(FORM, typed(question=" 수출 "))
    assert set(response.context["form"].errors) == {"question"}
    assert "10자 이상 적어 주세요" in response.content.decode()
    client.post(FORM, typed(question="베트남 수출 인증?"))
    assert AdvisoryRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"homepage": "https://example.com"}, "자동 입력"),
        ({"seal": ""}, "오래되어"),
        ({"seal": "forged"}, "오래되어"),
        ({"seal": lambda: doors.seal(consent_text(), at=time.time() - doors.LATEST - 9)}, "오래되어"),
        ({"seal": lambda: doors.seal(consent_text())}, "너무 빨리"),
    ],
)
def test_who_looks_like_a_program_is_asked_once_more(client, changes, said, monkeypatch):
    page = typed(**{name: value() if callable(value) else value for name, value in changes.items()})
    response = client.post(FORM, page)
    assert said in response.content.decode()
    assert page["question"] in response.content.decode()
    assert not AdvisoryRequest.objects.exists()
    form = response.context["form"]
    monkeypatch.setattr(doors, "SOONEST", 0)  # the time that a person needs to read it
    client.post(FORM, page | {"seal": form["seal"].value(), "homepage": form["homepage"].value()})
    assert AdvisoryRequest.objects.count() == 1


def test_a_newer_text_is_shown_before_anybody_agrees_to_it(client):
    page = typed()
    newer = publish_consent_text(
        purpose=Purpose.ADVISORY, text_ko="새 동의문", text_ja="新しい同意文", text_en="New", by=UserFactory()
    )
    response = client.post(FORM, page)
    form = response.context["form"]
    assert "새 동의문을 읽고" in response.content.decode()
    assert not form["agree_use"].value()
    assert not AdvisoryRequest.objects.exists()
    seal = doors.seal(newer, at=time.time() - 60)
    client.post(FORM, page | {"seal": seal})
    assert AdvisoryRequest.objects.get().consent == newer


def test_another_language_keeps_what_was_typed(client):
    page = typed(show_in="ja", question="まだ途中")
    response = client.post(FORM, page)
    shown = response.content.decode()
    assert (response["Content-Language"], response.cookies["django_language"].value) == ("ja", "ja")
    assert consent_text().text_ja[:20] in shown
    assert all(text in shown for text in ("まだ途中", "107-87-83297", page["submission"]))
    assert not response.context["form"].errors


def test_floods_are_turned_away_with_their_text(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        "advisory_request": "9/h/ip",
        "advisory_email": "2/d/key",
        "advisory_firm": "3/d/key",
    }
    for number in range(3):
        response = client.post(FORM, typed(contact_email=f"asks+{number}@example.com"))
    assert (response.status_code, AdvisoryRequest.objects.count()) == (429, 2)  # of one mailbox, under any tag
    assert "asks+2@example.com" in response.content.decode()
    for number in range(2):
        response = client.post(FORM, typed(contact_email=f"other{number}@example.com"))
    assert (response.status_code, AdvisoryRequest.objects.count()) == (429, 3)  # of one firm
    for number in range(9):
        response = client.post(
            FORM, typed(contact_email=f"more{number}@example.com", business_number=business_number(number))
        )
    assert (response.status_code, AdvisoryRequest.objects.count()) == (429, 7)  # from one place


def test_a_link_opens_its_own_request_only(client):
    ambassador = AmbassadorFactory(person__name_ko="가온 예시")
    mine, other = RequestFactory(assigned_to=ambassador, accepted=True), RequestFactory(question="남의 질문")
    SessionFactory(ambassador=ambassador, request=mine), SessionFactory(request=other, advice="남의 자문")
    shown = client.get(letters.follow_link(mine)).content.decode()
    assert "가온 예시" in shown
    assert shown.count("/advisory/confirm/") == 1
    assert "상담이 진행되고 있습니다" in shown and "대사가 연락드립니다" not in shown
    assert all(text not in shown for text in ("남의 질문", other.contact_email, other.reference))
    assigned = RequestFactory(assigned_to=ambassador)
    assert "가온 예시" not in client.get(letters.follow_link(assigned)).content.decode()  # not before he accepts
    for key in ("", "x", letters.confirm_link(mine.sessions.get()).split("/")[-2]):
        assert client.get(f"/advisory/follow/{key}/").status_code == 404


def test_withdrawn_by_the_firm_itself(client, mailoutbox):
    user = UserFactory(ambassador=True)
    row = RequestFactory(assigned_to=AmbassadorFactory(user=user))
    link = letters.follow_link(row)
    assert client.get(f"{link}withdraw/").status_code == 200
    client.post(f"{link}withdraw/")
    row.refresh_from_db()
    assert (row.state, row.slot, row.has_contact) == ("withdrawn", None, True)
    assert "취소하셨습니다" in client.get(link).content.decode()
    assert [mail.to for mail in mailoutbox] == [[user.email]]
    assert row.contact_email not in mailoutbox[0].body
    assert client.post(f"{link}withdraw/").status_code == 302  # again: nothing more


def test_taken_back_with_the_contact_the_link_is_over(client):
    row = RequestFactory()
    link = letters.follow_link(row)
    client.post(f"{link}withdraw/", {"erase": "on"})
    gone = client.get(link)
    assert gone.status_code == 410
    assert "더 이상 쓰지 않습니다" in gone.content.decode()
    assert client.get(f"{link}withdraw/").status_code == 410
    row.refresh_from_db()
    assert (row.contact_email, row.contact_name, row.question) == ("", "", "현지법인을 세우는 데 얼마나 걸립니까?")


def test_contacts_go_when_their_time_is_over(settings, django_assert_num_queries):
    settings.ADVISORY_CONTACT_MONTHS = 12
    long_ago = timezone.now() - timedelta(days=370)
    old = [RequestFactory(state="closed", closed_at=long_ago, contact_phone="02-123-4567") for _ in range(4)]
    kept = [RequestFactory(state="closed", closed_at=timezone.now()), RequestFactory(received_at=long_ago)]
    alone = SessionFactory(contact_name="예시", contact_email="alone@example.com", submitted_at=long_ago)
    recent = SessionFactory(contact_name="예시", contact_email="recent@example.com")
    Mail.objects.create(
        to=old[0].contact_email, subject="예시", state="sent", sent_at=long_ago, made_at=long_ago, not_before=long_ago
    )
    with django_assert_num_queries(20):
        assert services.remove_old_contacts() == 5
    assert services.remove_old_contacts() == 0
    for row in old:
        row.refresh_from_db()
        assert (row.contact_email, row.contact_phone, row.link_version, row.topic) == ("", "", 2, "company")
    alone.refresh_from_db()
    assert (alone.contact_email, alone.link_version, alone.minutes > 0) == ("", 2, True)
    for row in [*kept, recent]:
        row.refresh_from_db()
        assert row.contact_email
    assert not Mail.objects.exists()
    events = Event.objects.filter(verb="remove_contact")
    assert events.count() == 5
    said = str(list(Event.objects.values())) + "".join(row.search_key for row in old)
    assert not any(text in said for text in ("02-123-4567", "client", "alone@", "담당"))


def test_what_waits_to_be_mailed_about_a_contact_that_is_gone_is_not_sent(client, settings, mailoutbox):
    settings.MAIL_TRANSPORT = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "exchange.notices.outbox.OutboxBackend"
    mine, other = (RequestFactory(contact_email="asks@example.com", language=code) for code in ("ja", "ko"))
    neighbour = RequestFactory(contact_email="neighbour@example.com")
    session = SessionFactory(request=mine, ambassador=AmbassadorFactory())
    for row in (mine, other, neighbour):
        letters.request_received(row)
    letters.confirmation_asked(session)
    Mail.objects.filter(body__contains=links.stem(session.uid)).update(state="sending", leased_until=timezone.now())
    client.post(f"{letters.follow_link(mine)}withdraw/", {"erase": "on"})
    left = list(Mail.objects.exclude(to="").order_by("pk"))
    assert [(mail.to, mail.state) for mail in left] == [
        ("asks@example.com", "queued"),
        ("neighbour@example.com", "queued"),
    ]
    assert links.stem(other.uid) in left[0].body
    outbox.send_mails()
    assert [mail.to for mail in mailoutbox] == [["asks@example.com"], ["neighbour@example.com"]]
    assert f"{mine.pk:05d}" not in mailoutbox[0].body


@given(st.uuids(), st.uuids(), st.integers(0, 40000))
def test_every_key_of_a_row_holds_its_stem_and_that_of_no_other(uid, other, version):
    key = links.make("any", uid, version)
    assert links.stem(uid) in key
    with patch("time.time", return_value=1.0):
        assert links.make("any", uid, version) == key  # a mail, a poster and a copied link are one address
    assert links.read("any", signing.dumps([uid.hex, version], salt="link.any")) == (uid, version)  # as once sent
    assert uid == other or uid.hex[:31] == other.hex[:31] or links.stem(other) not in key


def test_all_together_send_so_many_within_an_hour_and_no_more(client, settings):
    settings.ADVISORY_HOURLY_LIMIT = 2
    RequestFactory(received_at=timezone.now() - timedelta(minutes=61))
    for _number in range(2):
        client.post(FORM, typed())
    page = typed()
    refused = client.post(FORM, page)
    assert refused.status_code == 429
    assert "한 시간쯤 뒤에" in refused.content.decode()
    assert page["question"] in refused.content.decode()
    assert AdvisoryRequest.objects.count() == 3
    AdvisoryRequest.objects.update(received_at=timezone.now() - timedelta(minutes=61))
    assert client.post(FORM, page).status_code == 302


def test_a_correction_keeps_nothing_of_a_contact():
    session = SessionFactory(contact_name="예시", contact_email="former@example.com")
    services.correct_session(session=session, contact_email="new@example.com", reason="오타", by=UserFactory())
    assert session.revisions.get().before == {"contact_email": None}
    assert "@example.com" not in str(list(Event.objects.about(session).values()))


SIGNS = st.sampled_from(["-", " ", ".", "–"])


@given(st.integers(0, 10**6), st.integers(0, 9), st.integers(1, 9), SIGNS)
def test_no_slip_of_one_digit_makes_another_korean_number(n, place, shift, sign):
    number = business_number(n)
    assert clean_business_number(f" {number[:3]}{sign}{number[3:5]}{sign}{number[5:]} ") == number
    slip = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    with pytest.raises(ValidationError):
        clean_business_number(slip)


@given(st.integers(10**11, 10**12 - 1), st.integers(0, 12), st.integers(1, 9), SIGNS)
def test_a_japanese_number_has_its_check_digit_in_front(twelve, place, shift, sign):
    digits = str(twelve)
    total = sum(int(digit) * (place % 2 + 1) for place, digit in enumerate(reversed(digits)))
    number = f"{9 - total % 9}{digits}"
    assert clean_business_number(sign.join(number)) == number
    slip = f"{number[:place]}{(int(number[place]) + shift) % 10}{number[place + 1 :]}"
    if int(slip) % 9 != int(number) % 9 or place == 0:  # modulo nine a 0 is a 9
        with pytest.raises(ValidationError):
            clean_business_number(slip)
    for other in (number[:-1], number + "0", ""):
        with pytest.raises(ValidationError):
            clean_business_number(other)


@pytest.mark.parametrize("name", ["name", "contact_name", "contact_title", "city"])
def test_no_line_that_is_mailed_carries_a_message_of_its_own(client, mailoutbox, name):
    for text in ("가나\nhttp://example.com 보기", "가나 https://example.com", "가나 www.example.com"):
        response = client.post(FORM, typed(**{name: text}))
        assert set(response.context["form"].errors) == {name}
        assert text.split()[0] in response.content.decode()  # what was typed is still there
    assert not AdvisoryRequest.objects.exists() and not mailoutbox
