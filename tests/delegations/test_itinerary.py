"""The days of a trip: one line adds an entry, an entry moves by hand, two officers do not overwrite each other."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations import selectors, services
from delegations.models import ItineraryItem
from delegations.typed import guess_kind
from delegations.whereabouts import zone_at
from exchange.audit.models import Event
from exchange.audit.versions import Overtaken
from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    return DelegationFactory()


def page(name, trip, *args):
    return reverse(f"delegations:delegation_{name}", args=[trip.slug, *args])


def titles(trip, day=None):
    items = trip.items.filter(day=day) if day else trip.items.all()
    return [item.title_ko for item in items]


# --- the line under a day -----------------------------------------------------------------


def test_one_line_adds_an_entry_and_stays_at_its_day(as_staff, trip):
    line = {"day": "2024-07-18", "when": "1330-1500", "title": "단체중앙회 간담", "place": "6층 회의실"}
    response = as_staff.post(page("item_add", trip), line)
    assert response.status_code == 302 and response.url.endswith("?on=2024-07-18#d2024-07-18")
    item = trip.items.get()
    assert (item.day, item.starts, item.ends, item.zone) == (date(2024, 7, 18), time(13, 30), time(15), "Asia/Tokyo")
    assert (item.title_ko, item.place_ko, item.kind) == ("단체중앙회 간담", "6층 회의실", "meeting")
    html = as_staff.get(response.url.partition("#")[0]).text
    assert "단체중앙회 간담" in html
    assert html.count("autofocus") == 1


def test_line_without_a_time_or_place_is_enough(as_staff, trip):
    as_staff.post(page("item_add", trip), {"day": "2024-07-18", "when": "", "title": "자유 시간", "place": ""})
    item = trip.items.get()
    assert (item.starts, item.ends, item.place_ko, item.kind) == (None, None, "", "other")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"title": ""}, "필수"),
        ({"when": "저녁"}, "1610처럼"),
        ({"when": "15:00-13:30"}, "13:30-15:00처럼"),
        ({"when": "1-2-3"}, "13:30-15:00처럼"),
        ({"day": "9999-12-31"}, "1960년부터"),
        ({"day": "2026-07-18"}, "1년 넘게"),
        ({"day": "x"}, "날짜"),
        ({"title": "가" * 201}, "200"),
    ],
)
def test_refused_line_says_why_and_keeps_what_was_typed(as_staff, trip, line, message):
    typed = {"day": "2024-07-18", "when": "13:30", "title": "적던 일정", "place": "적던 곳"} | line
    response = as_staff.post(page("item_add", trip), typed)
    assert response.status_code == 200
    assert message in response.text
    assert "적던 곳" in response.text
    assert not trip.items.exists()


def test_place_that_is_a_body_of_the_directory_brings_its_address(as_staff, trip):
    body = OrganizationFactory(
        short_name_ko="단체중앙회", short_name_ja="全国中央会", address="東京都中央区新川1-26-19"
    )
    line = {"day": "2024-07-18", "when": "", "title": "방문", "place": " 단체 중앙회"}
    as_staff.post(page("item_add", trip), line)
    item = trip.items.get()
    assert (item.place_ko, item.place_ja, item.address) == ("단체 중앙회", body.short_name_ja, body.address)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("특파원 오찬 간담회", "meal"),
        ("해외민간대사 간담", "meeting"),
        ("단체중앙회 업무협약", "ceremony"),
        ("공장 시찰", "visit"),
        ("호텔 체크인", "move"),
        ("휴식", "other"),
    ],
)
def test_kind_is_read_from_the_title(title, kind):
    assert guess_kind(title) == kind


# --- whose clock --------------------------------------------------------------------------


def test_clock_is_that_of_the_place_where_the_legs_lead(trip):
    tokyo, hanoi = "Asia/Tokyo", "Asia/Ho_Chi_Minh"
    LegFactory(delegation=trip, destination_zone=hanoi, arrives_at=datetime(2024, 7, 17, 12, tzinfo=UTC))
    LegFactory(
        delegation=trip, origin_zone=hanoi, destination_zone=tokyo,
        departs_at=datetime(2024, 7, 19, 1, tzinfo=UTC), arrives_at=datetime(2024, 7, 19, 7, tzinfo=UTC),
    )  # fmt: skip
    days = [(17, time(9)), (17, time(20)), (18, None), (19, time(7)), (19, time(17)), (20, None)]
    zones = [zone_at(trip, date(2024, 7, day), at) for day, at in days]
    assert zones == ["Asia/Seoul", hanoi, hanoi, hanoi, tokyo, tokyo]


@pytest.mark.parametrize(
    ("facts", "zone"),
    [
        ({"country": "JP"}, "Asia/Tokyo"),
        ({"country": "DE"}, "Europe/Berlin"),
        ({"country": "JP", "direction": "inbound"}, "Asia/Seoul"),
    ],
)
def test_without_legs_it_is_the_country_of_the_trip(facts, zone):
    assert zone_at(DelegationFactory(**facts), date(2024, 7, 18)) == zone


# --- one entry ----------------------------------------------------------------------------


def facts(**changes):
    return {
        "day": "2024-07-18", "starts": "12:00", "ends": "", "kind": "meeting", "title_ko": "간담", "title_ja": "",
        "place_ko": "", "place_ja": "", "address": "", "zone": "Asia/Tokyo", "meeting": "", "organization": "",
        "version": "1",
    } | changes  # fmt: skip


def test_entry_is_changed_with_people_and_meeting(as_staff, trip):
    item, delegate, meeting = ItineraryItemFactory(delegation=trip), DelegateFactory(delegation=trip), MeetingFactory()
    trip.meeting_links.create(meeting=meeting)
    changes = facts(meeting=meeting.pk, delegates=[delegate.pk], ends="1330", day="2024-07-19", address="東京都港区")
    assert as_staff.post(page("item_edit", trip, item.pk), changes).status_code == 302
    stored = trip.items.get()
    assert (stored.pk, stored.uid) == (item.pk, item.uid)
    assert (stored.meeting, stored.delegates.get(), stored.ends) == (meeting, delegate, time(13, 30))
    assert (stored.day, stored.address) == (date(2024, 7, 19), "東京都港区")
    event = Event.objects.about(trip).get(verb="change_item")
    assert event.changes["item"] == ["2024-07-18 13:30 업무협약", "2024-07-19 12:00 간담"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends": "11:00"}, "끝나는 시각이 시작 시각보다 늦어야 합니다."),
        ({"starts": "", "ends": "11:00"}, "시작 시각도 적어 주세요."),
        ({"starts": "25:00"}, "1610처럼"),
        ({"zone": "Asia/Nowhere"}, "Asia/Nowhere"),
        ({"day": "9999-12-31"}, "1년 넘게"),
        ({"day": "2026-01-01"}, "1년 넘게"),
        ({"meeting": "999999"}, "999999"),
        ({"delegates": ["999999"]}, "999999"),
        ({"title_ko": ""}, "필수"),
        ({"organization": "없는 기관 이름"}, "없는 기관 이름"),
    ],
)
def test_refused_entry_says_why(as_staff, trip, changes, message):
    item = ItineraryItemFactory(delegation=trip)
    response = as_staff.post(page("item_edit", trip, item.pk), facts(place_ko="적던 곳", **changes))
    assert response.status_code == 200
    assert message in response.text and "적던 곳" in response.text
    assert trip.items.get().title_ko == "업무협약"


def test_body_fills_the_place_and_address_that_are_empty(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    OrganizationFactory(name_ko="가상 조합", name_ja="仮想組合", address="大阪市北区")
    as_staff.post(page("item_edit", trip, item.pk), facts(organization="가상 조합", place_ko="3층"))
    stored = trip.items.get()
    assert (stored.place_ko, stored.place_ja, stored.address) == ("3층", "仮想組合", "大阪市北区")


def test_dinner_finds_the_meetings_of_its_day_first(as_staff, trip):
    signing = MeetingFactory(title_ko="업무협약", starts_at=datetime(2024, 7, 18, 4, 30, tzinfo=UTC))
    other = MeetingFactory(title_ko="간담", starts_at=datetime(2024, 7, 17, 16, 0, tzinfo=UTC), zone="Asia/Seoul")
    early = MeetingFactory(title_ko="면담", starts_at=datetime(2024, 7, 17, 1, 0, tzinfo=UTC))
    for meeting in (early, other, signing):
        trip.meeting_links.create(meeting=meeting)
    dinner = ItineraryItemFactory(delegation=trip, day=date(2024, 7, 18), starts=time(18), title_ko="만찬")
    choices = as_staff.get(page("item_edit", trip, dinner.pk)).context["form"].fields["meeting"].choices
    assert choices[0] == ("", "---------")
    assert {group: [label for _key, label in labels] for group, labels in choices[1:]} == {
        "그날의 면담": ["7. 18.(목) 01:00 간담", "7. 18.(목) 13:30 업무협약"],
        "다른 날의 면담": ["7. 17.(수) 10:00 면담"],
    }
    changes = facts(title_ko="만찬", meeting=signing.pk)
    assert as_staff.post(page("item_edit", trip, dinner.pk), changes).status_code == 302
    dinner.refresh_from_db()
    assert dinner.meeting == signing


def test_entry_is_deleted_and_its_meeting_stays(as_staff, trip):
    meeting = MeetingFactory()
    item = ItineraryItemFactory(delegation=trip, meeting=meeting)
    as_staff.post(page("item_edit", trip, item.pk), {"delete": "1", "version": "1"})
    assert not trip.items.exists()
    meeting.refresh_from_db()


def test_entry_of_another_trip_is_not_there(as_staff, trip):
    stranger = ItineraryItemFactory(title_ko="남의 일정")
    assert as_staff.get(page("item_edit", trip, stranger.pk)).status_code == 404
    moved = as_staff.post(page("item_move", trip), {"item": stranger.pk, "day": "2024-07-19", "version": "1"})
    assert "그사이 지워진 일정입니다." in moved.text
    stranger.refresh_from_db()
    assert stranger.day == date(2024, 7, 18)


def test_entry_takes_only_people_and_meetings_of_its_trip(staff, trip):
    meeting, item = MeetingFactory(), {"day": date(2024, 7, 18), "title_ko": "간담"}
    services.link_meeting(delegation=DelegationFactory(), meeting=meeting, by=staff)
    with pytest.raises(ValidationError, match="출장자가 아닌"):
        services.add_item(delegation=trip, by=staff, delegates=[DelegateFactory()], **item)
    with pytest.raises(ValidationError, match="이 출장의 면담이 아닙니다"):
        services.add_item(delegation=trip, by=staff, meeting=meeting, **item)
    assert not trip.items.exists()


# --- two officers -------------------------------------------------------------------------


def test_the_second_to_change_an_entry_is_told(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    rival = UserFactory(staff=True)
    services.change_item(item=item, by=rival, title_ko="남이 고친 이름", version=1)
    mine = facts(title_ko="내가 고친 이름")
    response = as_staff.post(page("item_edit", trip, item.pk), mine)
    assert response.status_code == 409
    assert "남이 고친 이름" in response.text and "내가 고친 이름" in response.text
    assert trip.items.get().title_ko == "남이 고친 이름"
    again = as_staff.post(page("item_edit", trip, item.pk), mine | {"version": response.context["version"]})
    assert again.status_code == 302
    assert trip.items.get().title_ko == "내가 고친 이름"


def test_changes_of_other_entries_disturb_nobody(as_staff, trip):
    item, other = ItineraryItemFactory(delegation=trip), ItineraryItemFactory(delegation=trip)
    services.change_item(item=other, by=UserFactory(staff=True), title_ko="남의 것")
    assert as_staff.post(page("item_edit", trip, item.pk), facts()).status_code == 302


def test_entry_that_somebody_deleted_says_so(as_staff, staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    services.delete_item(item=item, by=UserFactory(staff=True))
    response = as_staff.post(page("item_edit", trip, item.pk), facts(title_ko="<b>적던 이름", address="적던 주소"))
    assert response.status_code == 404
    assert response.context["tab"] == "itinerary"  # the days as they are now
    for text in (
        "그사이 지워진 일정입니다. 적은 내용을 복사해 두세요.",
        "내용(한국어): &lt;b&gt;적던 이름",
        "주소: 적던 주소",
    ):
        assert text in response.text
    deleted = as_staff.post(page("item_edit", trip, item.pk), {"delete": "1", "version": "1"})
    assert "그사이 지워진 일정입니다." in deleted.text and "복사해 두세요" not in deleted.text
    assert as_staff.get(page("item_edit", trip, item.pk)).status_code == 404
    item.pk = 999_999
    with pytest.raises(ValidationError, match="그사이 지워진"):
        services.change_item(item=item, by=staff, title_ko="늦음")


# --- moving -------------------------------------------------------------------------------


def test_entry_moves_to_another_day_and_keeps_its_time(staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    services.move_item(item=item, day=date(2024, 7, 19), by=staff)
    moved = trip.items.get()
    assert (moved.day, moved.starts, moved.uid) == (date(2024, 7, 19), time(13, 30), item.uid)


def test_moved_entry_follows_the_clock_of_its_new_day(staff, trip):
    LegFactory(
        delegation=trip, origin_zone="Asia/Tokyo", destination_zone="Asia/Ho_Chi_Minh",
        departs_at=datetime(2024, 7, 18, 12, tzinfo=UTC), arrives_at=datetime(2024, 7, 18, 18, tzinfo=UTC),
    )  # fmt: skip
    tokyo = ItineraryItemFactory(delegation=trip)
    seoul = ItineraryItemFactory(delegation=trip, zone="Asia/Seoul")  # a call with home, say
    for item in (tokyo, seoul):
        services.move_item(item=item, day=date(2024, 7, 19), by=staff)
    assert [item.zone for item in trip.items.order_by("pk")] == ["Asia/Ho_Chi_Minh", "Asia/Seoul"]


@settings(max_examples=30, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=6))
def test_entries_without_a_time_stand_where_they_were_put(moves):
    trip, day, staff = DelegationFactory(), date(2024, 7, 18), UserFactory(staff=True)
    expected = [ItineraryItemFactory(delegation=trip, starts=None, title_ko=name) for name in "가나다라"]
    for taken, place in moves:
        item = sorted(expected, key=lambda each: each.pk)[taken]
        rest = [other for other in expected if other != item]
        before = rest[place] if place < len(rest) else None
        services.move_item(item=item, day=day, before=before, by=staff)
        rest.insert(place, item)
        expected = rest
    assert titles(trip, day) == [item.title_ko for item in expected]


def test_timed_entries_keep_the_order_of_their_times(staff, trip):
    early = ItineraryItemFactory(delegation=trip, starts=time(9), title_ko="아침")
    late = ItineraryItemFactory(delegation=trip, starts=time(15), title_ko="오후")
    waiting = ItineraryItemFactory(delegation=trip, starts=None, title_ko="미정")
    services.move_item(item=late, day=early.day, before=early, by=staff)
    services.move_item(item=waiting, day=early.day, before=early, by=staff)
    assert titles(trip) == ["아침", "오후", "미정"]


def test_move_after_somebody_else_is_told_and_moves_nothing(as_staff, staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    rival = UserFactory(staff=True)
    services.move_item(item=item, day=date(2024, 7, 20), version=1, by=rival)
    with pytest.raises(Overtaken):
        services.move_item(item=item, day=date(2024, 7, 17), version=1, by=staff)
    response = as_staff.post(page("item_move", trip), {"item": item.pk, "day": "2024-07-17", "version": "1"})
    assert str(rival) in response.text and "먼저 고친 일정입니다" in response.text
    assert trip.items.get().day == date(2024, 7, 20)
    trip.refresh_from_db()
    assert trip.version == 2


def test_own_moves_do_not_stand_in_the_way(staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    for day in (17, 19, 20):
        services.move_item(item=item, day=date(2024, 7, day), version=1, by=staff)
    assert trip.items.get().day == date(2024, 7, 20)


@pytest.mark.parametrize("data", [{}, {"item": "x", "day": "y"}, {"item": "", "day": "2024-07-18", "version": "z"}])
def test_garbage_moves_nothing(as_staff, trip, data):
    ItineraryItemFactory(delegation=trip)
    assert as_staff.post(page("item_move", trip), data).status_code == 200
    assert trip.items.get().day == date(2024, 7, 18)


# --- reading ------------------------------------------------------------------------------


def test_reader_sees_the_days_without_anything_to_write(client, executive, trip):
    item = ItineraryItemFactory(delegation=trip, address="東京都中央区新川1-26-19")
    client.force_login(executive)
    html = client.get(page("itinerary", trip)).text
    assert "업무협약" in html and item.address in html
    assert page("item_add", trip) not in html and page("item_edit", trip, item.pk) not in html
    assert "data-sort-handle" not in html and html.count('class="slot"') == 1


def test_writer_finds_every_day_of_the_trip(as_staff, trip):
    ItineraryItemFactory(delegation=trip, day=date(2024, 7, 25))
    html = as_staff.get(page("itinerary", trip)).text
    days = [f'id="d2024-07-{day}"' for day in (17, 18, 19, 20, 25)]
    assert all(day in html for day in days)
    assert "기간 밖" in html


def test_address_is_that_of_the_meeting_or_of_the_body_that_is_met(trip):
    body = OrganizationFactory(address="東京都中央区")
    meeting = MeetingFactory(venue_ko="", starts_at=datetime(2024, 7, 18, 4, 30, tzinfo=UTC))
    meeting.counterparts.add(body)
    item = ItineraryItemFactory(delegation=trip, meeting=meeting, place_ko="")
    dinner = ItineraryItemFactory(delegation=trip, meeting=meeting, starts=time(18))
    assert [selectors.address_of(each) for each in (item, dinner)] == ["東京都中央区", ""]
    item.meeting.venue_ko = "오사카 시내 회의장"
    assert selectors.address_of(item) == ""
    item.meeting.venue_ko = f"{body.name_ko}(6층)"
    assert selectors.address_of(item) == "東京都中央区"
    meeting.address = item.meeting.address = "東京都港区"
    assert selectors.address_of(item) == "東京都港区"
    item.address = "東京都新宿区"
    assert selectors.address_of(item) == "東京都新宿区"


def test_the_cursor_stands_in_the_day_asked_for_by_a_writer_only(client, as_staff, executive, trip):
    address = reverse("delegations:delegation_itinerary", args=[trip.slug])
    html = as_staff.get(f"{address}?on=2024-07-18").text
    assert html.count("autofocus") == 1
    field = next(part for part in html.split("<input") if 'id="d2024-07-18-when"' in part)
    assert "autofocus" in field.partition(">")[0]
    assert "autofocus" not in as_staff.get(f"{address}?on=nonsense").text
    client.force_login(executive)
    assert '<form class="quick"' not in client.get(f"{address}?on=2024-07-18").text


def test_what_was_typed_is_text_in_markup_that_is_filled_in(as_staff, trip):
    ItineraryItemFactory(delegation=trip, title_ko="<i>{day}</i>")
    html = as_staff.get(reverse("delegations:delegation_itinerary", args=[trip.slug])).text
    assert "&lt;i&gt;{day}&lt;/i&gt;" in html and 'value="2024-07-18"' in html
    typed = {"day": "2024-07-18", "when": "zz", "title": "<b>{url}</b>"}
    html = as_staff.post(reverse("delegations:delegation_item_add", args=[trip.slug]), typed).text
    assert 'value="&lt;b&gt;{url}&lt;/b&gt;"' in html


@pytest.mark.parametrize("rows", [1, 7])
def test_days_ask_the_same_for_one_row_and_many(as_staff, django_assert_num_queries, trip, rows):
    for number in range(rows):
        delegate, meeting = DelegateFactory(delegation=trip), MeetingFactory()
        meeting.counterparts.add(OrganizationFactory())
        item = ItineraryItemFactory(delegation=trip, starts=time(8 + number), meeting=meeting, delegates=[delegate])
        leg = LegFactory(delegation=trip, number=f"KE{number}")
        leg.delegates.add(delegate)
    with django_assert_num_queries(11):
        assert as_staff.get(page("itinerary", trip)).status_code == 200
    with django_assert_num_queries(9):
        assert as_staff.get(page("item_edit", trip, item.pk)).status_code == 200


def test_clock_is_said_once_a_day_and_where_it_changes(as_staff):
    trip = DelegationFactory()
    for day, hour, zone in (
        (17, 9, "Asia/Seoul"), (17, 15, "Asia/Ho_Chi_Minh"), (17, 18, "Asia/Ho_Chi_Minh"),
        (18, 9, "Asia/Ho_Chi_Minh"), (18, 10, "Asia/Seoul"), (18, 11, "Asia/Tokyo"), (18, 12, "Asia/Ho_Chi_Minh"),
        (19, 9, "Asia/Tokyo"), (19, 10, "Asia/Seoul"),
    ):  # fmt: skip
        ItineraryItemFactory(delegation=trip, day=date(2024, 7, day), starts=time(hour), zone=zone)
    days = as_staff.get(page("itinerary", trip)).context["days"]
    notes = {day.date.day: [slot.zone_note for slot in day.slots] for day, _form in days}
    hanoi = "하노이·호찌민"
    assert notes == {17: ["", hanoi, ""], 18: [hanoi, "서울", "", hanoi], 19: ["", ""], 20: []}


# --- by hand ------------------------------------------------------------------------------


@pytest.mark.once
def test_entries_are_typed_and_moved_with_the_keyboard_alone(page, live_server):
    """`page` is the browser's here."""
    trip = DelegationFactory()
    already_signed_in(page, UserFactory(staff=True))
    page.goto(reverse("delegations:delegation_itinerary", args=[trip.slug]))
    page.locator("#d2024-07-18 input[name=when]").focus()
    for line in (("1330", "업무협약"), ("", "만찬")):
        page.keyboard.type(line[0])
        page.keyboard.press("Tab")
        page.keyboard.type(line[1])
        page.keyboard.press("Enter")
        page.locator(f"#d2024-07-18 .slot:has-text('{line[1]}')").wait_for()
        assert page.evaluate("document.activeElement.name") == "when"
    counts = [page.locator(name).inner_text() for name in ("#item-count", "#item-total")]
    assert counts == ["2", "2"], "the tab and the heading know it as well"
    handle = page.locator(".slot:has-text('만찬') [data-sort-handle]")
    handle.focus()
    with page.expect_response(lambda response: response.url.endswith("/move/")):
        page.keyboard.press("ArrowDown")
    page.locator("#d2024-07-19 .slot:has-text('만찬')").wait_for()
    page.wait_for_function("document.activeElement.matches('#d2024-07-19 [data-sort-handle]')")
    assert ItineraryItem.objects.get(title_ko="만찬").day == date(2024, 7, 19)
