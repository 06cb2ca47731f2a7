"""Calendar files: the same instants, names that stay, changes that calendars take up, and nobody else's entries."""

import io
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from django.urls import reverse
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from delegations import services
from delegations.calendars.ics import trip_calendar
from delegations.models import CalendarRemoval
from exchange.core import vtimezones
from exchange.core.zones import zone_names
from exchange.directory.merging import merge_people
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory

BERLIN, PACIFIC, HANOI = "Europe/Berlin", "America/Los_Angeles", "Asia/Ho_Chi_Minh"
OURS = ["Asia/Seoul", "Asia/Tokyo", HANOI, PACIFIC, BERLIN]
MINUTE = timedelta(minutes=1)


def events_of(data):
    """{uid without its domain: event}"""
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(data).walk("VEVENT")}


def written(data, uid, name):
    """The value as it stands in the file, with its parameters."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(f"UID:{uid}"))
    begin = max(i for i in range(start) if lines[i] == "BEGIN:VEVENT")
    end = lines.index("END:VEVENT", start)
    return next(line for line in lines[begin:end] if line.startswith((f"{name}:", f"{name};")))


def instant(data, uid, name="DTSTART"):
    """By the file's own VTIMEZONE alone: neither icalendar nor the system's zones are asked."""
    head, _colon, value = written(data, uid, name).partition(":")
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = tzical(io.StringIO(data.decode())).get(head.removeprefix(f"{name};TZID="))
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


@pytest.fixture
def trip(db):
    return DelegationFactory()


@pytest.fixture
def people(trip):
    return DelegateFactory.create_batch(3, delegation=trip)


# --- zones ----------------------------------------------------------------------------------


def offset_in(component, clock):
    zone = tzical(io.StringIO(component.to_ical().decode())).get()
    return clock.replace(tzinfo=zone).utcoffset()


@pytest.mark.parametrize("zone", OURS)
@given(at=st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_zone_is_described_as_the_database_knows_it(zone, at):
    real = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    component = vtimezones.describe(zone, real.year, real.year)
    if not real.fold:
        assert offset_in(component, real.replace(tzinfo=None)) == real.utcoffset()


@given(zone=st.sampled_from(sorted(zone_names())), at=st.datetimes(datetime(1980, 1, 1), datetime(2090, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_any_zone_is_described_as_the_database_knows_it(zone, at):
    real = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    component = vtimezones.describe(zone, real.year, real.year)
    assert component["TZID"] == zone
    skipped_back = real.replace(fold=1).utcoffset() != real.replace(fold=0).utcoffset()
    if not skipped_back:
        assert offset_in(component, real.replace(tzinfo=None)) == real.utcoffset()


def test_summer_time_is_a_yearly_rule_that_begins_by_the_clock_before_it():
    text = vtimezones.describe(BERLIN, 2026, 2026).to_ical().decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text


def test_zone_without_summer_time_has_one_offset():
    text = vtimezones.describe("Asia/Tokyo", 2026, 2026).to_ical().decode()
    assert text.count("BEGIN:") == 2
    assert "TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900" in text


def test_zone_that_changed_once_lists_its_day():
    """Pyongyang went half an hour ahead on 5 May 2018."""
    component = vtimezones.describe("Asia/Pyongyang", 2018, 2018)
    assert offset_in(component, datetime(2018, 5, 4, 12)) == timedelta(hours=8, minutes=30)
    assert offset_in(component, datetime(2018, 5, 6, 12)) == timedelta(hours=9)


# --- instants -------------------------------------------------------------------------------


@pytest.mark.django_db
@given(
    zone=st.sampled_from(OURS),
    at=st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31)),
    minutes=st.integers(1, 1200),
    to=st.sampled_from(OURS),
)
@example(zone=BERLIN, at=datetime(2024, 10, 27, 0, 30), minutes=60, to=BERLIN)  # 02:30, and an hour later 02:30
@example(zone=BERLIN, at=datetime(2024, 3, 31, 0, 59), minutes=2, to=BERLIN)  # over the hour that is skipped
@example(zone=PACIFIC, at=datetime(2024, 11, 3, 9, 30), minutes=30, to="Asia/Seoul")
@settings(max_examples=30, deadline=None)
def test_leg_keeps_its_instants(zone, at, minutes, to):
    departs = at.replace(tzinfo=UTC, second=0, microsecond=0)
    arrives = departs + minutes * MINUTE
    leg = LegFactory(origin_zone=zone, destination_zone=to, departs_at=departs, arrives_at=arrives)
    data = trip_calendar(leg.delegation)
    assert instant(data, leg.uid) == departs
    assert instant(data, leg.uid, "DTEND") == arrives


@pytest.mark.django_db
@given(
    zone=st.sampled_from(OURS),
    day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    starts=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
@example(zone=BERLIN, day=date(2024, 3, 31), starts=time(2, 30))  # a time that the clock skips
@example(zone=BERLIN, day=date(2024, 10, 27), starts=time(2, 30))  # one that it shows twice: the first
@example(zone=PACIFIC, day=date(2024, 11, 3), starts=time(1, 30))
@settings(max_examples=30, deadline=None)
def test_item_keeps_its_instant_and_an_hour(zone, day, starts):
    item = ItineraryItemFactory(zone=zone, day=day, starts=starts)
    data = trip_calendar(item.delegation)
    meant = datetime.combine(day, starts, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert instant(data, item.uid) == meant
    assert instant(data, item.uid, "DTEND") == meant + timedelta(hours=1)


@pytest.mark.parametrize("zone", [BERLIN, PACIFIC, HANOI, "US/Pacific", "Etc/GMT+5"])
def test_both_ends_of_a_leg_stand_on_their_own_clocks(trip, zone):
    departs = datetime(2024, 7, 17, 7, 10, tzinfo=UTC)
    leg = LegFactory(delegation=trip, destination_zone=zone, departs_at=departs, arrives_at=departs + 600 * MINUTE)
    data = trip_calendar(trip)
    assert written(data, leg.uid, "DTSTART") == "DTSTART;TZID=Asia/Seoul:20240717T161000"
    assert written(data, leg.uid, "DTEND").startswith(f"DTEND;TZID={zone}:2024071")
    assert sorted(c["TZID"] for c in Calendar.from_ical(data).walk("VTIMEZONE")) == sorted(["Asia/Seoul", zone])
    assert instant(data, leg.uid, "DTEND") == leg.arrives_at


def test_item_without_a_time_takes_its_day_and_keeps_nobody_busy(trip):
    item = ItineraryItemFactory(delegation=trip, starts=None, day=date(2024, 7, 18))
    data = trip_calendar(trip)
    assert written(data, item.uid, "DTSTART") == "DTSTART;VALUE=DATE:20240718"
    assert events_of(data)[str(item.uid)]["TRANSP"] == "TRANSPARENT"


def test_item_with_an_end_keeps_it(trip):
    item = ItineraryItemFactory(delegation=trip, starts=time(13, 30), ends=time(15))
    assert written(trip_calendar(trip), item.uid, "DTEND") == "DTEND;TZID=Asia/Tokyo:20240718T150000"


# --- words ----------------------------------------------------------------------------------


def test_file_keeps_the_rules_of_its_format(trip, people):
    item = ItineraryItemFactory(
        delegation=trip,
        title_ko="업무협약; 만찬, \\ " + "가나다라" * 45,
        place_ko="단체중앙회 6층",
        address="東京都中央区新川1-26-19",
    )
    data = trip_calendar(trip)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n") and data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar, event = Calendar.from_ical(data), events_of(data)[str(item.uid)]
    assert (calendar["METHOD"], calendar["VERSION"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "2.0", trip.title_ko)
    assert event["SUMMARY"] == item.title_ko
    assert event["LOCATION"] == "단체중앙회 6층, 東京都中央区新川1-26-19"
    assert event["UID"] == f"{item.uid}@shuttle-exchange"
    assert event["URL"].endswith(reverse("delegations:delegation_itinerary", args=[trip.slug]))


def test_entry_says_who_goes_and_on_whose_clock(trip, people):
    one = ItineraryItemFactory(delegation=trip, delegates=[people[1]], ends=time(15))
    everybody = ItineraryItemFactory(delegation=trip)
    events = events_of(trip_calendar(trip))
    assert people[1].person.name_ko in events[str(one.uid)]["DESCRIPTION"]
    assert people[0].person.name_ko not in events[str(one.uid)]["DESCRIPTION"]
    assert "전원(3명)" in events[str(everybody.uid)]["DESCRIPTION"]
    assert "13:30 (도쿄) ~ 15:00 (도쿄)" in events[str(one.uid)]["DESCRIPTION"]
    assert "14:30" not in events[str(everybody.uid)]["DESCRIPTION"]  # nobody wrote when it ends
    assert "끝나는 시각 미정" in events[str(everybody.uid)]["DESCRIPTION"]


def test_no_address_of_a_person_leaves_the_portal(trip):
    person = DelegateFactory(delegation=trip, person__user=UserFactory(staff=True, email="hidden@example.com")).person
    ItineraryItemFactory(delegation=trip)
    data = trip_calendar(trip).decode()
    assert person.user.email not in data
    assert "mailto" not in data.lower() and "ATTENDEE" not in data and "ORGANIZER" not in data


def test_texts_follow_the_reader_and_fall_back(trip):
    both = ItineraryItemFactory(delegation=trip, title_ja="業務協約", place_ko="회의실", place_ja="会議室")
    korean = ItineraryItemFactory(delegation=trip, title_ko="만찬", title_ja="")
    with translation.override("ja"):
        events = events_of(trip_calendar(trip))
    assert (events[str(both.uid)]["SUMMARY"], events[str(both.uid)]["LOCATION"]) == ("業務協約", "会議室")
    assert events[str(korean.uid)]["SUMMARY"] == "만찬"


def test_meeting_lends_its_place_and_address(trip):
    meeting = MeetingFactory(venue_ko="SMRJ 회의실", address="東京都港区虎ノ門3-5-1")
    trip.meeting_links.create(meeting=meeting)
    start = meeting.local_start
    item = ItineraryItemFactory(delegation=trip, day=start.date(), starts=start.time(), place_ko="", meeting=meeting)
    assert events_of(trip_calendar(trip))[str(item.uid)]["LOCATION"] == "SMRJ 회의실, 東京都港区虎ノ門3-5-1"


def test_body_that_is_met_lends_its_address(trip):
    body = OrganizationFactory(address="東京都中央区新川1-26-19")
    venue = f"{body.name_ko} 6층 회의실"
    meeting = MeetingFactory(venue_ko=venue, counterparts=[body])
    start = meeting.local_start
    item = ItineraryItemFactory(delegation=trip, day=start.date(), starts=start.time(), place_ko="", meeting=meeting)
    assert events_of(trip_calendar(trip))[str(item.uid)]["LOCATION"] == f"{venue}, {body.address}"


# --- changes --------------------------------------------------------------------------------


def sequence(trip, **options):
    trip.refresh_from_db()
    numbers = {event["SEQUENCE"] for event in events_of(trip_calendar(trip, **options)).values()}
    assert len(numbers) == 1
    return numbers.pop()


def test_edits_keep_the_name_and_raise_the_number(trip, staff):
    item = ItineraryItemFactory(delegation=trip)
    before = sequence(trip)
    services.change_item(item=item, title_ko="업무협약 체결식", starts=time(14), day=date(2024, 7, 19), by=staff)
    after = sequence(trip)
    event = events_of(trip_calendar(trip))[str(item.uid)]
    assert after > before
    assert (event["SUMMARY"], event["STATUS"]) == ("업무협약 체결식", "CONFIRMED")


def test_removed_item_and_leg_are_cancelled(trip, people, staff):
    item, leg = ItineraryItemFactory(delegation=trip, title_ko="만찬"), LegFactory(delegation=trip)
    before = sequence(trip)
    services.delete_item(item=item, by=staff)
    services.set_legs(delegation=trip, rows=[], by=staff)
    for delegate in [None, people[0]]:
        assert sequence(trip, delegate=delegate) > before
        data = trip_calendar(trip, delegate=delegate)
        events = events_of(data)
        assert {event["STATUS"] for event in events.values()} == {"CANCELLED"}
        assert set(events) == {str(item.uid), str(leg.uid)}
        assert events[str(item.uid)]["SUMMARY"] == "만찬"
        assert instant(data, leg.uid) == leg.departs_at and instant(data, leg.uid, "DTEND") == leg.arrives_at


def test_removed_day_is_cancelled_as_a_day(trip, staff):
    item = ItineraryItemFactory(delegation=trip, starts=None, day=date(2024, 7, 18))
    services.delete_item(item=item, by=staff)
    trip.refresh_from_db()
    assert written(trip_calendar(trip), item.uid, "DTSTART") == "DTSTART;VALUE=DATE:20240718"


def test_whoever_no_longer_goes_is_told_and_the_others_are_not(trip, people, staff):
    first, second, third = people
    item = ItineraryItemFactory(delegation=trip, delegates=[first, second])
    services.change_item(item=item, delegates=[first], by=staff)
    status = {
        d: {u: e["STATUS"] for u, e in events_of(trip_calendar(trip, delegate=d)).items()} for d in [None, *people]
    }
    assert status == {
        None: {str(item.uid): "CONFIRMED"},
        first: {str(item.uid): "CONFIRMED"},
        second: {str(item.uid): "CANCELLED"},
        third: {},
    }


def test_entry_that_comes_back_loses_its_removal(trip, people, staff):
    item = ItineraryItemFactory(delegation=trip, delegates=people[:2])
    services.change_item(item=item, delegates=people[:1], by=staff)
    assert CalendarRemoval.objects.count() == 1
    services.change_item(item=item, delegates=[], by=staff)
    assert CalendarRemoval.objects.count() == 0
    assert events_of(trip_calendar(trip, delegate=people[1]))[str(item.uid)]["STATUS"] == "CONFIRMED"


def test_leaving_the_plan_twice_is_one_removal(trip, people, staff):
    item = ItineraryItemFactory(delegation=trip, delegates=people[:2])
    services.change_item(item=item, delegates=people[:1], by=staff)
    services.delete_item(item=item, by=staff)
    removals = CalendarRemoval.objects.values_list("person", flat=True)
    assert sorted(removals, key=str) == sorted([None, people[0].person_id, people[1].person_id], key=str)


def test_delegate_who_leaves_the_trip_and_returns_has_his_entries(trip, people, staff):
    item, leg = ItineraryItemFactory(delegation=trip), LegFactory(delegation=trip)
    rows = [{"id": d.pk, "group": d.group, "person": d.person, "title_ko": d.title_ko} for d in people]
    services.set_delegates(delegation=trip, rows=rows[:2], by=staff)
    gone = CalendarRemoval.objects.filter(person=people[2].person)
    assert {removal.uid for removal in gone} == {item.uid, leg.uid}
    services.set_delegates(delegation=trip, rows=[*rows[:2], rows[2] | {"id": None}], by=staff)
    assert not gone.all().exists()
    back = trip.delegates.get(person=people[2].person)
    assert {event["STATUS"] for event in events_of(trip_calendar(trip, delegate=back)).values()} == {"CONFIRMED"}


def test_cancelled_trip_cancels_all_and_a_restored_one_confirms(trip, people):
    manager = UserFactory(manager=True)
    ItineraryItemFactory(delegation=trip), LegFactory(delegation=trip)
    numbers = [sequence(trip)]
    services.cancel_delegation(delegation=trip, reason="예시 사유", by=manager)
    numbers.append(sequence(trip))
    assert {event["STATUS"] for event in events_of(trip_calendar(trip)).values()} == {"CANCELLED"}
    services.restore_delegation(delegation=trip, by=manager)
    numbers.append(sequence(trip))
    assert {event["STATUS"] for event in events_of(trip_calendar(trip)).values()} == {"CONFIRMED"}
    assert numbers == sorted(set(numbers))


def test_every_save_raises_the_number(trip, people, staff):
    item = ItineraryItemFactory(delegation=trip)
    numbers = [sequence(trip)]
    for save in (
        lambda: services.change_item(item=item, title_ko="만찬", by=staff),
        lambda: services.set_legs(delegation=trip, rows=[], by=staff),
        lambda: services.change_delegation(delegation=trip, title_ko="다른 제목", by=staff),
    ):
        save()
        numbers.append(sequence(trip))
    assert all(later > earlier for earlier, later in pairwise(numbers))


# --- pages ----------------------------------------------------------------------------------


def test_delegates_file_holds_only_his_entries(as_staff, trip, people):
    """The others' entries and removals would be there to leak."""
    mine = [ItineraryItemFactory(delegation=trip, delegates=[people[0]]), ItineraryItemFactory(delegation=trip)]
    theirs = ItineraryItemFactory(delegation=trip, delegates=people[1:], title_ko="다른 사람의 일정")
    leg = LegFactory(delegation=trip)
    leg.delegates.set(people[1:])
    for person in [people[1].person, None]:
        CalendarRemoval.objects.create(
            delegation=trip, person=person, uid=leg.uid, title_ko="남의 취소", starts_at=leg.departs_at
        )
    answer = as_staff.get(reverse("delegations:delegate_calendar", args=[trip.slug, people[0].pk]))
    assert set(events_of(answer.content)) == {str(item.uid) for item in mine}
    assert theirs.title_ko not in answer.content.decode() and "남의 취소" not in answer.content.decode()


