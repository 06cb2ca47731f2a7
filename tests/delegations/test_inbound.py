"""Guests who come to us: planned and printed like a trip of ours, with those who receive them and their forum."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from delegations import services
from delegations.documents import build_report
from delegations.enums import Direction
from delegations.importing import import_delegation
from delegations.interchange import as_bytes, export_delegation
from delegations.models import Delegation
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, SeriesFactory
from tests.factories.mous import YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def staff(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def visit():
    trip = DelegationFactory(direction=Direction.INBOUND, title_ko="예시 방한 대표단")
    DelegateFactory(delegation=trip, person=PersonFactory(name_ko="손님 예시", country="JP"))
    return trip


def text(response):
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_hosts_are_entered_shown_and_printed(client, staff, visit):
    host = PersonFactory(name_ko="영접예시", name_latin="Host Sample")
    PostFactory(person=host, organization=OrganizationFactory(), title_ko="통상실장", title_ja="通商室長")
    services.set_hosts(delegation=visit, rows=[{"person": host, "duty_ko": "공항 영접"}], by=staff)
    page = text(client.get(reverse("delegations:delegation_delegates", args=[visit.slug])))
    assert "영접예시</a></b> 통상실장" in page and "공항 영접" in page
    assert "영접예시 통상실장" in build_report(visit, "ko").text and "通商室長" in build_report(visit, "ja").text
    edit = client.get(reverse("delegations:delegation_hosts_edit", args=[visit.slug]))
    assert "영접예시" in edit.content.decode()


def test_a_trip_of_ours_has_no_hosts_page(client, staff):
    trip = DelegationFactory()
    page = client.get(reverse("delegations:delegation_delegates", args=[trip.slug])).content.decode()
    assert 'id="hosts"' not in page


def test_hosts_travel_in_the_whole_trip_document(staff, visit):
    services.set_hosts(delegation=visit, rows=[{"person": PersonFactory(name_ko="영접예시")}], by=staff)
    document = export_delegation(visit)
    Delegation.objects.all().delete()
    again = import_delegation(document, by=staff)
    assert [host.person.name_ko for host in again.hosts.all()] == ["영접예시"]
    assert as_bytes(export_delegation(again)) == as_bytes(document)


def test_a_visit_and_its_forum_meet_at_the_promise_of_that_year(client, staff, visit):
    promise = YearlyCommitmentFactory(recurs_from=2020, made_on="2019-01-01")
    series = SeriesFactory(commitment=promise, counterpart=promise.counterpart)
    year = visit.starts_on.year
    forum = EditionFactory(series=series, year=year, name_ko="그해의 포럼")
    EditionFactory(series=series, year=year + 1, host_country="JP", name_ko="다음 해의 포럼")
    services.change_delegation(delegation=visit, commitment=promise, by=staff)
    panel = text(client.get(reverse("delegations:delegation_promises", args=[visit.slug])))
    assert "그해의 포럼" in panel and "다음 해의 포럼" not in panel
    assert "예시 방한 대표단" in text(client.get(promise.get_absolute_url()))
    assert "예시 방한 대표단" in text(client.get(forum.get_absolute_url()))


def test_a_trip_for_another_promise_is_not_shown_at_the_forum(client, staff, visit):
    series = SeriesFactory(commitment=YearlyCommitmentFactory())
    forum = EditionFactory(series=series, year=visit.starts_on.year)
    services.change_delegation(delegation=visit, commitment=YearlyCommitmentFactory(), by=staff)
    assert "예시 방한 대표단" not in text(client.get(forum.get_absolute_url()))


def test_the_promise_is_chosen_by_typing_and_stays_when_the_trip_is_saved_again(client, staff, visit):
    promise = YearlyCommitmentFactory(sentence_ko="해마다 예시 포럼을 연다")
    url = reverse("delegations:delegation_edit", args=[visit.slug])
    [found] = client.get(reverse("mous:commitment_options"), {"q": "예시 포럼"}).json()["options"]
    fields = {name: getattr(visit, name) for name in ("title_ko", "direction", "country", "place_ko", "purpose_ko")}
    fields |= {"starts_on": visit.starts_on, "ends_on": visit.ends_on, "slug": visit.slug, "version": visit.version}
    client.post(url, fields | {"commitment": found["value"]})
    visit.refresh_from_db()
    assert visit.commitment == promise
    assert found["value"] in text(client.get(url))
