"""The door: by e-mail and password, with nobody coming in uninvited."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

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
    from django.test import Client

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


def test_reset_takes_the_place_of_an_unused_invitation(client, administrator, mailoutbox, jobs_at_once):
    """Who forgot the invitation mail and asks for a password gets in, and the old link is dead."""
    from exchange.accounts import selectors
    from exchange.accounts.services import invite_user

    fields = {"name": "예시", "job_title": "", "role": "staff", "language": "ko", "is_administrator": False}
    user = invite_user(email="new@example.com", by=administrator, **fields)
    token = selectors.invitation_token(user)
    client.post(RESET, {"email": user.email})
    link = mailoutbox[0].body.split("http://testserver")[1].split()[0]
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
