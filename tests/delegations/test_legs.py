from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from delegations import airports
from delegations.forms import LegRow
from delegations.models import Leg
from exchange.core import clocks
from tests.delegations.conftest import rows_data
from tests.factories.delegations import DelegationFactory, LegFactory

pytestmark = pytest.mark.django_db


def ticket(origin, departure, destination, arrival, **changes):
    """`departure`, `arrival`: 2024-07-17 16:10, as printed on the ticket."""
    (departs_on, departs), (arrives_on, arrives) = departure.split(), arrival.split()
    return {
        "direction": "outward", "mode": "flight", "number": "XX1",
        "origin_code": origin, "destination_code": destination,
        "departs_on": departs_on, "departs": departs, "arrives_on": arrives_on, "arrives": arrives,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("row", "departs_at", "hours"),
    [
        (ticket("GMP", "2024-07-17 16:10", "HND", "2024-07-17 18:30"), datetime(2024, 7, 17, 7, 10), 2 + 20 / 60),
        (ticket("ICN", "2024-07-17 10:05", "HAN", "2024-07-17 12:30"), datetime(2024, 7, 17, 1, 5), 4 + 25 / 60),
        (ticket("HAN", "2024-07-20 23:30", "ICN", "2024-07-21 05:50"), datetime(2024, 7, 20, 16, 30), 4 + 20 / 60),
        (ticket("ICN", "2024-07-17 19:40", "LAX", "2024-07-17 14:30"), datetime(2024, 7, 17, 10, 40), 10 + 50 / 60),
        (ticket("LAX", "2024-12-17 23:30", "ICN", "2024-12-19 05:40"), datetime(2024, 12, 18, 7, 30), 13 + 10 / 60),
        (ticket("ICN", "2024-07-17 12:00", "FRA", "2024-07-17 18:30"), datetime(2024, 7, 17, 3, 0), 13.5),
        (ticket("ICN", "2024-12-17 12:00", "FRA", "2024-12-17 17:30"), datetime(2024, 12, 17, 3, 0), 13.5),
    ],
)
def test_clock_times_become_instants_through_the_airports_zones(row, departs_at, hours):
    form = LegRow(row)
    assert form.is_valid(), form.errors
    data = form.cleaned_data
    assert data["departs_at"] == departs_at.replace(tzinfo=UTC)
    assert data["arrives_at"] - data["departs_at"] == timedelta(hours=hours)


def test_stored_leg_shows_the_times_of_the_ticket(as_staff):
    delegation = DelegationFactory()
    row = ticket("ICN", "2024-07-17 19:40", "LAX", "2024-07-17 14:30", number="KE017")
    as_staff.post(reverse("delegations:delegation_legs_edit", args=[delegation.slug]), rows_data([row]))
    leg = delegation.legs.get()
    assert (leg.origin_ko, leg.origin_ja, leg.destination_zone) == ("인천", "仁川", "America/Los_Angeles")
    html = as_staff.get(reverse("delegations:delegation_itinerary", args=[delegation.slug])).text
    assert "19:40" in html and "14:30" in html and "10h 50m" in html
    form = as_staff.get(reverse("delegations:delegation_legs_edit", args=[delegation.slug])).text
    assert 'value="19:40"' in form and 'value="14:30"' in form


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ticket("LAX", "2026-03-08 02:30", "ICN", "2026-03-09 07:00"), "departs"),
        (ticket("ICN", "2026-03-29 00:10", "FRA", "2026-03-29 02:30"), "arrives"),
    ],
)
def test_time_that_daylight_saving_skips_is_refused(row, field):
    form = LegRow(row)
    assert not form.is_valid()
    assert "서머타임" in form.errors[field][0]


def test_time_that_comes_twice_means_the_first():
    form = LegRow(ticket("LAX", "2026-11-01 01:30", "ICN", "2026-11-02 06:30"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["departs_at"] == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_arrival_before_departure_is_refused_on_one_clock():
    form = LegRow(ticket("ICN", "2024-07-17 10:05", "HAN", "2024-07-17 08:00"))
    assert not form.is_valid()
    [message] = form.errors["arrives"]
    assert "서울 시각으로 출발은 7. 17.(수) 10:05, 도착은 7. 17.(수) 10:00입니다." in message


def test_airport_knows_every_zone_and_our_names():
    assert airports.find("KIX").name_ja == "関西"
    assert airports.find("DEN").zone == "America/Denver"
    assert airports.find("DEN").name_ko == "Denver"
    assert airports.find("ZZZ") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin_code": "ZZZ"}, "origin_code"),
        ({"origin_code": "", "origin_ko": "", "origin_zone": "Asia/Seoul"}, "origin_ko"),
        ({"origin_code": "", "origin_ko": "부산항"}, "origin_zone"),
        ({"origin_code": "", "origin_ko": "부산항", "origin_zone": "Asia/Nowhere"}, "origin_zone"),
        ({"departs_on": "0202-07-17"}, "departs_on"),
        ({"departs": "25:00"}, "departs"),
        ({"direction": ""}, "direction"),
    ],
)
def test_fault_stands_at_its_field(changes, field):
    form = LegRow(ticket("GMP", "2024-07-17 16:10", "HND", "2024-07-17 18:30", **changes))
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_ship_without_code_takes_name_and_zone():
    harbours = {
        "mode": "ship", "origin_code": "", "origin_ko": "부산항", "origin_zone": "Asia/Seoul",
        "destination_code": "", "destination_ko": "하카타항", "destination_zone": "Asia/Tokyo",
    }  # fmt: skip
    form = LegRow(ticket("", "2024-07-17 09:00", "", "2024-07-17 12:40", **harbours))
    assert form.is_valid(), form.errors


def test_lower_case_code_is_understood():
    form = LegRow(ticket("gmp", "2024-07-17 16:10", "hnd", "2024-07-17 18:30"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["origin_code"] == "GMP"


def test_wrong_row_keeps_what_was_typed_and_saves_nothing(as_staff):
    delegation = LegFactory().delegation
    good = ticket("GMP", "2024-07-17 16:10", "HND", "2024-07-17 18:30")
    bad = ticket("HND", "2024-07-20 12:30", "GMP", "2024-07-20 11:00", number="내가 적은 편명")
    address = reverse("delegations:delegation_legs_edit", args=[delegation.slug])
    response = as_staff.post(address, rows_data([good, bad]))
    assert response.status_code == 200
    assert "내가 적은 편명" in response.text
    assert "늦어야" in response.text
    assert Leg.objects.get().number == "KE2103"


@pytest.mark.parametrize(
    ("zone", "month", "words"),
    [
        ("Asia/Tokyo", 7, "도쿄, 서울과 시차 없음"),
        ("Asia/Ho_Chi_Minh", 7, "하노이·호찌민, 서울보다 2시간 늦음"),
        ("Asia/Kolkata", 7, "델리, 서울보다 3시간 30분 늦음"),
        ("Europe/Berlin", 7, "프랑크푸르트·베를린, 서울보다 7시간 늦음"),
        ("Europe/Berlin", 12, "프랑크푸르트·베를린, 서울보다 8시간 늦음"),
        ("Australia/Sydney", 12, "시드니, 서울보다 2시간 빠름"),
    ],
)
def test_clock_is_compared_with_seoul(zone, month, words):
    assert clocks.compared_with_seoul(zone, datetime(2024, month, 17, tzinfo=UTC)) == words
