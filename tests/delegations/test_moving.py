"""A trip on other dates: its plan goes along where that is wanted, on the same clocks, all of it or nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations import checks, loading, services
from delegations.models import Delegation
from exchange.audit.models import Event
from exchange.audit.versions import Overtaken
from exchange.core import zones
from exchange.meetings.services import change_meeting
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
ALL = ("legs", "items", "meetings")


@pytest.fixture
def trip():
    """Two daily flights of one number, a planned and a held meeting, each with its entry, and a free entry."""
    trip = DelegationFactory()
    LegFactory(delegation=trip)
    LegFactory(
        delegation=trip,
        departs_at=datetime(2024, 7, 18, 7, 10, tzinfo=UTC), arrives_at=datetime(2024, 7, 18, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    for title, state in (("예시 예정", "planned"), ("예시 진행", "held")):
        meeting = MeetingFactory(title_ko=title, state=state)
        trip.meeting_links.create(meeting=meeting)
        ItineraryItemFactory(delegation=trip, meeting=meeting, title_ko=title)
    ItineraryItemFactory(delegation=trip, title_ko="시찰", day=date(2024, 7, 19))
    return trip


def dates(shift):
    return {"starts_on": date(2024, 7, 17) + shift, "ends_on": date(2024, 7, 20) + shift}


def plan(trip):
    return (
        [leg.local_departure.date().day for leg in trip.legs.all()],
        {item.title_ko: item.day.day for item in trip.items.all()},
        {meeting.title_ko: meeting.local_start.day for meeting in trip.meetings.all()},
    )


def move(trip, staff, shift=WEEK, moves=ALL, **more):
    return services.change_delegation(delegation=trip, moves=moves, by=staff, **dates(shift), **more)


STAYED = ([17, 18], {"예시 예정": 18, "예시 진행": 18, "시찰": 19}, {"예시 예정": 18, "예시 진행": 18})


def test_plan_goes_along_and_what_was_held_stays(trip, staff):
    assert plan(trip) == STAYED
    uids = {leg.uid for leg in trip.legs.all()}
    moved = move(trip, staff, timedelta(days=1))
    assert plan(moved) == ([18, 19], {"예시 예정": 19, "예시 진행": 18, "시찰": 20}, {"예시 예정": 19, "예시 진행": 18})
    assert {leg.uid for leg in moved.legs.all()} == uids, "one flight took the day of the other, and is still itself"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("legs", ([24, 25], *STAYED[1:])),
        ("items", (STAYED[0], {"예시 예정": 25, "예시 진행": 18, "시찰": 26}, STAYED[2])),
        ("meetings", (*STAYED[:2], {"예시 예정": 25, "예시 진행": 18})),
    ],
)
def test_only_what_is_wanted_goes_along(trip, staff, part, expected):
    assert plan(move(trip, staff, moves=[part])) == expected


def test_dates_alone_leave_everything_and_the_checks_say_so(trip, staff):
    assert plan(move(trip, staff, moves=())) == STAYED
    found = {c.text: c for c in checks.planning_checks(loading.load_trip(Delegation.objects.get()))}
    assert found["출장 기간 밖의 일정이 있습니다"].note.startswith("7. 18.(목)")
    legs = [line.text for line in found["출장 기간 밖의 이동편이 있습니다"].lines]
    assert len(legs) == 2 and legs[0].startswith("KE2103 김포") and "출발 7. 17.(수) 16:10" in legs[0]
    assert "예시 예정" in str(found["출장 기간 밖의 면담이 있습니다"].lines)


def test_history_tells_it_in_one_line(trip, staff, as_staff):
    before = Event.objects.about(trip).count()
    move(trip, staff)
    assert Event.objects.about(trip).count() == before + 1
    html = as_staff.get(reverse("delegations:delegation_history", args=[trip.slug])).text
    assert html.count('class="event"') == before + 1
    assert "이동편 2, 일정 2, 예정된 면담 1: +7일" in html


def test_whoever_has_an_old_form_open_is_told(trip, staff):
    other, item = UserFactory(staff=True), trip.items.get(title_ko="시찰")
    meeting = trip.meetings.get(state="planned")
    versions = trip.version, meeting.version
    move(trip, staff)
    with pytest.raises(Overtaken):
        services.set_legs(delegation=trip, rows=[], version=versions[0], by=other)
    with pytest.raises(Overtaken):
        services.change_item(item=item, version=versions[0], by=other, day=date(2024, 7, 19))
    with pytest.raises(Overtaken):
        change_meeting(meeting=meeting, version=versions[1], by=other, starts_at=meeting.starts_at)
    assert trip.legs.count() == 2


def test_clock_that_the_new_day_does_not_have_moves_nothing(trip, staff):
    """Los Angeles turns its clock forward on 9 March 2025: 02:30 is missing."""
    LegFactory(
        delegation=trip, number="OZ201", origin_zone="America/Los_Angeles", destination_zone="Asia/Seoul",
        departs_at=zones.to_instant(date(2024, 7, 17), time(2, 30), "America/Los_Angeles"),
        arrives_at=zones.to_instant(date(2024, 7, 18), time(8), "Asia/Seoul"),
    )  # fmt: skip
    stood = plan(trip)
    with pytest.raises(ValidationError, match="OZ201"):
        move(trip, staff, date(2025, 3, 9) - date(2024, 7, 17))
    trip.refresh_from_db()
    assert (plan(trip), trip.starts_on) == (stood, date(2024, 7, 17))
    assert not Event.objects.about(trip).exists()


ZONES = ["Asia/Seoul", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Europe/Berlin"]


@settings(max_examples=15, deadline=None)
@given(days=st.integers(-900, 900), zone=st.sampled_from(ZONES), at=st.times(time(4), time(22, 59)))
def test_clocks_of_every_place_show_the_same_time_on_the_new_day(days, zone, at):
    at, shift = at.replace(second=0, microsecond=0), timedelta(days=days)
    trip, staff = DelegationFactory(), UserFactory(staff=True)
    starts_at = zones.to_instant(trip.starts_on, at, zone)
    meeting = MeetingFactory(state="planned", zone=zone, starts_at=starts_at)
    trip.meeting_links.create(meeting=meeting)
    hours = timedelta(hours=9)
    LegFactory(delegation=trip, origin_zone=zone, departs_at=starts_at, arrives_at=starts_at + hours)
    clocks = [trip.legs.get().local_departure, trip.legs.get().local_arrival, meeting.local_start]
    moved = move(trip, staff, shift)
    now = [moved.legs.get().local_departure, moved.legs.get().local_arrival, moved.meetings.get().local_start]
    assert [c.replace(tzinfo=None) for c in now] == [c.replace(tzinfo=None) + shift for c in clocks]


# --- the page ----------------------------------------------------------------------------------------------------


def address(trip):
    return reverse("delegations:delegation_edit", args=[trip.slug])


def typed(response, shift=WEEK, **more):
    """What a browser sends after the dates were changed on the page."""
    form = response.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return data | {name: f"{day}" for name, day in dates(shift).items()} | {"version": "1"} | more


def test_save_without_having_seen_the_offer_asks_first(as_staff, trip):
    data = typed(as_staff.get(address(trip)))
    asked = as_staff.post(address(trip), data)
    assert "아직 저장하지 않았습니다." in asked.text and "일정도 7일 뒤로 옮기기" in asked.text
    assert [box.data["selected"] for box in asked.context["move"].form["moves"]] == [True, True, True]
    assert Delegation.objects.get().starts_on == trip.starts_on
    saved = as_staff.post(address(trip), data | {"move-shift": "7", "move-moves": ["legs", "items"]})
    assert saved.status_code == 302
    assert plan(trip) == ([24, 25], {"예시 예정": 25, "예시 진행": 18, "시찰": 26}, STAYED[2])


def test_offer_of_another_shift_does_not_count(as_staff, trip):
    data = typed(as_staff.get(address(trip)), **{"move-shift": "3", "move-moves": ["legs"]})
    assert "7일 뒤로" in as_staff.post(address(trip), data).text
    assert plan(trip) == STAYED


@pytest.mark.parametrize(
    ("query", "words", "ticked"),
    [
        ({"starts_on": "2024-07-10", "ends_on": "2024-07-13"}, "일정도 7일 앞으로 옮기기", 3),
        ({"starts_on": "2024-07-16", "ends_on": "2024-07-20"}, "일정도 1일 앞으로 옮기기", 0),
        ({"starts_on": "2024-07-17", "ends_on": "2024-07-21"}, "", 0),
        ({"starts_on": "2024-13-45"}, "", 0),
        ({"starts_on": "<b>"}, "", 0),
    ],
)
def test_page_offers_while_dates_are_typed(as_staff, trip, query, words, ticked):
    html = as_staff.get(address(trip), query).text
    assert ('name="move-moves"' in html) == bool(words) and words in html
    assert html.count(" checked") == ticked


def test_lines_that_a_browser_ends_in_its_way_are_the_same_text(as_staff, staff, trip):
    services.change_delegation(delegation=trip, purpose_ko="첫째\n둘째", by=staff)
    data = typed(as_staff.get(address(trip)), timedelta(0), version="2", title_ko="새 제목", purpose_ko="첫째\r\n둘째")
    assert as_staff.post(address(trip), data).status_code == 302
    assert Event.objects.about(trip).first().changes.keys() == {"version", "title_ko"}


def test_trip_without_a_plan_is_not_asked_anything(as_staff):
    trip = DelegationFactory()
    assert as_staff.post(address(trip), typed(as_staff.get(address(trip)))).status_code == 302
    assert Delegation.objects.get().starts_on == date(2024, 7, 24)


def test_refusal_stands_on_the_page_with_what_was_typed(as_staff, trip):
    LegFactory(
        delegation=trip, number="OZ201", origin_zone="America/Los_Angeles", destination_zone="Asia/Seoul",
        departs_at=zones.to_instant(date(2024, 7, 17), time(2, 30), "America/Los_Angeles"),
        arrives_at=zones.to_instant(date(2024, 7, 18), time(8), "Asia/Seoul"),
    )  # fmt: skip
    shift = date(2025, 3, 9) - date(2024, 7, 17)
    data = typed(as_staff.get(address(trip)), shift, **{"move-shift": f"{shift.days}", "move-moves": ["legs"]})
    response = as_staff.post(address(trip), data | {"title_ko": "새 제목"})
    assert "OZ201" in response.text and 'value="새 제목"' in response.text
    assert [box.data["selected"] for box in response.context["move"].form["moves"]] == [True, False, False]