def test_delegate_named_by_post_hears_of_nobody_elses_removal(trip, staff):
    somebody, post = (
        DelegateFactory(delegation=trip),
        DelegateFactory(delegation=trip, person=None, title_ko="중앙회장"),
    )
    item = ItineraryItemFactory(delegation=trip, delegates=[somebody], title_ko="남의 일정")
    services.delete_item(item=item, by=staff)
    assert events_of(trip_calendar(trip, delegate=post)) == {}


def test_file_is_named_and_private(as_staff, trip):
    ItineraryItemFactory(delegation=trip)
    answer = as_staff.get(reverse("delegations:delegation_calendar", args=[trip.slug]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{trip.slug}.ics"'
    assert "private" in answer.headers["Cache-Control"] and "public" not in answer.headers["Cache-Control"]


def test_file_that_did_not_change_is_not_sent_again(as_staff, trip, staff):
    item = ItineraryItemFactory(delegation=trip)
    address = reverse("delegations:delegation_calendar", args=[trip.slug])
    tag = as_staff.get(address).headers["ETag"]
    assert as_staff.get(address, headers={"If-None-Match": tag}).status_code == 304
    services.delete_item(item=item, by=staff)
    assert as_staff.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_trip_that_one_may_not_see_has_no_file(client, trip, people, role):
    client.force_login(UserFactory(**{role: True}))
    assert client.get(reverse("delegations:delegation_calendar", args=[trip.slug])).status_code == 404
    assert client.get(reverse("delegations:delegate_calendar", args=[trip.slug, people[0].pk])).status_code == 404


def test_file_needs_a_sign_in(client, trip):
    answer = client.get(reverse("delegations:delegation_calendar", args=[trip.slug]))
    assert answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]


def test_delegate_of_another_trip_is_not_found(as_staff, trip):
    stranger = DelegateFactory()
    assert as_staff.get(reverse("delegations:delegate_calendar", args=[trip.slug, stranger.pk])).status_code == 404


@pytest.mark.parametrize("rows", [1, 8])
def test_file_asks_the_same_for_one_row_and_many(as_staff, django_assert_num_queries, trip, rows):
    delegates = DelegateFactory.create_batch(rows, delegation=trip)
    for n in range(rows):
        meeting = MeetingFactory(counterparts=[OrganizationFactory()])
        trip.meeting_links.create(meeting=meeting)
        ItineraryItemFactory(delegation=trip, delegates=delegates[: n + 1], meeting=meeting)
        LegFactory(delegation=trip, number=f"KE{n}").delegates.set(delegates[:1])
    with django_assert_num_queries(11):
        assert as_staff.get(reverse("delegations:delegation_calendar", args=[trip.slug])).status_code == 200
    with django_assert_num_queries(12):
        as_staff.get(reverse("delegations:delegate_calendar", args=[trip.slug, delegates[0].pk]))


@pytest.mark.parametrize("name", ["delegation_itinerary", "delegation_delegates"])
def test_pages_offer_the_files(as_staff, trip, people, name):
    ItineraryItemFactory(delegation=trip)
    html = as_staff.get(reverse(f"delegations:{name}", args=[trip.slug])).content.decode()
    assert reverse("delegations:delegation_calendar", args=[trip.slug]) in html
    own = [reverse("delegations:delegate_calendar", args=[trip.slug, person.pk]) in html for person in people]
    assert all(own) if name == "delegation_delegates" else not any(own)


@pytest.mark.django_db
def test_one_who_stays_is_not_taken_out_by_a_second_record_of_himself():
    staff, trip = UserFactory(staff=True), DelegationFactory()
    stays, leaves, other = [DelegateFactory(delegation=trip) for _ in range(3)]
    item = ItineraryItemFactory(delegation=trip, delegates=[stays, leaves, other])
    services.change_item(item=item, by=staff, delegates=[stays, other])
    merge_people(kept=stays.person, gone=leaves.person, choices={}, by=staff)
    [event] = Calendar.from_ical(trip_calendar(trip, delegate=stays)).walk("VEVENT")
    assert event["STATUS"] == "CONFIRMED"
    services.change_item(item=item, by=staff, delegates=[other])
    [event] = Calendar.from_ical(trip_calendar(trip, delegate=stays)).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
