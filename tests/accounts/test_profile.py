"""What everybody does with the own account."""

import pytest
from django.utils import translation
from rest_framework.authtoken.models import Token

from exchange.accounts.models import User
from exchange.audit.models import Event
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"
LANGUAGE = "/accounts/language/"
ROLES = ["staff", "manager", "executive", "ambassador", "counterpart", "administrator"]


@pytest.fixture
def user(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_profile(role, client):
    user = UserFactory(**{role: True})
    client.force_login(user)
    assert user.email in client.get(PROFILE).content.decode()


def test_profile_is_changed_and_recorded(client, user):
    response = client.post(PROFILE, {"name": "예시 홍", "job_title": "차장", "language": "ja"})
    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.name, user.job_title, user.language) == ("예시 홍", "차장", "ja")
    assert Event.objects.about(user).get().changes["job_title"] == ["과장", "차장"]


def test_profile_gives_nobody_a_role(client, user):
    data = {"name": "예시", "job_title": "", "language": "ko", "role": "manager", "is_administrator": "on"}
    client.post(PROFILE, {**data, "email": "boss@example.com"})
    after = User.objects.get(pk=user.pk)
    assert (after.role, after.is_administrator, after.email) == ("staff", False, user.email)


def test_bad_profile_is_said_and_kept(client, user):
    response = client.post(PROFILE, {"name": "", "job_title": "차장", "language": "xx"})
    assert set(response.context["form"].errors) == {"name", "language"}
    page = response.content.decode()
    assert 'value="차장"' in page
    assert str(user) in page  # the head of the page shows what is saved


# --- language ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "ja", "en"])
def test_pages_speak_the_users_language(language, client):
    client.force_login(UserFactory(staff=True, language=language))
    page = client.get(PROFILE)
    assert page["Content-Language"] == language
    assert f'<html lang="{language}">' in page.content.decode()
    with translation.override(language):
        assert f"<h1>{translation.gettext('내 정보')}</h1>" in page.content.decode()


def test_language_is_kept_with_the_account(client, user):
    response = client.post(LANGUAGE, {"language": "ja", "next": "/search/?q=x"})
    assert response["Location"] == "/search/?q=x"
    assert User.objects.get(pk=user.pk).language == "ja"
    client.cookies["django_language"] = "en"  # left by somebody before
    assert client.get("/")["Content-Language"] == "ja"


def test_before_sign_in_the_language_is_a_cookie(client):
    assert client.get("/accounts/login/")["Content-Language"] == "ko"
    assert client.get("/accounts/login/", headers={"accept-language": "en"})["Content-Language"] == "en"
    response = client.post(LANGUAGE, {"language": "ja", "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/", headers={"accept-language": "en"})["Content-Language"] == "ja"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "", "javascript:alert(1)", "/\\evil.example"]
)
def test_language_does_not_lead_elsewhere(address, client):
    assert client.post(LANGUAGE, {"language": "ja", "next": address})["Location"] == "/"


@pytest.mark.parametrize("language", ["de", "", "ko; Domain=evil", "<script>"])
def test_unknown_language_changes_nothing(language, client, user):
    assert client.post(LANGUAGE, {"language": language, "next": PROFILE})["Location"] == PROFILE
    assert User.objects.get(pk=user.pk).language == "ko"
    client.logout()
    client.cookies["django_language"] = language.split(";")[0]
    assert client.get("/accounts/login/")["Content-Language"] == "ko"


def test_language_is_set_only_by_post(client, user):
    assert client.get(LANGUAGE).status_code == 405


# --- token --------------------------------------------------------------------------------


def test_token_is_shown_once_and_opens_the_api(client, user):
    client.post(f"{PROFILE}token/")
    key = Token.objects.get(user=user).key
    assert key in client.get(PROFILE).content.decode()
    assert key not in client.get(PROFILE).content.decode()
    assert "no-store" in client.get(PROFILE)["Cache-Control"]
    assert key not in str(list(Event.objects.values()))
    client.logout()
    assert client.get("/api/v1/schema/", headers={"authorization": f"Token {key}"}).status_code == 200


def test_new_token_replaces_the_old_one(client, user):
    for _time in range(2):
        client.post(f"{PROFILE}token/")
    assert Token.objects.filter(user=user).count() == 1
    assert list(Event.objects.about(user).values_list("verb", flat=True)) == ["create_token"] * 2


def test_revoked_token_is_dead(client, user):
    client.post(f"{PROFILE}token/")
    key = Token.objects.get(user=user).key
    client.post(f"{PROFILE}token/revoke/")
    assert not Token.objects.filter(user=user).exists()
    assert key not in client.get(PROFILE).content.decode()
    client.logout()
    assert client.get("/api/v1/schema/", headers={"authorization": f"Token {key}"}).status_code in {401, 403}


def test_token_of_a_deactivated_account_is_dead(client, user, administrator):
    from exchange.accounts import services

    client.post(f"{PROFILE}token/")
    key = Token.objects.get(user=user).key
    services.deactivate_user(user=user, by=administrator)
    services.reactivate_user(user=user, by=administrator)  # like the sessions, it does not come back
    client.logout()
    assert client.get("/api/v1/schema/", headers={"authorization": f"Token {key}"}).status_code in {401, 403}


def test_one_user_revokes_only_the_own_token(client, user):
    Token.objects.create(user=UserFactory())
    client.post(f"{PROFILE}token/revoke/")
    assert Token.objects.count() == 1
