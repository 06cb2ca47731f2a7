"""Legs as people type them: the ticket's words and clocks become instants, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from delegations import airports, selectors
from delegations.forms import LegRow
from delegations.forms.legs import guess_direction, rows_of_legs
from delegations.models import Delegate, Delegation, Leg
from exchange.core import clocks, zones
from tests.browser import already_signed_in
from tests.delegations.conftest import rows_data
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, LegFactory

pytestmark = pytest.mark.django_db
OURS = sorted(airports._ours())


def trip(**facts):
    """A loaded trip that is not stored: the form asks no more of it."""
    days = {"starts_on": date(2024, 7, 17), "ends_on": date(2024, 7, 20)}
    found = Delegation(pk=1, **days | facts)
    found._prefetched_objects_cache = {"legs": Leg.objects.none(), "delegates": Delegate.objects.none()}
    return found


def ticket(origin, departure, destination, arrival, **changes):
    """`departure`: 2024-07-17 16:10, as printed on the ticket; `arrival` may leave out its day."""
    departs_on, departs = departure.split()
    *arrives_on, arrives = arrival.split()
    return {
        "mode": "flight", "number": "XX1", "origin": origin, "destination": destination,
        "departs_on": departs_on, "departs": departs, "arrives": arrives, "arrives_on": "".join(arrives_on),
    } | changes  # fmt: skip


def filled(row, **facts):
    form = LegRow(row, trip=trip(**facts))
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize(
    ("row", "departs_at", "hours"),
    [
        (ticket("GMP", "2024-07-17 16:10", "HND", "18:30"), datetime(2024, 7, 17, 7, 10), 2 + 20 / 60),
        (ticket("김포", "2024-07-17 1610", "羽田", "1830"), datetime(2024, 7, 17, 7, 10), 2 + 20 / 60),
        (ticket("ICN", "2024-07-17 10:05", "하노이", "12:30"), datetime(2024, 7, 17, 1, 5), 4 + 25 / 60),
        (ticket("HAN", "2024-07-20 23:30", "ICN", "05:50"), datetime(2024, 7, 20, 16, 30), 4 + 20 / 60),
        (ticket("ICN", "2024-07-17 23:50", "NRT", "02:10"), datetime(2024, 7, 17, 14, 50), 2 + 20 / 60),
        (ticket("ICN", "2024-07-17 19:40", "LAX", "14:30"), datetime(2024, 7, 17, 10, 40), 10 + 50 / 60),
        (ticket("LAX", "2024-12-17 23:30", "ICN", "05:40"), datetime(2024, 12, 18, 7, 30), 13 + 10 / 60),
        (ticket("LAX", "2024-12-17 23:30", "ICN", "2024-12-19 05:40"), datetime(2024, 12, 18, 7, 30), 13 + 10 / 60),
        (ticket("AKL", "2024-07-17 00:30", "HNL", "11:00"), datetime(2024, 7, 16, 12, 30), 8.5),
        (ticket("ICN", "2024-07-17 12:00", "FRA", "18:30"), datetime(2024, 7, 17, 3, 0), 13.5),
        (ticket("ICN", "2024-12-17 12:00", "Frankfurt", "17:30"), datetime(2024, 12, 17, 3, 0), 13.5),
        (ticket("GMP", "2024-07-17 18:30", "HND", "2024-07-18 16:10"), datetime(2024, 7, 17, 9, 30), 21 + 40 / 60),
    ],
)  # fmt: skip
def test_clock_times_become_instants_through_the_airports_zones(row, departs_at, hours):
    data = filled(row)
    assert data["departs_at"] == departs_at.replace(tzinfo=UTC)
    assert data["arrives_at"] - data["departs_at"] == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (ticket("GMP", "2024-07-17 16:10", "HND", "18:30"), 0),
        (ticket("HAN", "2024-07-20 23:30", "ICN", "05:50"), 1),
        (ticket("LAX", "2024-12-17 23:30", "ICN", "05:40"), 2),
        (ticket("AKL", "2024-07-17 00:30", "HNL", "11:00"), -1),
    ],
)
def test_days_of_the_calendar_between_both_ends(row, days):
    data = filled(row)
    columns = ("origin_zone", "destination_zone", "departs_at", "arrives_at")
    assert Leg(**{name: data[name] for name in columns}).days_later == days


@settings(max_examples=80, deadline=None)
@given(
    ends=st.lists(st.sampled_from(OURS), min_size=2, max_size=2, unique=True),
    minutes=st.integers(30, 14 * 60),
    departs_at=st.datetimes(datetime(2024, 1, 1), datetime(2025, 6, 30)),
    data=st.data(),
)
def test_leg_goes_into_the_form_and_comes_out_the_same(ends, minutes, departs_at, data):
    """Any code or name, any clock: the same airports and the same instants, whatever day the arrival falls on."""
    origin, destination = map(airports.find, ends)
    longest = 4 * 60 + airports.kilometres(origin, destination) / 500 * 60
    departs_at = departs_at.replace(second=0, microsecond=0, tzinfo=UTC)
    arrives_at = departs_at + timedelta(minutes=min(minutes, int(longest)))
    departure, arrival = zones.local(departs_at, origin.zone), zones.local(arrives_at, destination.zone)
    assume(not departure.fold and not arrival.fold)  # an hour that comes twice means the first
    texts = [data.draw(st.sampled_from(_words_for(airport))) for airport in (origin, destination)]
    clock = data.draw(st.sampled_from(["%H:%M", "%H%M", "%H시 %M분", "%H時%M分"]))
    row = ticket(
        texts[0], f"{departure:%Y-%m-%d} -", texts[1], "-", departs=f"{departure:{clock}}", arrives=f"{arrival:{clock}}"
    )
    result = filled(row)
    assert (result["origin_code"], result["destination_code"]) == tuple(ends)
    assert (result["departs_at"], result["arrives_at"]) == (departs_at, arrives_at)


def _words_for(airport):
    """What means this airport alone: a city of two airports does not."""
    words = [airport.code, airport.code.lower(), airport.label, airport.name_ko, airport.name_ja, airport.name_en]
    return [word for word in words if airports.named(word) == [airport]]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (ticket("LAX", "2026-03-08 02:30", "ICN", "2026-03-09 07:00"), "departs"),
        (ticket("ICN", "2026-03-29 00:10", "FRA", "2026-03-29 02:30"), "arrives"),
    ],
)
def test_time_that_daylight_saving_skips_is_refused(row, field):
    form = LegRow(row, trip=trip(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 30)))
    assert not form.is_valid()
    assert "서머타임" in form.errors[field][0]


def test_time_that_comes_twice_means_the_first():
    row = ticket("LAX", "2026-11-01 01:30", "ICN", "2026-11-02 06:30")
    data = filled(row, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2))
    assert data["departs_at"] == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            ticket("ICN", "2024-07-17 10:05", "HAN", "2024-07-17 08:00"),
            "서울 시각으로 출발은 7. 17.(수) 10:05, 도착은 7. 17.(수) 10:00입니다.",
        ),
        (
            ticket("GMP", "2024-07-17 18:30", "HND", "16:10"),
            "서울 시각으로 출발은 7. 17.(수) 18:30, 도착은 7. 17.(수) 16:10입니다. 다른 날에 도착하면",
        ),
        (ticket("부산역", "2024-07-17 18:30", "서울역", "16:10", mode="train"), "도착은 7. 17.(수) 16:10입니다."),
        (ticket("GMP", "2024-07-17 18:30", "HND", "2025-07-17 20:10"), "이동이 너무 깁니다."),
    ],
)
def test_impossible_arrival_is_refused_on_one_clock(row, words):
    form = LegRow(row, trip=trip())
    assert not form.is_valid()
    [message] = form.errors["arrives"]
    assert words in message


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"origin": "ZZZ"}, "origin", "공항을 찾지 못했습니다."),
        ({"origin": "한에다"}, "origin", "하네다 HND"),
        ({"origin": "도쿄"}, "origin", "하네다 HND / 나리타 NRT"),
        ({"origin": ""}, "origin", "필수"),
        ({"departs_on": "0202-07-17"}, "departs_on", "1960년부터"),
        ({"departs_on": "2026-07-17"}, "departs_on", "1년 넘게"),
        ({"departs": "25:00"}, "departs", "1610"),
        ({"departs": "저녁"}, "departs", "1610"),
        ({"arrives": ""}, "arrives", "필수"),
        ({"direction": "sideways"}, "direction", "sideways"),
    ],
)
def test_fault_stands_at_its_field(changes, field, words):
    form = LegRow(ticket("GMP", "2024-07-17 16:10", "HND", "18:30") | changes, trip=trip())
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_train_ship_and_car_take_places_and_the_zone_follows():
    ship = filled(ticket("부산항", "2024-07-17 09:00", "하카타항", "12:40", mode="ship", number=""), country="JP")
    assert (ship["origin_ko"], ship["origin_zone"], ship["destination_zone"]) == ("부산항", "Asia/Seoul", "Asia/Tokyo")
    assert (ship["origin_code"], ship["destination_code"]) == ("", "")
    car = filled(ticket("호텔", "2024-07-17 09:00", "공장", "12:40", mode="car", number=""), country="VN")
    assert car["origin_zone"] == car["destination_zone"] == "Asia/Ho_Chi_Minh"
    chosen = ticket("호텔", "2024-07-17 09:00", "공장", "12:40", mode="car", origin_zone="Asia/Bangkok")
    assert filled(chosen, country="VN")["origin_zone"] == "Asia/Bangkok"


def test_number_is_written_in_one_way():
    assert filled(ticket("GMP", "2024-07-17 16:10", "HND", "18:30", number="ke 2103"))["number"] == "KE2103"
    train = ticket("東京", "2024-07-17 16:10", "京都", "18:30", mode="train", number="のぞみ 12号")
    assert filled(train)["number"] == "のぞみ 12号"


@pytest.mark.parametrize(
    ("direction", "origin", "destination", "way"),
    [
        ("outbound", "Asia/Seoul", "Asia/Tokyo", "outward"),
        ("outbound", "America/Los_Angeles", "Asia/Seoul", "homeward"),
        ("outbound", "Asia/Seoul", "Asia/Seoul", "onward"),
        ("outbound", "Asia/Tokyo", "Asia/Ho_Chi_Minh", "onward"),
        ("inbound", "Asia/Tokyo", "Asia/Seoul", "outward"),
        ("inbound", "Asia/Seoul", "Asia/Tokyo", "homeward"),
    ],
)
def test_direction_is_guessed_from_the_trip(direction, origin, destination, way):
    assert guess_direction(trip(direction=direction), origin, destination) == way


def test_direction_that_is_chosen_stays():
    assert filled(ticket("GMP", "2024-07-17 16:10", "HND", "18:30", direction="onward"))["direction"] == "onward"


# --- the page -----------------------------------------------------------------------------


def page(delegation):
    return reverse("delegations:delegation_legs_edit", args=[delegation.slug])


def test_stored_leg_shows_the_times_of_the_ticket(as_staff):
    delegation = DelegationFactory()
    row = ticket("ICN", "2024-07-17 19:40", "LAX", "14:30", number="KE017")
    assert as_staff.post(page(delegation), rows_data([row], version=1)).status_code == 302
    leg = delegation.legs.get()
    assert (leg.origin_ko, leg.origin_ja, leg.destination_zone) == ("인천", "仁川", "America/Los_Angeles")
    assert leg.direction == "outward"
    html = as_staff.get(reverse("delegations:delegation_itinerary", args=[delegation.slug])).text
    assert "19:40" in html and "14:30" in html and "10h 50m" in html
    form = as_staff.get(page(delegation)).text
    assert 'value="19:40"' in form and 'value="14:30"' in form and 'value="인천 ICN"' in form


def test_arrival_on_a_later_day_says_so(as_staff):
    delegation = DelegationFactory()
    as_staff.post(page(delegation), rows_data([ticket("HAN", "2024-07-20 23:30", "ICN", "05:50")], version=1))
    assert "+1일" in as_staff.get(reverse("delegations:delegation_itinerary", args=[delegation.slug])).text


@pytest.mark.parametrize(
    "leg",
    [
        {},
        {"direction": "onward"},
        {"arrives_at": datetime(2024, 7, 18, 9, 30, tzinfo=UTC)},
        {"origin_code": "", "origin_ko": "군 공항"},
        {"mode": "ship", "number": "", "origin_code": "", "origin_ko": "부산항", "destination_code": "",
         "destination_ko": "시모노세키항", "destination_ja": "下関港"},
    ],
)  # fmt: skip
def test_page_that_is_saved_as_it_came_changes_nothing(as_staff, leg):
    stored = LegFactory(**leg)
    delegate = DelegateFactory(delegation=stored.delegation)
    stored.delegates.add(delegate)
    before = Leg.objects.values().get()
    row = rows_of_legs(selectors.load_journeys(Delegation.objects.get()))[0]
    row = {name: "" if value is None else value for name, value in row.items()}
    row |= {name: f"{row[name]:%H:%M}" for name in ("departs", "arrives")}
    response = as_staff.post(page(stored.delegation), rows_data([row], version=1))
    assert response.status_code == 302, response.text
    assert Leg.objects.values().get() == before
    assert stored.delegates.get() == delegate


def test_way_back_is_one_button(as_staff):
    delegation = DelegationFactory()
    row = ticket("김포", "2024-07-17 16:10", "하네다", "18:30")
    response = as_staff.post(page(delegation), rows_data([row, {"mode": "flight"}], **{"rows-add": "return"}))
    first, back = [form.initial for form in response.context["rows"].forms]
    assert first["origin"] == "김포"
    assert (back["origin"], back["destination"], back["departs_on"]) == ("하네다", "김포", date(2024, 7, 20))
    assert not delegation.legs.exists()


def test_way_back_of_nothing_is_an_empty_row(as_staff):
    response = as_staff.post(page(DelegationFactory()), rows_data([{}], **{"rows-add": "return"}))
    assert len(response.context["rows"].forms) == 1


def test_row_with_nothing_but_its_day_is_left_out(as_staff):
    delegation = DelegationFactory()
    blank = {"mode": "train", "departs_on": "2024-07-18"}
    rows = [ticket("GMP", "2024-07-17 16:10", "HND", "18:30"), blank]
    assert as_staff.post(page(delegation), rows_data(rows, version=1)).status_code == 302
    assert delegation.legs.count() == 1


def test_same_flight_twice_is_refused_at_its_row(as_staff):
    delegation = DelegationFactory()
    row = ticket("GMP", "2024-07-17 16:10", "HND", "18:30", number="KE2103")
    response = as_staff.post(page(delegation), rows_data([row, {**row, "number": "ke2103"}], version=1))
    assert response.status_code == 200
    good, twice = response.context["rows"].forms
    assert not good.errors
    assert "같은 편이 두 번" in str(twice.non_field_errors())
    assert not Leg.objects.exists()


def test_those_on_board_are_kept_and_are_of_this_trip(as_staff):
    delegation = DelegationFactory()
    ours, stranger = DelegateFactory(delegation=delegation), DelegateFactory()
    row = ticket("GMP", "2024-07-17 16:10", "HND", "18:30")
    response = as_staff.post(page(delegation), rows_data([{**row, "delegates": [stranger.pk]}], version=1))
    assert "delegates" in response.context["rows"].forms[0].errors
    as_staff.post(page(delegation), rows_data([{**row, "delegates": [ours.pk]}], version=1))
    assert list(delegation.legs.get().delegates.all()) == [ours]


def test_wrong_row_keeps_what_was_typed_and_saves_nothing(as_staff):
    delegation = LegFactory().delegation
    good = ticket("GMP", "2024-07-17 16:10", "HND", "18:30")
    bad = ticket("HND", "2024-07-20 12:30", "GMP", "11:00", number="내가 적은 편명")
    response = as_staff.post(page(delegation), rows_data([good, bad], version=1))
    assert response.status_code == 200
    assert "내가 적은 편명" in response.text
    assert "늦어야" in response.text
    assert Leg.objects.get().number == "KE2103"


def test_two_officers_at_the_legs(as_staff):
    delegation = LegFactory().delegation
    mine, theirs = (ticket("GMP", "2024-07-17 09:00", "HND", "11:20", number=n) for n in ("KE1", "OZ2"))
    assert as_staff.post(page(delegation), rows_data([theirs], version=1)).status_code == 302
    response = as_staff.post(page(delegation), rows_data([mine], version=1))
    assert response.status_code == 409
    assert "KE1" in response.text and "OZ2" in response.text
    assert delegation.legs.get().number == "OZ2"


@pytest.mark.once
def test_ticket_is_entered_with_fewer_than_thirty_keys(page, live_server):
    """And the way back with one button; `page` is the browser's here."""
    delegation = DelegationFactory(starts_on=date(2024, 7, 17), ends_on=date(2024, 7, 20))
    already_signed_in(page, UserFactory(staff=True))
    page.goto(reverse("delegations:delegation_legs_edit", args=[delegation.slug]))
    keys = 0

    def type_fields(*texts):
        nonlocal keys
        for place, text in enumerate(texts):
            if place:
                page.keyboard.press("Tab")
            page.keyboard.type(text)
            keys += len(text) + bool(place)

    page.locator("[name=rows-0-number]").focus()
    type_fields("ke2103", "gmp", "hnd", "1610", "1830")
    assert keys < 30
    page.locator("[name=rows-add][value=return]").click()
    back = page.locator("[name=rows-1-number]")
    back.wait_for()
    page.wait_for_function("document.activeElement.name === 'rows-1-number'")
    page.keyboard.type("ke2102")
    for key in ("Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    type_fields("1230", "1450")
    page.keyboard.press("Enter")
    page.wait_for_url("**/itinerary/")
    shown = [(leg.number, leg.direction, f"{leg.local_departure:%m-%d %H:%M}") for leg in delegation.legs.all()]
    assert shown == [("KE2103", "outward", "07-17 16:10"), ("KE2102", "homeward", "07-20 12:30")]


@pytest.mark.once
def test_names_of_airports_are_suggested_while_typing(page, live_server):
    delegation = DelegationFactory()
    already_signed_in(page, UserFactory(staff=True))
    page.goto(reverse("delegations:delegation_legs_edit", args=[delegation.slug]))
    assert page.locator("[name=rows-0-origin_zone]").is_hidden()
    page.locator("[name=rows-0-destination]").type("도쿄")
    page.locator("datalist option[value='하네다 HND']").wait_for(state="attached")
    page.locator("[name=rows-0-mode]").select_option("train")
    assert page.locator("[name=rows-0-origin_zone]").is_visible()


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
