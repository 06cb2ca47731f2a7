"""The door: by e-mail and password, with nobody coming in uninvited."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from exchange.accounts import posted
from tests.accounts.conftest import NEW_PASSWORD
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"


@pytest.fixture
def user():
    return UserFactory(staff=True, email="hong@example.com")


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


@pytest.mark.parametrize("email", ["hong@example.com", "Hong@Example.COM", " hong@example.com "])
def test_sign_in_by_email_in_any_case(email, client, user):
    assert sign_in(client, email)["Location"] == "/"
    assert client.get("/").wsgi_request.user == user


@pytest.mark.parametrize(("email", "password"), [("hong@example.com", "wrong"), ("nobody@example.com", PASSWORD)])
def test_wrong_password_and_unknown_address_look_alike(email, password, client, user):
    page = sign_in(client, email, password).content.decode()
    assert "이메일 또는 비밀번호가 맞지 않습니다." in page
    assert f'value="{email}"' in page
    assert client.get("/").status_code == 302


def test_every_page_leads_to_the_door_and_back(client, user):
    assert client.get("/delegations/?phase=over")["Location"] == f"{LOGIN}?next=/delegations/%3Fphase%3Dover"
    assert sign_in(client, user.email, next="/delegations/?phase=over")["Location"] == "/delegations/?phase=over"


@pytest.mark.parametrize(
    ("came_from", "back_to"),
    [
        ("http://testserver/delegations/2024-07/today/?day=2024-07-18", "/delegations/2024-07/today/?day=2024-07-18"),
        ("https://evil.example/today/", "/delegations/2024-07/today/3/"),
        ("", "/delegations/2024-07/today/3/"),
    ],
)  # fmt: skip
def test_an_ended_session_leads_back_to_the_page_of_the_form(came_from, back_to, client, db):
    response = client.post("/delegations/2024-07/today/3/", headers={"referer": came_from})
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": [back_to]}


HERE = {"referer": "http://testserver/meetings/7/minutes/"}
TYPED = {
    "csrfmiddlewaretoken": "abc", "version": "3", "title_ko": "예시 <b>간담</b>", "state": "held", "password": "숨긴말",
    "seats-0-id": "812", "seats-0-person": "가상 인물", "seats-0-title_ko": "이사", "seats-TOTAL_FORMS": "1",
    "points-MAX_NUM_FORMS": "500", "with-ja": "on",
    "points-0-text_ko": "첫 줄\r\n둘째 줄", "points-0-text_ja": "一行目", "points-1-text_ko": "", "points-1-level": "1",
    "points-2-text_ko": "셋째 줄", "facts-shown": "0123abcd", "api_token": "숨긴말",
}  # fmt: skip


def texts_of(response):
    page = html.fromstring(response.content.decode())
    return [box.text.removeprefix("\n").replace("\r", "") for box in page.xpath("//textarea[@readonly]")]


def test_what_was_typed_after_the_session_ended_is_there_to_copy(client, user):
    """Without a script nothing else keeps it; the way back leads to the page of the form."""
    picture = SimpleUploadedFile("비밀.jpg", b"\xff\xd8")
    response = client.post("/meetings/7/minutes/", TYPED | {"files": picture}, headers=HERE)
    said = response.content.decode()
    assert response.status_code == 401 and "no-store" in response["Cache-Control"]
    assert texts_of(response) == ["예시 <b>간담</b>", "가상 인물 · 이사", "첫 줄\n둘째 줄 · 一行目\n셋째 줄"]
    assert "숨긴말" not in said and "비밀.jpg" not in said and "<b>간담" not in said and "다시 골라" in said
    [way] = html.fromstring(said).xpath("//main//a[contains(@class, 'primary')]/@href")
    assert way == f"{LOGIN}?next=/meetings/7/minutes/"
    assert not client.session.keys()


def test_what_is_shown_to_be_copied_has_a_bound(client, db):
    lines = {f"points-{number}-text_ko": "가" * 900 for number in range(200)}
    parts = {f"part{number}-0-text": "나" for number in range(50)}
    response = client.post("/meetings/7/minutes/", parts | lines, headers=HERE)
    assert len(texts_of(response)) == posted.MOST_TEXTS
    [most] = texts_of(client.post("/meetings/7/minutes/", lines, headers=HERE))
    assert posted.LONGEST <= most.count("가") <= posted.LONGEST and most.endswith("…")


def test_a_form_older_than_the_session_leads_back_to_its_page(user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    for came_from, is_ours in (
        ("http://testserver/meetings/7/minutes/?a=1", True),
        ("https://evil.example/meetings/", False),
        ("http://testserver//evil.example/", False),
        ("", False),
    ):
        response = browser.post("/meetings/7/minutes/", TYPED, headers={"referer": came_from})
        assert response.status_code == 403 and "셋째 줄" in texts_of(response)[2]
        page = html.fromstring(response.content.decode())
        [way] = page.xpath("//main//a[contains(@class, 'primary')]/@href")
        assert way == ("/meetings/7/minutes/?a=1" if is_ours else "/")
        assert "숨긴말" not in response.content.decode() and "evil" not in response.content.decode()


@given(
    st.dictionaries(
        st.from_regex(r"\A(password1|oldpassword|new_token|[a-z]{1,3}(-[0-9]{1,2}-[a-z_]{1,5})?)\Z"),
        st.lists(st.text(max_size=20), max_size=2),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_word_comes_back_and_no_secret(fields):
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, [f"S{value}S" if posted.SECRET.search(name) else value for value in values])
    shown = "\n".join(posted.typed_texts(sent))
    for name, values in fields.items():
        if posted.SECRET.search(name):
            continue
        last = name.rpartition("-")[2]
        if last not in posted.CHOSEN and not posted.TECHNICAL.fullmatch(name):
            assert all(value.strip() in shown for value in values if value.strip() != posted.TICKED)
    public = QueryDict(mutable=True)
    for name, values in fields.items():
        if not posted.SECRET.search(name):
            public.setlist(name, values)
    assert shown == "\n".join(posted.typed_texts(public))


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)", "/\\evil.example"],
)
def test_sign_in_does_not_lead_elsewhere(address, client, user):
    assert sign_in(client, user.email, next=address)["Location"] == "/"


def test_failed_attempts_are_counted(client, user):
    for _attempt in range(5):
        sign_in(client, user.email, "wrong")
    page = sign_in(client, user.email).content.decode()
    assert "로그인에 여러 번 실패했습니다" in page
    assert client.get("/").status_code == 302


def test_too_many_requests_are_turned_away(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    client.post(RESET, {"email": "a@example.com"})
    response = client.post(RESET, {"email": "b@example.com"})
    assert response.status_code == 429
    assert "요청이 너무 잦습니다" in response.content.decode()


def test_nobody_signs_up(client):
    for verb in (client.get, client.post):
        assert verb("/accounts/signup/").status_code == 404
    client.force_login(UserFactory())
    for address in (
        "signup/",
        "email/",
        "confirm-email/",
        "password/set/",
    ):  # allauth's pages that the portal does without
        assert client.get(f"/accounts/{address}").status_code == 404


def test_sign_out_only_by_post(client, user):
    client.force_login(user)
    assert "로그아웃할까요?" in client.get("/accounts/logout/").content.decode()
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/").status_code == 302


# --- passwords ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
def test_reset_mail_speaks_the_readers_language(language, client, mailoutbox):
    user = UserFactory(language=language)
    client.cookies["django_language"] = "ko"
    client.post(RESET, {"email": user.email})
    with translation.override(language):
        assert mailoutbox[0].subject == translation.gettext("셔틀교류 새 비밀번호")
        assert translation.gettext("KBIZ 중소기업중앙회 · 한일 중소기업 셔틀교류") in mailoutbox[0].body


def test_forgotten_password_is_replaced_once(client, user, mailoutbox):
    response = client.post(RESET, {"email": "HONG@example.com"}, follow=True)
    assert "메일을 확인해 주세요" in response.content.decode()
    link = mailoutbox[0].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "비밀번호를 바꾸었습니다" in done.content.decode()
    assert sign_in(client, user.email).status_code == 200
    assert sign_in(client, user.email, NEW_PASSWORD).status_code == 302
    client.logout()
    assert "쓸 수 없는 링크입니다" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize("who", ["unknown", "deactivated"])
def test_no_mail_for_those_who_cannot_sign_in(who, client, mailoutbox):
    email = "nobody@example.com" if who == "unknown" else UserFactory(deactivated=True).email
    response = client.post(RESET, {"email": email}, follow=True)
    assert "메일을 확인해 주세요" in response.content.decode()  # the page does not say who has an account
    assert mailoutbox == []


def test_password_change_keeps_this_session_and_ends_the_others(client, user, django_user_model):
    elsewhere = Client()
    for each in (client, elsewhere):
        sign_in(each, user.email)
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post(CHANGE, typed)
    assert response.status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"oldpassword": "wrong"}, "oldpassword"),
        ({"password1": "1234567890", "password2": "1234567890"}, "password1"),
        ({"password2": "something-else-26"}, "password2"),
    ],
)
def test_bad_password_change_is_said_at_the_field(typed, field, client, user):
    client.force_login(user)
    good = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = client.post(CHANGE, {**good, **typed})
    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_reset_takes_the_place_of_an_unused_invitation(client, administrator, mailoutbox):
    """Who forgot the invitation mail and asks for a password gets in, and the old link is dead."""
    from exchange.accounts import selectors
    from exchange.accounts.services import invite_user

    fields = {"name": "예시", "job_title": "", "role": "staff", "language": "ko", "is_administrator": False}
    user = invite_user(email="new@example.com", by=administrator, **fields)
    token = selectors.invitation_token(user)
    client.post(RESET, {"email": user.email})
    link = mailoutbox[-1].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(client, user.email, NEW_PASSWORD).status_code == 302
    client.logout()
    assert client.get(f"/accounts/invitation/{token}/").status_code == 410


def test_part_drawn_anew_after_the_session_ended_is_left_as_typed(client, db):
    response = client.post("/delegations/add/", {"rows-add": "1"}, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert not response.content


def test_page_after_the_session_ended_leads_to_sign_in(client, db):
    response = client.post("/delegations/add/", {"rows-add": "1"})
    assert response.url.startswith("/accounts/login/?next=")
