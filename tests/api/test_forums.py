"""Forums over the API: the services of the pages; a counterpart's token reads its own forum and nobody's name."""

import uuid

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from forums.models import Edition, Registration
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SeriesFactory, SpeakerFactory, TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
API = "/api/v1/forums/"


def token_of(user):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=user)}")
    return client


@pytest.fixture
def staff():
    return token_of(UserFactory(staff=True))


@pytest.fixture
def body():
    return OrganizationFactory(country="JP")


@pytest.fixture
def theirs(body):
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=body)
    return token_of(user)


def post(by, path, **sent):
    return by.post(API + path, sent, format="json")


def said(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def one(row):
    return f"editions/{row.uid}/"


def test_an_edition_goes_from_the_proposal_of_turns_to_its_day(staff, body):
    facts = {"slug": "sample", "name_ko": "예시 포럼", "counterpart": str(body.uid)}
    series = said(post(staff, "series/", **facts), 201)
    assert (series["next_year"], series["next_host"]) == (None, "KR")
    first = {"series": "sample", "year": 2024, "host_country": "JP", "name_ko": "예시 2024", "starts_on": "2024-05-20"}
    edition = said(post(staff, "editions/", **first), 201)
    assert (edition["state"], edition["zone"]) == ("proposed", "Asia/Tokyo")
    path = f"editions/{edition['uid']}/"
    for step in ("agree", "announce"):
        said(post(staff, f"{path}step/", step=step))
    held = said(post(staff, f"{path}step/", step="hold", attended_ours=90, attended_counterpart=110))
    assert (held["state"], held["attended_ours"]) == ("held", 90)
    again = post(staff, "editions/", **first | {"year": 2025, "starts_on": "2025-05-20"})
    assert "break_reason" in said(again, 400)
    assert said(staff.get(f"{API}series/sample/"))["next_host"] == "KR"
    assert "year" in said(post(staff, "editions/", **first), 400)


def test_a_change_needs_the_version_that_was_read(staff):
    edition = EditionFactory()
    url = f"{API}{one(edition)}"
    version = said(staff.get(url))["version"]
    said(staff.patch(url, {"theme_ko": "주제", "version": version}, format="json"))
    said(staff.patch(url, {"theme_ko": "다른 주제", "version": version}, format="json"), 409)
    assert Edition.objects.get().theme_ko == "주제"


def test_people_register_wait_come_and_leave(staff):
    edition = EditionFactory(seats=(1, 0))
    path, key = f"{one(edition)}registrations/", str(uuid.uuid4())
    first = said(post(staff, path, submission=key, side="ours", name="예시 하나", email="a@example.com"), 201)
    assert said(post(staff, path, submission=key, side="ours", name="예시 하나"))["uid"] == first["uid"]
    second = said(post(staff, path, side="ours", name="예시 둘"), 201)
    assert (first["state"], second["state"]) == ("registered", "waiting")
    assert "email" in said(post(staff, path, side="ours", name="예시 셋", email="A@example.com"), 400)
    assert said(post(staff, f"registrations/{first['uid']}/cancel/"))["state"] == "cancelled"
    assert said(post(staff, f"registrations/{second['uid']}/check-in/"))["came"] is True  # moved up by itself
    seats = said(staff.get(API + one(edition)))["seats"]
    assert seats[0] == {"side": "ours", "seats": 1, "registered": 1, "waiting": 0}
    assert Registration.objects.count() == 2


def test_a_counterpart_reads_its_own_forum_and_nobody_of_it(theirs, body):
    own = EditionFactory(series__counterpart=body, name_ko="우리 포럼", note="내부 메모")
    other = EditionFactory(name_ko="남의 포럼")
    person = RegistrationFactory(edition=own, name="아무개 예시")
    shared, kept = (
        TaskFactory(edition=own, is_shared=True, side="counterpart"),
        TaskFactory(edition=own, title_ko="우리끼리"),
    )
    SpeakerFactory(talk__session__edition=own)
    assert [row["name_ko"] for row in said(theirs.get(f"{API}editions/"))["results"]] == ["우리 포럼"]
    assert "내부 메모" not in theirs.get(API + one(own)).content.decode()
    said(theirs.get(API + one(other)), 404)
    [session] = said(theirs.get(f"{API}{one(own)}programme/"))["sessions"]
    assert session["talks"][0]["speakers"]
    assert [row["id"] for row in said(theirs.get(f"{API}{one(own)}tasks/"))["results"]] == [shared.pk]
    assert said(post(theirs, f"tasks/{shared.pk}/done/", done=True))["is_done"] is True
    said(post(theirs, f"tasks/{kept.pk}/done/", done=True), 404)
    said(theirs.get(f"{API}{one(own)}registrations/"), 403)
    said(theirs.get(f"{API}registrations/{person.uid}/"), 404)
    said(theirs.patch(API + one(own), {"theme_ko": "주제", "version": 1}, format="json"), 403)


def test_series_of_a_forum_are_listed_with_the_turn(staff):
    series = SeriesFactory(slug="turns")
    EditionFactory(series=series, year=2024, host_country="KR", held=True)
    [row] = said(staff.get(f"{API}series/"))["results"]
    assert (row["next_year"], row["next_host"]) == (2025, "JP")
