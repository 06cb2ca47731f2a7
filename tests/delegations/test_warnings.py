"""The plan against its legs, its places and the calendar of both countries."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from delegations import checks, loading
from delegations.checks.journeys import _are_two
from tests.browser import sign_in
from tests.delegations.test_checks import planning
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

AIR = "도착 전이나 출발 뒤의 일정이 있습니다"
SHORT = "이동할 시간이 모자랍니다"
HOLIDAY = "공휴일이 들어 있습니다"
WEEKEND = "주말에 잡힌 면담이 있습니다"
NO_RETURN = "오는 편이 없는 출장자가 있습니다"
FIRST = date(2024, 7, 17)
FETCHED = {"HX-Request": "true"}


@pytest.fixture
def trip(db):
    """Gimpo 16:10 to Haneda 18:30 on the first day, Haneda 12:30 to Gimpo 14:50 on the last."""
    trip = DelegationFactory()
    LegFactory(delegation=trip)
    LegFactory(
        delegation=trip, direction="homeward", number="KE2102", origin_ko="하네다", origin_zone="Asia/Tokyo",
        destination_ko="김포", destination_zone="Asia/Seoul",
        departs_at=datetime(2024, 7, 20, 3, 30, tzinfo=UTC), arrives_at=datetime(2024, 7, 20, 5, 50, tzinfo=UTC),
    )  # fmt: skip
    return trip


@pytest.fixture
def leader(trip):
    return DelegateFactory(delegation=trip, person=None, title_ko="회장")


@pytest.fixture
def clerk(trip):
    return DelegateFactory(delegation=trip, person=None, title_ko="과장")


def item(trip, title, day, starts, ends=None, **more):
    more = {"kind": "visit", **more}
    return ItineraryItemFactory(
        delegation=trip, title_ko=title, day=FIRST + timedelta(days=day), starts=time(*starts),
        ends=ends and time(*ends), **more,
    )  # fmt: skip


# --- legs ----------------------------------------------------------------------------------------


def test_an_entry_during_the_flight(trip, leader):
    item(trip, "견학", 0, (18, 0), (19, 0))
    assert planning(trip)[AIR] == (
        "회장: 7. 17.(수) 18:00 견학(도쿄), KE2103 김포 - 하네다 7. 17.(수) 16:10 출발, 7. 17.(수) 18:30 도착"
    )


def test_an_entry_over_there_before_landing_and_after_take_off(trip, leader):
    item(trip, "이른 견학", 0, (11, 0), (12, 0))
    item(trip, "늦은 견학", 3, (18, 0), (19, 0))
    early, late = planning(trip)[AIR].split("; ")
    assert early == "회장: 7. 17.(수) 11:00 이른 견학(도쿄), KE2103 김포 - 하네다 7. 17.(수) 18:30 도착"
    assert late == "회장: 7. 20.(토) 18:00 늦은 견학(도쿄), KE2102 하네다 - 김포 7. 20.(토) 12:30 출발"


def test_what_is_done_at_home_before_and_after_is_in_order(trip, leader):
    item(trip, "결단식", 0, (10, 0), (11, 0), zone="Asia/Seoul")
    item(trip, "해산", 3, (16, 0), (17, 0), zone="Asia/Seoul")
    item(trip, "견학", 1, (10, 0), (12, 0))
    item(trip, "탑승 수속", 0, (15, 0), (17, 0), kind="move", zone="Asia/Seoul")
    assert AIR not in planning(trip)


def test_touching_the_landing_is_not_in_the_air(trip, leader):
    item(trip, "공항 영접", 0, (18, 30), (18, 50), place_ko="하네다 공항")
    found = planning(trip)
    assert AIR not in found and SHORT not in found


def test_it_counts_who_is_on_the_leg(trip, leader, clerk):
    trip.legs.get(direction="outward").delegates.set([leader])
    item(trip, "견학", 0, (11, 0), (12, 0), delegates=[clerk])
    assert AIR not in planning(trip)
    item(trip, "오찬", 0, (13, 0), (14, 0))
    assert planning(trip)[AIR].startswith("회장: 7. 17.(수) 13:00 오찬")


def test_who_flies_out_and_not_back(trip, leader, clerk):
    trip.legs.get(direction="homeward").delegates.set([leader])
    assert planning(trip)[NO_RETURN] == "과장"
    trip.legs.get(direction="outward").delegates.set([leader])
    assert NO_RETURN not in planning(trip)
    trip.legs.get(direction="homeward").delegates.set([clerk])
    found = planning(trip)
    assert found[NO_RETURN] == "회장"
    assert found["가는 편이 없는 출장자가 있습니다"] == "과장"


# --- time between places -------------------------------------------------------------------------


def test_too_little_time_between_two_places(trip, leader, settings):
    item(trip, "견학", 1, (10, 0), (11, 0), place_ko="공장")
    item(trip, "오찬", 1, (11, 20), (13, 0), place_ko="식당")
    assert planning(trip)[SHORT] == "회장: 7. 18.(목) 10:00 견학 → 7. 18.(목) 11:20 오찬, 20분(기준 30분)"
    settings.TRANSFER_MINUTES = 20
    assert SHORT not in planning(trip)


def test_half_an_hour_between_entries_without_an_end_is_enough(trip, leader):
    item(trip, "견학", 1, (10, 0), place_ko="공장"), item(trip, "오찬", 1, (10, 30), place_ko="식당")
    assert SHORT not in planning(trip)
    trip.items.filter(title_ko="오찬").update(starts=time(10, 29))
    assert "29분" in planning(trip)[SHORT]


@pytest.mark.parametrize(
    ("here", "there"), [("공장", ""), ("공장", "공장"), ("단체중앙회 6층", "단체중앙회 3층"), ("호텔", "호텔 연회장")]
)
def test_one_place_or_an_unknown_one_takes_no_time(trip, leader, here, there):
    item(trip, "견학", 1, (10, 0), (11, 0), place_ko=here), item(trip, "오찬", 1, (11, 0), (13, 0), place_ko=there)
    assert SHORT not in planning(trip)


def test_before_a_flight_it_takes_longer(trip, leader, settings):
    item(trip, "조찬", 3, (9, 0), (11, 0))
    assert "90분(기준 120분)" in planning(trip)[SHORT]
    trip.legs.filter(direction="homeward").update(mode="train")
    assert SHORT not in planning(trip)
    trip.legs.filter(direction="homeward").update(mode="flight", destination_zone="Asia/Tokyo")
    assert SHORT not in planning(trip)
    settings.AIRPORT_MINUTES = 200
    assert "90분(기준 100분)" in planning(trip)[SHORT]


def test_who_is_at_the_airport_is_there(trip, leader):
    item(trip, "기자 간담", 3, (10, 0), (11, 30), place_ko="하네다공항 귀빈실")
    assert SHORT not in planning(trip)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_places_are_two_from_either_side(here, there):
    assert _are_two(here, there) == _are_two(there, here)
    assert not _are_two(here, here)


# --- days off ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_holidays_of_both_countries_by_name():
    trip = DelegationFactory(starts_on=date(2024, 8, 11), ends_on=date(2024, 8, 15))
    assert planning(trip)[HOLIDAY] == "8. 11.(일) 일본 산의 날; 8. 12.(월) 일본 대체공휴일; 8. 15.(목) 한국 광복절"
    with translation.override("ja"):
        [holidays] = [c for c in checks.find_warnings(loading.load_trip(trip)).checks if len(c.lines) == 3]
    assert "山の日" in holidays.lines[0].text


def test_a_holiday_under_an_entry_outside_the_trip(trip, leader):
    assert HOLIDAY not in planning(trip)
    item(trip, "답사", -2, (10, 0))
    assert planning(trip)[HOLIDAY] == "7. 15.(월) 일본 바다의 날"
    warnings = checks.find_warnings(loading.load_trip(type(trip).objects.get(pk=trip.pk)))
    assert [text for _level, text, _url in warnings.beside("day", date(2024, 7, 15))] == ["일본 바다의 날"]


def test_meetings_on_a_weekend(trip, leader):
    item(trip, "견학", 3, (9, 0))
    assert WEEKEND not in planning(trip)
    item(trip, "면담", 3, (9, 30), kind="meeting")
    assert planning(trip)[WEEKEND] == "7. 20.(토) 면담"


# --- talks ---------------------------------------------------------------------------------------


def test_a_meeting_without_anybody_of_the_other_side(trip, leader):
    meeting = MeetingFactory(title_ko="간담")
    trip.meeting_links.create(meeting=meeting)
    assert planning(trip)["상대 기관이 없는 면담이 있습니다"] == "간담"
    AttendanceFactory(meeting=meeting, side="counterpart")
    assert "상대 기관이 없는 면담이 있습니다" not in planning(trip)
    meeting.attendances.all().delete()
    meeting.counterparts.add(OrganizationFactory())
    assert "상대 기관이 없는 면담이 있습니다" not in planning(trip)


def test_a_meeting_long_past_and_never_recorded(trip, leader):
    text = "지나간 면담의 기록이 없습니다"
    item(trip, "간담", 1, (9, 0), kind="meeting")
    assert planning(trip)[text] == "7. 18.(목) 09:00 간담"
    trip.items.update(day=timezone.localdate() - timedelta(days=7))
    assert text not in planning(trip)


# --- the panel -----------------------------------------------------------------------------------


def test_the_panel_leads_to_where_it_is_mended(trip, leader, as_staff):
    entry = item(trip, "견학", 0, (18, 0), (19, 0))
    address = reverse("delegations:delegation_checks", args=[trip.slug])
    overview = as_staff.get(trip.get_absolute_url()).text
    assert f'hx-get="{address}"' in overview and f'href="{address}"' in overview
    assert AIR in as_staff.get(address, headers=FETCHED | {"HX-Target": "checks"}).text
    page = as_staff.get(address).text  # without scripts
    assert AIR in page and "</html>" in page
    assert reverse("delegations:delegation_item_edit", args=[trip.slug, entry.pk]) in page


def test_the_plan_shows_each_warning_beside_its_row(trip, leader, as_staff):
    item(trip, "견학", 1, (10, 0), (12, 0)), item(trip, "오찬", 1, (11, 0), (13, 0))
    page = as_staff.get(reverse("delegations:delegation_itinerary", args=[trip.slug])).text
    checks_address = reverse("delegations:delegation_checks", args=[trip.slug])
    assert f'hx-get="{checks_address}"' in page
    fetched = as_staff.get(checks_address, headers=FETCHED | {"HX-Target": "days"}).text
    for row, words in zip(trip.items.order_by("starts"), ["11:00 오찬", "10:00 견학"], strict=True):
        assert f'id="beside-item-{row.pk}"' in page
        assert f"회장 겹침: {words}" in _drawn(fetched, row)
    added = {"day": FIRST, "when": "15:00", "title": "차담", "place": ""}
    saved = as_staff.post(reverse("delegations:delegation_item_add", args=[trip.slug]), added, headers=FETCHED).text
    for row, words in zip(trip.items.filter(day__gt=FIRST), ["11:00 오찬", "10:00 견학"], strict=True):
        assert f"회장 겹침: {words}" in _drawn(saved, row)


@pytest.mark.once
def test_the_browser_puts_each_warning_where_it_belongs(trip, leader, page, live_server):
    first = item(trip, "견학", 1, (10, 0), (12, 0))
    item(trip, "오찬", 1, (11, 0), (13, 0))
    sign_in(page, UserFactory(staff=True))
    page.goto(trip.get_absolute_url())
    page.locator("#checks .checks li.miss").first.wait_for()
    assert page.locator("#checks[aria-busy]").count() == 0
    page.goto(reverse("delegations:delegation_itinerary", args=[trip.slug]))
    warning = page.locator(f"#beside-item-{first.pk} .warning:has-text('회장 겹침: 11:00 오찬')")
    warning.wait_for()
    page.locator("#d2024-07-17 input[name=title]").fill("차담")
    page.keyboard.press("Enter")
    page.locator(".slot:has-text('차담')").wait_for()
    assert warning.is_visible()


def _drawn(html, row):
    """What stands in the place beside the row."""
    return html.split(f'id="beside-item-{row.pk}"')[1].split("</div>")[0]


def test_the_worst_stands_first_and_nothing_twice(trip, leader):
    item(trip, "견학", 1, (10, 0), (12, 0), kind="meeting"), item(trip, "오찬", 1, (11, 0), (13, 0))
    trip.items.create(day=FIRST, title_ko="미정", kind="visit")
    found = checks.planning_checks(loading.load_trip(type(trip).objects.get(pk=trip.pk)))
    levels = [check.level for check in found]
    assert levels == sorted(levels, key=["miss", "warn", "ok"].index)
    texts = [check.text for check in found]
    assert len(texts) == len(set(texts))
