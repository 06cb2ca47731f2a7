"""What trips keep people busy with, and what a trip says about people in two places."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from delegations import checks, loading
from delegations.engagements import trips_of_people
from tests.delegations.test_checks import planning
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime(2024, 7, 17, tzinfo=UTC), datetime(2024, 7, 21, tzinfo=UTC)
TWO_PLACES = "같은 시각에 두 곳에 있어야 하는 사람이 있습니다"
TWO_TRIPS = "다른 출장과 기간이 겹치는 사람이 있습니다"
AWAY = "출장 중에 다른 곳의 면담에 들어 있는 사람이 있습니다"


@pytest.fixture
def trip():
    return DelegationFactory(title_ko="도쿄 파견")


@pytest.fixture
def person():
    return PersonFactory(name_ko="가상인물")


@pytest.fixture
def delegate(trip, person):
    return DelegateFactory(delegation=trip, person=person, title_ko="실장")


def busy(person, first=FIRST, last=LAST):
    return {(e.thing[0], e.title) for e in trips_of_people([person.pk], first, last)}


def test_the_trip_its_legs_and_entries(trip, person, delegate):
    LegFactory(delegation=trip)
    ItineraryItemFactory(delegation=trip, title_ko="간담")
    ItineraryItemFactory(delegation=trip, title_ko="언젠가", starts=None)
    assert busy(person) == {("trip", "도쿄 파견"), ("leg", "KE2103 김포 - 하네다"), ("item", "간담")}
    assert busy(PersonFactory()) == set()


def test_who_goes_and_when(trip, person, delegate):
    other = DelegateFactory(delegation=trip)
    ItineraryItemFactory(delegation=trip, title_ko="남의 간담", delegates=[other])
    ItineraryItemFactory(delegation=trip, title_ko="둘의 간담", delegates=[other, delegate])
    LegFactory(delegation=trip).delegates.set([other])
    assert busy(person) == {("trip", "도쿄 파견"), ("item", "둘의 간담")}
    assert busy(person, FIRST + timedelta(days=30), LAST + timedelta(days=30)) == set()


def test_times_are_instants_of_their_own_place(trip, person, delegate):
    ItineraryItemFactory(delegation=trip, starts=time(9), ends=time(10), zone="Asia/Ho_Chi_Minh")
    [item] = [e for e in trips_of_people([person.pk], FIRST, LAST) if e.thing[0] == "item"]
    assert (item.starts_at, item.ends_at) == (
        datetime(2024, 7, 18, 2, tzinfo=UTC), datetime(2024, 7, 18, 3, tzinfo=UTC)
    )  # fmt: skip


def test_cancelled_trips_keep_nobody_busy(trip, person, delegate):
    type(trip).objects.update(state="cancelled", cancelled_reason="예시")
    assert busy(person) == set()


@pytest.mark.parametrize("number", [1, 12])
def test_one_query_however_many(trip, person, django_assert_num_queries, number):
    for n in range(number):
        other = DelegationFactory()
        DelegateFactory(delegation=other, person=person)
        LegFactory(delegation=other, number=f"KE{n}")
        ItineraryItemFactory(delegation=other)
    with django_assert_num_queries(1):
        assert len(list(trips_of_people([person.pk], FIRST, LAST))) == 3 * number


# --- what the trip says ------------------------------------------------------------------------


def item(trip, title, starts, ends=None, **more):
    return ItineraryItemFactory(
        delegation=trip, title_ko=title, starts=time(starts), ends=ends and time(ends), kind="visit", **more
    )


def test_two_entries_of_one_trip_at_once(trip, delegate):
    item(trip, "견학", 10, 12), item(trip, "오찬", 11, 13)
    assert planning(trip)[TWO_PLACES] == "가상인물 실장: 7. 18.(목) 10:00 견학 / 11:00 오찬"


def test_several_people_are_one_line(trip, delegate):
    DelegateFactory(delegation=trip)
    item(trip, "견학", 10, 12), item(trip, "오찬", 11, 13)
    assert planning(trip)[TWO_PLACES].startswith("전원: ")


def test_touching_and_separate_people_are_no_clash(trip, delegate):
    other = DelegateFactory(delegation=trip)
    item(trip, "견학", 10, 12), item(trip, "오찬", 12, 13)
    item(trip, "다른 견학", 14, 16, delegates=[delegate]), item(trip, "면담", 14, 15, delegates=[other])
    assert TWO_PLACES not in planning(trip)


def test_the_same_clock_in_two_zones_is_no_clash(trip, delegate):
    item(trip, "도쿄", 10, 11), item(trip, "하노이", 10, 11, zone="Asia/Ho_Chi_Minh")
    assert TWO_PLACES not in planning(trip)
    item(trip, "하노이 오전", 8, 9, zone="Asia/Ho_Chi_Minh")
    assert planning(trip)[TWO_PLACES] == "가상인물 실장: 7. 18.(목) 10:00(도쿄) 도쿄 / 08:00(하노이·호찌민) 하노이 오전"


def test_a_delegate_named_by_post_cannot_be_at_two_entries_either(trip):
    DelegateFactory(delegation=trip, person=None, title_ko="중앙회장")
    item(trip, "견학", 10, 12), item(trip, "오찬", 11, 13)
    assert planning(trip)[TWO_PLACES].startswith("중앙회장: ")


def test_a_trip_that_overlaps_is_said_once(trip, person, delegate):
    other = DelegationFactory(title_ko="오사카 파견", starts_on=date(2024, 7, 20), ends_on=date(2024, 7, 22))
    DelegateFactory(delegation=other, person=person)
    assert planning(trip)[TWO_TRIPS] == "가상인물 실장: 오사카 파견 2024. 7. 20.(토) ~ 7. 22.(월)"
    type(trip).objects.filter(pk=other.pk).update(starts_on=date(2024, 7, 21))
    assert TWO_TRIPS not in planning(trip)


def test_entries_of_an_overlapping_trip_are_told_by_the_trip(trip, person, delegate):
    other = DelegationFactory(title_ko="오사카 파견")
    DelegateFactory(delegation=other, person=person)
    item(trip, "견학", 10, 12), item(other, "오찬", 11, 13)
    found = planning(trip)
    assert TWO_TRIPS in found
    assert TWO_PLACES not in found
    type(trip).objects.filter(pk=other.pk).update(state="cancelled", cancelled_reason="예시")
    assert TWO_TRIPS not in planning(trip)


def test_a_meeting_outside_the_trip(trip, person, delegate):
    item(trip, "견학", 10, 12)
    meeting = MeetingFactory(title_ko="정기 협의", starts_at=datetime(2024, 7, 18, 2, tzinfo=UTC))
    AttendanceFactory(meeting=meeting, person=person)
    [check] = [c for c in checks.planning_checks(loading.load_trip(trip)) if c.text == TWO_PLACES]
    [line] = check.lines
    assert line.text == "가상인물 실장: 7. 18.(목) 10:00 견학 / 11:00 정기 협의"
    assert line.url == meeting.get_absolute_url()


def test_the_meeting_that_an_entry_plans_is_the_same_thing(trip, person, delegate):
    meeting = MeetingFactory(
        starts_at=datetime(2024, 7, 18, 2, tzinfo=UTC), ends_at=datetime(2024, 7, 18, 4, tzinfo=UTC)
    )
    AttendanceFactory(meeting=meeting, person=person)
    trip.meeting_links.create(meeting=meeting)
    item(trip, "면담", 11, 13, meeting=meeting), item(trip, "이어지는 오찬", 12, 14, meeting=meeting)
    assert TWO_PLACES not in planning(trip)


def test_a_meeting_at_home_while_away(trip, person, delegate):
    LegFactory(delegation=trip)
    LegFactory(
        delegation=trip, direction="homeward", number="KE2102", origin_zone="Asia/Tokyo", destination_zone="Asia/Seoul",
        departs_at=datetime(2024, 7, 20, 3, 30, tzinfo=UTC), arrives_at=datetime(2024, 7, 20, 5, 50, tzinfo=UTC),
    )  # fmt: skip
    meeting = MeetingFactory(title_ko="본부 회의", starts_at=datetime(2024, 7, 19, 1, tzinfo=UTC), zone="Asia/Seoul")
    AttendanceFactory(meeting=meeting, person=person)
    assert planning(trip)[AWAY] == "가상인물 실장: 7. 19.(금) 10:00(서울) 본부 회의"
    type(meeting).objects.update(zone="Asia/Tokyo")
    assert AWAY not in planning(trip)


def test_warnings_stand_beside_the_rows_they_are_about(trip, delegate):
    sight, lunch = item(trip, "견학", 10, 12), item(trip, "오찬", 11, 13)
    other = item(trip, "만찬", 18)
    warnings = checks.find_warnings(loading.load_trip(trip))
    for row in (sight, lunch):
        assert len(warnings.beside("item", row.pk)) == 1
    assert warnings.beside("item", lunch.pk) == [("miss", "가상인물 실장 겹침: 10:00 견학", "")]
    assert warnings.beside("item", other.pk) == []


def test_a_cancelled_trip_stands_in_nobodys_way(trip, delegate):
    item(trip, "견학", 10, 12), item(trip, "오찬", 11, 13)
    type(trip).objects.update(state="cancelled", cancelled_reason="예시")
    assert TWO_PLACES not in planning(trip)
