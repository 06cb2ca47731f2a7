"""The day of a trip on a phone: the clock of the place, what is on now, a photo or a note into the right minutes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from delegations import loading, services, today
from delegations.models import Delegation
from exchange.audit.versions import Overtaken
from exchange.core.rows import MAX_ROWS
from exchange.meetings import images
from exchange.meetings.models import Meeting, Photo
from exchange.meetings.services import append_points, set_points
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory, LegFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PointFactory, jpeg

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 18)


@pytest.fixture
def trip():
    return DelegationFactory()


def page(trip, day=DAY):
    return reverse("delegations:delegation_today", args=[trip.slug]) + (f"?day={day}" if day else "")


def note_page(item):
    return reverse("delegations:delegation_note_add", args=[item.delegation.slug, item.pk])


def at(hour, minute=0, day=18):
    """An instant by the clock of Tokyo."""
    return datetime(2024, 7, day, hour - 9, minute, tzinfo=UTC)


def whens(trip, now, staff, day=DAY):
    stops = today.stops_of(loading.load_addresses(loading.load_trip(Delegation.objects.get())), day, staff, now)
    return [(stop.slot.item.title_ko if stop.slot.item else stop.slot.leg.number, stop.when) for stop in stops]


# --- now and next -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(9), ["next", "later", "later"]),
        (at(10, 30), ["now", "next", "later"]),
        (at(12, 30), ["over", "now", "next"]),
        (at(15), ["over", "over", "next"]),
        (at(19), ["over", "over", "now"]),
        (at(21), ["over", "over", "over"]),
        (at(12, day=17), ["later", "later", "later"]),
    ],
)
def test_what_is_on_now_and_what_comes_next(staff, trip, now, expected):
    """The first has no end and lasts until the second; the last has none either."""
    for starts, ends in ((time(10), None), (time(11, 30), time(14)), (time(18, 30), None)):
        ItineraryItemFactory(delegation=trip, starts=starts, ends=ends)
    ItineraryItemFactory(delegation=trip, starts=None)
    assert [when for _title, when in whens(trip, now, staff)] == [*expected, ""]


def test_a_flight_is_on_from_gate_to_gate_whatever_the_clocks_show(staff, trip):
    LegFactory(
        delegation=trip, destination_zone="America/Los_Angeles",
        departs_at=datetime(2024, 7, 18, 10, 40, tzinfo=UTC), arrives_at=datetime(2024, 7, 18, 21, 30, tzinfo=UTC),
    )  # fmt: skip
    assert whens(trip, datetime(2024, 7, 18, 20, tzinfo=UTC), staff) == [("KE2103", "now")]
    assert whens(trip, datetime(2024, 7, 18, 22, tzinfo=UTC), staff) == [("KE2103", "over")]


@pytest.mark.parametrize(
    ("now", "day", "clock"),
    [
        (datetime(2024, 7, 17, 22, tzinfo=UTC), 18, "Asia/Seoul"),
        (datetime(2024, 7, 18, 23, tzinfo=UTC), 18, "America/Los_Angeles"),
        (datetime(2024, 7, 19, 16, tzinfo=UTC), 19, "America/Los_Angeles"),
    ],
)
def test_today_is_that_of_the_place(trip, now, day, clock):
    """While Seoul has the next day already."""
    LegFactory(
        delegation=trip, destination_zone="America/Los_Angeles",
        departs_at=datetime(2024, 7, 18, 10, 40, tzinfo=UTC), arrives_at=datetime(2024, 7, 18, 21, 30, tzinfo=UTC),
    )  # fmt: skip
    trip.country = "US"
    assert today.clock_of(trip, now).tzinfo.key == clock
    assert today.day_of(trip, None, now) == date(2024, 7, day)


@pytest.mark.parametrize(
    ("asked", "now", "day"),
    [
        (None, datetime(2024, 7, 1, tzinfo=UTC), 17),
        (None, datetime(2024, 8, 1, tzinfo=UTC), 20),
        (date(2024, 7, 19), datetime(2024, 8, 1, tzinfo=UTC), 19),
        (date(1999, 1, 1), datetime(2024, 7, 18, tzinfo=UTC), 17),
    ],
)
def test_before_and_after_the_trip_its_ends_are_shown(trip, asked, now, day):
    assert today.day_of(trip, asked, now) == date(2024, 7, day)


# --- the page -----------------------------------------------------------------------------


def test_day_shows_the_address_and_who_to_call(as_staff, trip):
    meeting = MeetingFactory(venue_ko="", starts_at=at(13, 30))
    meeting.counterparts.add(OrganizationFactory(address="東京都中央区新川1-26-19"))
    guest = PersonFactory(phone="+81-3-0000-0000")
    AttendanceFactory(meeting=meeting, side="counterpart", person=guest)
    AttendanceFactory(meeting=meeting, side="ours", person=PersonFactory(phone="+82-2-0000-0000"))
    item = ItineraryItemFactory(delegation=trip, meeting=meeting, place_ko="")
    LegFactory(delegation=trip, departs_at=at(16, 10), arrives_at=at(18, 30))
    html = as_staff.get(page(trip)).text
    assert "東京都中央区新川1-26-19" in html and "query=%E6%9D%B1%E4%BA%AC" in html
    assert "tel:+81-3-0000-0000" in html and "+82-2" not in html
    assert "KE2103" in html and f'id="item-{item.pk}"' in html


@pytest.mark.parametrize("day", ["", "x", "2024-13-40", "2024-07-19", "0001-01-01"])
def test_any_day_asked_for_is_answered(as_staff, trip, day):
    ItineraryItemFactory(delegation=trip)
    assert as_staff.get(page(trip, day)).status_code == 200


def test_reader_writes_nothing(client, executive, trip):
    item = ItineraryItemFactory(delegation=trip)
    client.force_login(executive)
    assert "<textarea" not in client.get(page(trip)).text
    assert client.post(note_page(item), {"note": "메모"}).status_code == 403


def test_outsider_sees_no_trip(client, trip):
    item = ItineraryItemFactory(delegation=trip)
    client.force_login(UserFactory(ambassador=True))
    assert client.get(page(trip)).status_code == 404
    assert client.post(note_page(item), {"note": "메모"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 7])
def test_day_asks_the_same_for_one_entry_and_many(as_staff, django_assert_num_queries, trip, rows):
    for number in range(rows):
        meeting = MeetingFactory()
        AttendanceFactory(meeting=meeting, side="counterpart", person=PersonFactory(phone="02-000-0000"))
        going = DelegateFactory(delegation=trip)
        ItineraryItemFactory(delegation=trip, starts=time(9 + number), meeting=meeting, delegates=[going])
        LegFactory(delegation=trip, number=f"KE{number}")
    with django_assert_num_queries(11):
        assert as_staff.get(page(trip)).status_code == 200


@pytest.mark.parametrize("phase", ["under_way", "later"])
def test_trip_and_home_lead_here_while_it_lasts(as_staff, phase):
    start = timezone.localdate() + (timedelta(0) if phase == "under_way" else timedelta(days=3))
    trip = DelegationFactory(starts_on=start, ends_on=start + timedelta(days=1))
    address = page(trip, None)
    assert (address in as_staff.get(trip.get_absolute_url()).text) == (phase == "under_way")
    assert (address in as_staff.get("/").text) == (phase == "under_way")


# --- notes and photos ---------------------------------------------------------------------


def test_note_becomes_lines_of_the_entrys_minutes(as_staff, trip):
    meeting = MeetingFactory()
    PointFactory(meeting=meeting, text_ko="이미 있던 줄")
    item = ItineraryItemFactory(delegation=trip, meeting=meeting)
    response = as_staff.post(note_page(item), {"note": "셔틀교류 정례화\n\n - 내년 서울 개최\n"}, follow=True)
    assert "메모 2줄" in response.text
    assert [point.text_ko for point in meeting.points.all()] == ["이미 있던 줄", "셔틀교류 정례화", "내년 서울 개최"]


def test_first_note_makes_the_record_of_the_entry(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip, ends=time(15), title_ja="業務協約", address="東京都中央区")
    as_staff.post(note_page(item), {"note": "첫 줄"})
    as_staff.post(note_page(item), {"note": "둘째 줄"})
    meeting = Meeting.objects.get()
    item.refresh_from_db()
    assert item.meeting == meeting == trip.meetings.get()
    assert (meeting.title_ko, meeting.title_ja, meeting.venue_ko) == ("업무협약", "業務協約", "단체중앙회 6층")
    assert (meeting.starts_at, meeting.ends_at, meeting.address) == (at(13, 30), at(15), "東京都中央区")
    assert meeting.state == "held"
    assert meeting.points.count() == 2


def test_entry_without_a_time_has_its_record_at_noon(staff, trip):
    item = ItineraryItemFactory(delegation=trip, starts=None)
    assert services.meeting_of_item(item=item, by=staff).local_start.time() == time(12)


def test_photos_go_into_the_minutes_and_a_bad_one_is_named(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    files = [SimpleUploadedFile("good.jpg", jpeg()), SimpleUploadedFile("bad.jpg", b"no picture")]
    response = as_staff.post(note_page(item), {"photos": files, "note": "사진과 함께"}, follow=True)
    assert "사진 1장, 메모 1줄" in response.text and "bad.jpg" in response.text
    assert Photo.objects.get().meeting == trip.meetings.get()


def test_bad_photo_alone_makes_no_record(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    as_staff.post(note_page(item), {"photos": [SimpleUploadedFile("bad.jpg", b"")]})
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(("note", "words"), [("  \n", "사진을 고르거나 메모를"), ("가" * 5001, "5000")])
def test_refused_note_says_why_and_keeps_what_was_typed(as_staff, trip, note, words):
    item = ItineraryItemFactory(delegation=trip)
    response = as_staff.post(note_page(item), {"note": note})
    assert response.status_code == 200
    assert words in response.text and note.strip() in response.text
    assert not Meeting.objects.exists()


def test_note_of_another_trips_entry_is_not_there(as_staff, trip):
    stranger = ItineraryItemFactory()
    address = reverse("delegations:delegation_note_add", args=[trip.slug, stranger.pk])
    assert as_staff.post(address, {"note": "메모"}).status_code == 404


def test_note_for_an_entry_that_somebody_deleted_can_be_copied(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    address = note_page(item)
    services.delete_item(item=item, by=UserFactory(staff=True))
    response = as_staff.post(address, {"note": "적던 줄\n<둘째>", "photos": [SimpleUploadedFile("현장.jpg", jpeg())]})
    assert response.status_code == 404
    assert "그사이 지워진 일정입니다. 적은 내용을 복사해 두세요." in response.text
    assert "적던 줄\n&lt;둘째&gt;" in response.text and "현장.jpg: 저장하지 않았습니다." in response.text
    assert not Meeting.objects.exists()


def test_entry_that_is_deleted_while_its_photo_is_developed_loses_no_note(as_staff, trip, monkeypatch):
    item = ItineraryItemFactory(delegation=trip)
    prepare = images.prepare

    def slowly(upload):
        services.delete_item(item=trip.items.get(), by=UserFactory(staff=True))
        return prepare(upload)

    monkeypatch.setattr(images, "prepare", slowly)
    response = as_staff.post(note_page(item), {"note": "적던 줄", "photos": [SimpleUploadedFile("a.jpg", jpeg())]})
    assert response.status_code == 404 and "적던 줄" in response.text
    assert "a.jpg: 저장하지 않았습니다." in response.text


def test_note_tells_whoever_is_writing_the_minutes(staff):
    meeting = MeetingFactory()
    opened = meeting.version
    append_points(meeting=meeting, rows=[{"level": 0, "text_ko": "현장 메모"}], by=staff)
    with pytest.raises(Overtaken):
        set_points(meeting=meeting, rows=[], version=opened, by=UserFactory(staff=True))
    assert meeting.points.get().text_ko == "현장 메모"


def test_note_that_is_sent_twice_is_kept_once(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    for _sent in range(2):
        as_staff.post(note_page(item), {"note": "같은 줄\n둘째 줄"})
    assert [point.text_ko for point in Meeting.objects.get().points.all()] == ["같은 줄", "둘째 줄"]
    as_staff.post(note_page(item), {"note": "둘째 줄\n셋째 줄"})
    assert Meeting.objects.get().points.count() == 4


def test_the_same_words_of_somebody_else_are_kept(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    as_staff.post(note_page(item), {"note": "동의함"})
    meeting = Meeting.objects.get()
    append_points(meeting=meeting, rows=[{"level": 0, "text_ko": "동의함"}], by=UserFactory(staff=True))
    assert meeting.points.count() == 2


def test_note_that_the_minutes_could_not_hold_is_refused_with_its_words(as_staff, trip):
    item = ItineraryItemFactory(delegation=trip)
    response = as_staff.post(note_page(item), {"note": "줄\n" * (MAX_ROWS + 1)})
    assert f"{MAX_ROWS}줄" in response.content.decode() and "줄\n줄" in response.content.decode()
    assert not Meeting.objects.exists()
