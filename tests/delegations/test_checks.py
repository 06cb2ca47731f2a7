from datetime import UTC, date, datetime, time

import pytest

from delegations import checks, loading, selectors
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    """Four days in Tokyo on which all is in order."""
    delegation = DelegationFactory(lessons_ko="정례화", next_steps_ko="포럼", report_dated_on=date(2024, 8, 1))
    DelegateFactory(delegation=delegation)
    LegFactory(delegation=delegation)
    LegFactory(
        delegation=delegation, direction="homeward", number="KE2102",
        departs_at=datetime(2024, 7, 20, 3, 30, tzinfo=UTC), arrives_at=datetime(2024, 7, 20, 5, 50, tzinfo=UTC),
    )  # fmt: skip
    meeting = MeetingFactory(
        title_ko="업무협약", starts_at=datetime(2024, 7, 18, 4, 30, tzinfo=UTC), counterparts=[OrganizationFactory()]
    )
    AttendanceFactory(meeting=meeting)
    PointFactory(meeting=meeting)
    delegation.meeting_links.create(meeting=meeting)
    ItineraryItemFactory(delegation=delegation, title_ko="업무협약", meeting=meeting)
    ItineraryItemFactory(delegation=delegation, title_ko="간담", day=date(2024, 7, 19), kind="ceremony")
    ClippingFactory(delegation=delegation, published_on=date(2024, 7, 19))
    return delegation


def found(check, delegation):
    delegation = type(delegation).objects.get(pk=delegation.pk)
    open_ones = checks.open_checks(check(loading.load_trip(delegation)))
    return {c.text: c.note or "; ".join(line.text for line in c.lines) for c in open_ones}


def planning(delegation):
    return found(checks.planning_checks, delegation)


def report(delegation):
    return found(checks.report_checks, delegation)


def test_trip_in_order_has_nothing_open(trip):
    assert planning(trip) == {}
    assert report(trip) == {}


def test_empty_trip_lacks_everything():
    assert planning(DelegationFactory()).keys() == {"출장자가 없습니다", "이동편이 없습니다", "일정이 없습니다"}
    assert {"면담 기록이 없습니다", "시사점이 없습니다"} <= report(DelegationFactory()).keys()


def test_way_out_without_way_back(trip):
    trip.legs.filter(direction="homeward").delete()
    assert planning(trip)["오는 편이 없습니다"] == "KE2103 김포 - 하네다"
    trip.legs.update(direction="homeward")
    assert "가는 편이 없습니다" in planning(trip)


def test_days_without_and_outside_of_plan(trip):
    trip.items.filter(title_ko="간담").update(day=date(2024, 7, 22))
    open_ones = planning(trip)
    assert open_ones["일정이 없는 날이 있습니다"] == "7. 19.(금)"
    assert open_ones["출장 기간 밖의 일정이 있습니다"] == "7. 22.(월) 13:30 간담"


def test_place_may_stand_in_the_minutes_of_the_same_hour(trip):
    trip.items.update(place_ko="")
    assert planning(trip)["장소 없는 일정 1건"] == "7. 19.(금) 13:30 간담"


def test_dinner_minuted_with_a_meeting_needs_a_place_but_no_other_name(trip):
    meeting = trip.meetings.get()
    ItineraryItemFactory(delegation=trip, title_ko="만찬", starts=time(18), kind="meal", place_ko="", meeting=meeting)
    assert planning(trip) == {"장소 없는 일정 1건": "7. 18.(목) 18:00 만찬"}


def test_plan_and_minutes_that_differ(trip):
    trip.items.filter(title_ko="업무협약").update(title_ko="협약식")
    assert planning(trip) == {"일정과 면담 기록의 이름이 다릅니다": "일정 ‘협약식’, 기록 ‘업무협약’"}
    trip.items.filter(title_ko="협약식").update(starts=time(14))
    assert planning(trip) == {"일정과 면담 기록의 시각이 다릅니다": "7. 18.(목) 14:00 협약식, 기록 7. 18.(목) 13:30"}


def test_meeting_that_no_entry_of_the_plan_names(trip):
    trip.items.filter(meeting__isnull=False).update(meeting=None)
    assert planning(trip)["일정에 연결되지 않은 면담 1건"] == "업무협약"
    assert report(trip)["일정에 연결되지 않은 면담 1건"] == "업무협약"


def test_large_group_needs_a_review(trip, settings):
    DelegateFactory.create_batch(8, delegation=trip)
    assert planning(trip) == {}
    DelegateFactory(delegation=trip)
    assert planning(trip) == {"떠나기 전에 사전 심사를 받아야 합니다": "출장자 10명, 기준 10명"}


def test_review_of_a_large_group_comes_before_it_leaves(trip):
    DelegateFactory.create_batch(9, delegation=trip)
    type(trip).objects.update(reviewed_on=date(2024, 7, 18))
    assert planning(trip) == {"사전 심사가 출발보다 늦습니다": "심사일 2024. 7. 18.(목), 출발일 2024. 7. 17.(수)"}
    type(trip).objects.update(reviewed_on=date(2024, 7, 17))
    assert planning(trip) == {}


def test_minutes_without_people_lines_captions_or_place(trip):
    bare = MeetingFactory(title_ko="빈 기록", venue_ko="")
    PhotoFactory(meeting=bare, caption_ko="")
    PhotoFactory(meeting=bare)
    trip.meeting_links.create(meeting=bare)
    expected = {
        "참석자가 없습니다", "주요내용이 없습니다", "설명 없는 사진 1장", "면담 장소가 없습니다",
        "일정에 연결되지 않은 면담 1건",
    }  # fmt: skip
    assert report(trip) == dict.fromkeys(expected, "빈 기록")
    bare.state, bare.cancelled_reason = "cancelled", "예시"
    bare.save()
    assert report(trip) == {}


def test_texts_and_cuttings_of_the_report(trip):
    type(trip).objects.update(lessons_ko="", next_steps_ko="", report_dated_on=None)
    trip.clippings.update(outlet="")
    assert report(trip).keys() == {
        "시사점이 없습니다", "향후계획이 없습니다", "보고서 날짜가 없습니다", "매체나 날짜가 없는 기사 1건",
    }  # fmt: skip


def test_many_gaps_stay_one_line(trip):
    visit = {"place_ko": "", "day": date(2024, 7, 19), "title_ko": "방문", "kind": "visit"}
    ItineraryItemFactory.create_batch(9, delegation=trip, **visit)
    assert planning(trip)["장소 없는 일정 9건"].endswith("외 6건")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], "전원"), ([0, 1, 2, 3], "전원"), ([0, 1], "회장단"), ([2], "직함2"), ([1, 2, 3], "직함1 외 2명")],
)
def test_who_goes_is_said_shortly(numbers, words):
    delegation = DelegationFactory()
    people = [
        DelegateFactory(
            delegation=delegation, person=None, title_ko=f"직함{n}", group="leadership" if n < 2 else "staff"
        )
        for n in range(4)
    ]
    item = ItineraryItemFactory(delegation=delegation, delegates=[people[n] for n in numbers])
    assert selectors.who_goes(item, people) == words
