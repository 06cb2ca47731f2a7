"""Who gets an answer: the rules of the pages hold for the API."""

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.meetings import MeetingFactory

API = "/api/v1/"
LISTS = ["delegations/", "meetings/", "documents/", "organizations/", "people/"]
OUTSIDERS = ["ambassador", "counterpart", "administrator"]


def rows():
    """One row of every kind: (its address, a word that must not leak)."""
    trip, meeting = DelegationFactory(title_ko="비밀출장"), MeetingFactory(title_ko="비밀면담")
    body, person = OrganizationFactory(name_ko="비밀기관"), PersonFactory(name_ko="비밀인물")
    return {
        f"delegations/{trip.slug}/": "비밀출장",
        f"delegations/{trip.slug}/document/": "비밀출장",
        f"meetings/{meeting.uid}/": "비밀면담",
        f"organizations/{body.uid}/": "비밀기관",
        f"people/{person.uid}/": "비밀인물",
    }


@pytest.mark.parametrize("path", [*LISTS, "schema/"])
def test_nobody_is_answered_without_signing_in(db, path):
    assert APIClient().get(API + path).status_code == 401


def test_docs_ask_a_visitor_to_sign_in(client, db):
    assert "/accounts/login/" in client.get(API + "docs/").headers["Location"]


@pytest.mark.parametrize("role", ["staff", "manager", "executive"])
def test_readers_read_every_row(client_of, role):
    client = client_of(role)
    for path, word in rows().items():
        assert word in client.get(API + path).content.decode(), path


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_see_no_row(client_of, role):
    client = client_of(role)
    for path in LISTS:
        assert client.get(API + path).status_code == 403, path
    for path, word in rows().items():
        response = client.get(API + path)
        assert response.status_code == 404, path
        assert word not in response.content.decode()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_outsiders_write_nothing(client_of, role):
    client = client_of(role)
    for path in ["delegations/", "delegations/import/", "meetings/", "organizations/", "people/"]:
        assert client.post(API + path, {}, format="json").status_code == 403, path
    for path in rows():
        assert client.patch(API + path, {}, format="json").status_code in {404, 405}, path


def test_executives_read_but_do_not_write(client_of):
    client = client_of("executive")
    for path in ["delegations/", "delegations/import/", "meetings/", "organizations/", "people/"]:
        assert client.post(API + path, {}, format="json").status_code == 403, path
    for path in rows():
        assert client.patch(API + path, {}, format="json").status_code in {403, 405}, path


def test_an_ambassador_sees_the_own_record_without_our_note(client_of):
    client = client_of("ambassador")
    user_id = client.session["_auth_user_id"]
    own = PersonFactory(user_id=user_id, note="내부 메모")
    answer = client.get(f"{API}people/{own.uid}/")
    assert answer.json()["name_ko"] == own.name_ko
    assert "내부 메모" not in answer.content.decode()


def test_a_token_signs_in_and_answers_in_the_language_of_its_user(db):
    user = UserFactory(staff=True, language="en")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user)}")
    answer = client.post(API + "organizations/", {}, format="json")
    assert answer.json()["name_ko"] == ["This field is required."]


def test_the_token_of_a_deactivated_user_is_refused(db):
    user = UserFactory(staff=True, deactivated=True, is_active=False)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user)}")
    assert client.get(API + "people/").status_code == 401


def test_a_session_needs_the_csrf_token_to_write(db):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory(staff=True))
    assert client.post(API + "people/", {"name_ko": "누구"}, format="json").status_code == 403
