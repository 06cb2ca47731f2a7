"""The dialog in which a missing person or body is added."""

import pytest

from exchange.audit.models import Event
from exchange.directory.models import Organization, Person
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory

PERSON, BODY = "/directory/people/quick-add/", "/directory/organizations/quick-add/"


def person(**changes):
    return {f"new-person-{name}": value for name, value in ({"name_ko": "새사람", "country": "KR"} | changes).items()}


def body(**changes):
    fields = {"name_ko": "새조합", "kind": "cooperative", "country": "KR"} | changes
    return {f"new-body-{name}": value for name, value in fields.items()}


def test_person_comes_back_as_the_text_of_the_field(pages):
    OrganizationFactory(name_ko="가상조합")
    response = pages.post(PERSON, person(organization="가상 조합", title_ko="이사"))
    assert (response.status_code, response.json()) == (201, {"value": "새사람 · 이사 · 가상조합"})
    assert [event.verb for event in Event.objects.order_by("pk")] == ["create", "set_posts"]
    assert pages.post(BODY, body()).json() == {"value": "새조합"}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"organization": "없는 조합", "title_ko": "이사"}, "id_new-person-organization_error"),
        ({"organization": "가상조합"}, "id_new-person-title_ko_error"),
        ({"title_ko": "이사"}, "id_new-person-organization_error"),
        ({"name_ko": ""}, "form-hint-invalid"),
        ({"name_ko": "가" * 101}, "id_new-person-name_ko_error"),
        ({"country": "XX"}, "id_new-person-country_error"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(pages, fields, at):
    OrganizationFactory(name_ko="가상조합")
    response = pages.post(PERSON, person(**fields))
    assert response.status_code == 200
    assert at in response.content.decode()
    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_namesake_is_offered_then_made_when_confirmed(pages):
    PersonFactory(name_ko="새사람", country="JP")
    shown = pages.post(PERSON, person())
    assert 'data-choose="새사람 · 일본"' in shown.content.decode()
    assert Person.objects.count() == 1
    response = pages.post(PERSON, person(confirmed=shown.context["form"].confirmation))
    assert response.status_code == 201
    assert Person.objects.count() == 2


def test_body_of_that_name_is_offered(pages):
    OrganizationFactory(name_ko="새조합", country="JP", kind="agency")
    assert 'data-choose="새조합"' in pages.post(BODY, body()).content.decode()
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "name", "field"),
    [
        (PERSON, "김동우 · 부회장", "name_ko"),
        (PERSON, "森洋", "name_hanja"),
        (PERSON, "もり", "name_kana"),
        (PERSON, "MORI", "name_latin"),
        (BODY, "全国中央会", "name_ja"),
        (BODY, "SMRJ", "name_en"),
    ],
)
def test_name_starts_in_the_field_of_its_letters(pages, url, name, field):
    shown = pages.get(url, {"name": name}).context["form"]
    assert shown[field].value() == name.split(" · ")[0]


@pytest.mark.parametrize("role", ["executive", "ambassador", "counterpart", "administrator"])
def test_who_may_not_write_is_refused(client, db, role):
    client.force_login(UserFactory(**{role: True}))
    for url, data in ((PERSON, person()), (BODY, body())):
        assert client.get(url).status_code == 403
        assert client.post(url, data).status_code == 403
    assert not Person.objects.exists()
    assert not Organization.objects.exists()
