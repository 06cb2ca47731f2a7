"""Meetings made from the plan of a trip: what is known already is not typed again."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from delegations.counterparts import named_in
from exchange.directory.enums import Country
from exchange.meetings.candidates import candidates_for
from exchange.meetings.models import Meeting
from exchange.meetings.occasions import occasions_of
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory
from tests.factories.directory import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(staff=True)


@pytest.fixture
def bodies():
    japan = {"country": Country.JP}
    return {
        "federation": OrganizationFactory(
            name_ko="가상 전국중소기업단체중앙회", short_name_ko="단체중앙회", address="東京都中央区新川", **japan
        ),
        "agency": OrganizationFactory(name_ko="가상기반정비기구", name_ja="仮想基盤整備機構", **japan),
        "ours": OrganizationFactory(name_ko="중기중앙회"),
        "short": OrganizationFactory(name_ko="기구", **japan),
        "twins": [OrganizationFactory(name_ko="쌍둥이조합", **japan) for _ in range(2)],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("단체중앙회 업무협약", ["federation"]),
        ("가상 전국중소기업단체중앙회와 업무협약 및 만찬", ["federation"]),
        ("일본 가상기반정비기구 간담", ["agency"]),
        ("仮想基盤整備機構との懇談", []),
        ("仮想基盤整備機構 懇談", ["agency"]),
        ("단체중앙회(6층), 가상기반정비기구", ["agency", "federation"]),
        ("중기중앙회 준비 회의", []),
        ("쌍둥이조합 방문", []),
        ("기구 방문", []),
        ("", []),
        ("□ - ※", []),
    ],
)
def test_bodies_named_in_the_plan_are_found(by, bodies, text, found):
    assert named_in([text], user=by) == [bodies[name] for name in found]


def test_a_stranger_is_told_of_nobody(bodies):
    assert named_in(["단체중앙회"], user=UserFactory(ambassador=True)) == []


@pytest.fixture
def planned(bodies):
    trip = DelegationFactory()
    delegates = [DelegateFactory(delegation=trip, title_ko=f"당시 직위 {n}") for n in range(3)]
    item = ItineraryItemFactory(
        delegation=trip, title_ko="단체중앙회 업무협약", starts=time(13, 30), place_ko="6층", delegates=delegates[:2]
    )
    return trip, item, delegates


def address(trip, item):
    return f"{reverse('delegations:delegation_meeting_add', args=[trip.slug])}?item={item.pk}"


def sent_back(response):
    page = html.fromstring(response.content.decode())
    [form] = page.xpath('//form[.//input[@name="title_ko"]]')
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def test_a_meeting_of_the_plan_is_registered_without_typing(client, by, planned, bodies):
    trip, item, delegates = planned
    client.force_login(by)
    sent = sent_back(client.get(address(trip, item)))
    response = client.post(address(trip, item), sent)
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == reverse("meetings:meeting_minutes", args=[meeting.pk])
    assert (meeting.title_ko, meeting.local_times, meeting.venue_ko) == ("단체중앙회 업무협약", "13:30", "6층")
    assert (meeting.address, meeting.counterparts.get()) == ("東京都中央区新川", bodies["federation"])
    assert [row.person for row in meeting.attendances.all()] == [each.person for each in delegates[:2]]
    assert [row.title_ko for row in meeting.attendances.all()] == ["당시 직위 0", "당시 직위 1"]
    item.refresh_from_db()
    assert item.meeting == meeting and meeting.delegation_link.delegation == trip


def test_talks_signings_and_visits_of_the_plan_are_offered(client, by):
    trip = DelegationFactory()
    kinds = ["meeting", "ceremony", "visit", "meal", "move", "other"]
    items = [ItineraryItemFactory(delegation=trip, kind=kind, starts=time(9 + n)) for n, kind in enumerate(kinds)]
    client.force_login(by)
    response = client.get(reverse("delegations:delegation_meetings", args=[trip.slug]))
    assert response.context["planned"] == items[:3]


def test_what_lies_behind_us_was_held(client, by, planned):
    trip, item, _ = planned
    client.force_login(by)
    assert sent_back(client.get(address(trip, item)))["state"] == ["held"]
    item.day = timezone.localdate() + timedelta(days=1)
    item.save()
    assert sent_back(client.get(address(trip, item)))["state"] == ["planned"]


def test_who_else_of_the_trip_sat_there_is_offered(client, by, planned):
    trip, item, delegates = planned
    client.force_login(by)
    client.post(address(trip, item), sent_back(client.get(address(trip, item))) | {"party": []})
    meeting = Meeting.objects.get()
    assert not meeting.attendances.exists()
    offered = candidates_for(meeting, occasions_of([meeting], by)[meeting.pk], by)
    assert [(each.person, each.title_ko, each.goes) for each in offered] == [
        (delegates[0].person, "당시 직위 0", True),
        (delegates[1].person, "당시 직위 1", True),
        (delegates[2].person, "당시 직위 2", False),
    ]


def test_a_stranger_at_the_table_is_refused_at_the_field(client, by, planned):
    trip, item, _ = planned
    client.force_login(by)
    response = client.post(address(trip, item), sent_back(client.get(address(trip, item))) | {"party": ["0"]})
    assert response.context["party"].errors.keys() == {"party"} and not Meeting.objects.exists()


def test_an_entry_is_registered_once_however_often_the_button_is_pressed(client, by, planned):
    trip, item, _ = planned
    client.force_login(by)
    sent = sent_back(client.get(address(trip, item)))
    client.post(address(trip, item), sent)
    meeting = Meeting.objects.get()
    again = client.post(address(trip, item), sent | {"title_ko": "따로 적은 제목"})
    assert again.context["form"].non_field_errors() and again.context["form"]["title_ko"].value() == "따로 적은 제목"
    assert Meeting.objects.get() == meeting
    opened = client.get(address(trip, item))
    assert opened.headers["Location"] == reverse("meetings:meeting_minutes", args=[meeting.pk])
