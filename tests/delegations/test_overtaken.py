"""Two browsers at one page of a trip: the second one to save is shown both versions and loses nothing."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from delegations import services
from exchange.audit.models import Event
from tests.delegations.conftest import rows_data
from tests.factories.accounts import UserFactory
from tests.factories.delegations import ClippingFactory, DelegateFactory, DelegationFactory, LegFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db
FACTS = {
    "title_ko": "제목", "direction": "outbound", "country": "JP", "starts_on": "2024-07-17", "ends_on": "2024-07-20",
    "place_ko": "일본 도쿄", "purpose_ko": "첫째\n둘째",
}  # fmt: skip
DELEGATE = {"group": "staff", "person": "", "title_ko": "실장", "title_ja": ""}
LEG = {
    "direction": "outward", "mode": "flight", "number": "KE2103", "origin_code": "GMP", "destination_code": "HND",
    "origin_ko": "", "origin_ja": "", "destination_ko": "", "destination_ja": "", "origin": "GMP", "destination": "HND",
    "origin_zone": "", "destination_zone": "", "departs_on": "2024-07-17", "departs": "16:10",
    "arrives_on": "2024-07-17", "arrives": "18:30",
}  # fmt: skip
CLIPPING = {"headline": "예시 기사", "outlet": "예시신문", "published_on": "", "page": "", "author": "", "link": ""}
# page, what the first one saves, what the second one types; a word of each
PARTS = {
    "facts": ("edit", FACTS | {"place_ko": "먼저 장소"}, FACTS | {"title_ko": "나중 제목"}),
    "texts": ("report", {"lessons_ko": "먼저 한 줄\n같은 줄"}, {"lessons_ko": "나중 한 줄\n같은 줄"}),
    "delegates": (
        "delegates_edit",
        rows_data([DELEGATE | {"title_ko": "먼저 직위"}, DELEGATE]),
        rows_data([DELEGATE, DELEGATE | {"title_ko": "나중 직위"}]),
    ),
    "legs": (
        "legs_edit",
        rows_data([LEG | {"number": "먼저1"}]),
        rows_data([LEG | {"number": "나중2"}]),
    ),
    "clippings": (
        "clippings_edit",
        rows_data([CLIPPING | {"headline": "먼저 기사"}]),
        rows_data([CLIPPING | {"headline": "나중 기사"}]),
    ),
}


def browser():
    client, user = Client(), UserFactory(staff=True)
    client.force_login(user)
    return client, user


def version_on(response):
    return response.context["version"]


@pytest.mark.parametrize(("name", "first", "second"), PARTS.values(), ids=PARTS)
def test_second_to_save_sees_both_versions_and_saves_on_purpose(name, first, second):
    trip = DelegationFactory(purpose_ko="첫째\n둘째")
    address = reverse(f"delegations:delegation_{name}", args=[trip.slug])
    (one, somebody), (two, _me) = browser(), browser()
    shown = version_on(two.get(address))
    assert one.post(address, first | {"version": version_on(one.get(address))}).status_code == 302

    refused = two.post(address, second | {"version": shown})
    assert refused.status_code == 409
    assert str(somebody) in refused.text and "먼저 저장했습니다." in refused.text
    assert "나중" in refused.text, "what was typed stands"
    theirs = refused.context["theirs"]
    assert any("먼저" in line and differs for line, differs in theirs)
    assert Event.objects.about(trip).filter(verb=refused.context["rival"].verb).count() == 1

    again = second | {"version": version_on(refused)}
    assert two.post(address, again).status_code == 302, "the next save is meant"
    assert two.post(address, again).status_code == 409, "and is one save only"


def test_lines_that_are_the_same_are_not_marked():
    trip = DelegationFactory()
    address = reverse("delegations:delegation_report", args=[trip.slug])
    (one, _), (two, _) = browser(), browser()
    _name, first, second = PARTS["texts"]
    one.post(address, first | {"version": 1})
    theirs = dict(two.post(address, second | {"version": 1}).context["theirs"])
    assert theirs["시사점(한국어): 같은 줄"] is False and theirs["시사점(한국어): 먼저 한 줄"] is True


def test_title_left_to_the_post_is_no_difference(staff):
    trip, person = DelegationFactory(), PersonFactory(name_ko="예시인")
    row = {"group": "staff", "person": person, "title_ko": "과장", "title_ja": ""}
    services.set_delegates(delegation=trip, rows=[row], by=staff)
    client, _ = browser()
    typed = DELEGATE | {"person": "예시인", "title_ko": ""}
    address = reverse("delegations:delegation_delegates_edit", args=[trip.slug])
    refused = client.post(address, rows_data([typed], version="1"))
    assert refused.status_code == 409
    assert refused.context["theirs"] == [("실무: 예시인 과장", False)]


def test_another_part_of_the_trip_is_no_reason_to_stop(staff):
    trip = DelegationFactory()
    (one, _), (two, _) = browser(), browser()
    legs, people = (reverse(f"delegations:delegation_{n}_edit", args=[trip.slug]) for n in ("legs", "delegates"))
    shown = version_on(one.get(people))
    assert two.post(legs, PARTS["legs"][1] | {"version": version_on(two.get(legs))}).status_code == 302
    assert one.post(people, PARTS["delegates"][1] | {"version": shown}).status_code == 302


def test_buttons_of_rows_keep_the_version_that_was_shown():
    trip = DelegationFactory()
    client, _ = browser()
    address = reverse("delegations:delegation_delegates_edit", args=[trip.slug])
    drawn = client.post(address, rows_data([DELEGATE], version="1", **{"rows-add": "staff"}))
    assert version_on(drawn) == 1 and 'name="version" value="1"' in drawn.text


def test_form_without_a_version_has_seen_nothing(staff):
    trip = DelegationFactory()
    services.change_delegation(delegation=trip, by=staff, title_ko="먼저 제목")
    client, _ = browser()
    address = reverse("delegations:delegation_edit", args=[trip.slug])
    for version in ({}, {"version": "x"}, {"version": "-1"}):
        assert client.post(address, FACTS | version).status_code == 409


@pytest.mark.parametrize("part", ["legs", "clippings"])
def test_everything_stored_is_described(part, staff):
    """Also rows that the first one left as they were."""
    trip = DelegationFactory()
    LegFactory(delegation=trip).delegates.set([DelegateFactory(delegation=trip, title_ko="탑승자")])
    ClippingFactory(delegation=trip, headline="옛 기사", published_on=date(2024, 7, 19))
    (one, _), (two, _) = browser(), browser()
    name, first, second = PARTS[part]
    address = reverse(f"delegations:delegation_{name}", args=[trip.slug])
    one.post(address, first | {"version": 1})
    assert two.post(address, second | {"version": 1}).status_code == 409
