"""All photos of a trip at once: the time taken proposes the meeting."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from delegations.models import DelegationMeeting
from exchange.meetings.enums import MeetingState
from exchange.meetings.images import Clock
from exchange.meetings.models import Photo
from exchange.meetings.proposals import AFTER, BEFORE, meeting_at
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.meetings import MeetingFactory, PhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(staff=True))
    return client


@pytest.fixture
def delegation():
    return DelegationFactory()


def meeting_on(delegation, starts_at, **facts):
    meeting = MeetingFactory(starts_at=starts_at, **facts)
    DelegationMeeting.objects.create(delegation=delegation, meeting=meeting)
    return meeting


@pytest.fixture
def signing(delegation):
    """13:30 in Tokyo."""
    return meeting_on(delegation, datetime(2024, 7, 18, 4, 30, tzinfo=UTC), title_ko="업무협약")


@pytest.fixture
def lunch(delegation):
    """12:00 in Hanoi, the next day."""
    return meeting_on(delegation, datetime(2024, 7, 19, 5, 0, tzinfo=UTC), zone="Asia/Ho_Chi_Minh", title_ko="오찬")


def photo_taken(clock, offset=None, shade=0):
    exif = Image.Exif()
    if clock:
        exif.get_ifd(0x8769).update({0x9003: clock} | ({0x9011: offset} if offset else {}))
    buffer = BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{shade}.jpg", buffer.getvalue())


def page(delegation):
    return reverse("delegations:delegation_photos", args=[delegation.slug])


def send(browser, delegation, file, **more):
    return browser.post(reverse("delegations:delegation_photo_add", args=[delegation.slug]), {"file": file, **more})


@pytest.mark.parametrize(
    ("clock", "offset", "place"),
    [
        ("2024:07:18 13:52:00", None, "signing"),
        ("2024:07:18 12:45:00", None, "signing"),  # people arrive
        ("2024:07:18 11:52:00", "+07:00", "signing"),  # a phone that was still set to Hanoi and says so
        ("2024:07:19 12:20:00", None, "lunch"),  # on Hanoi's clock
        ("2024:07:19 14:20:00", "+09:00", "lunch"),
    ],
)
def test_the_time_taken_proposes_the_meeting(staff, delegation, signing, lunch, clock, offset, place):
    answer = send(staff, delegation, photo_taken(clock, offset))
    assert answer.status_code == 201, answer.content
    photo = Photo.objects.get()
    assert (photo.meeting, photo.is_proposed) == ({"signing": signing, "lunch": lunch}[place], True)
    assert f'name="photo-{photo.pk}"' in answer.json()["html"]


@pytest.mark.parametrize("clock", ["", "2024:07:18 20:00:00", "2019:01:01 00:00:00", "0000:00:00 00:00:00"])
def test_a_photo_of_no_meetings_time_asks(staff, delegation, signing, lunch, clock):
    answer = send(staff, delegation, photo_taken(clock))
    assert (answer.status_code, answer.json()["code"]) == (422, "choose") and not Photo.objects.exists()
    assert send(staff, delegation, photo_taken(clock), meeting=lunch.pk).status_code == 201
    assert [(photo.meeting, photo.is_proposed) for photo in Photo.objects.all()] == [(lunch, False)]


def test_nothing_goes_to_a_cancelled_meeting_or_to_another_trip(staff, delegation, signing):
    signing.state, signing.cancelled_reason = MeetingState.CANCELLED, "연기"
    signing.save()
    elsewhere = MeetingFactory(starts_at=signing.starts_at)
    answer = send(staff, delegation, photo_taken("2024:07:18 13:52:00"), meeting=elsewhere.pk)
    assert answer.json()["code"] == "choose" and not Photo.objects.exists()


def test_the_same_photo_is_not_kept_twice_in_one_trip(staff, delegation, signing, lunch):
    assert send(staff, delegation, photo_taken("2024:07:18 13:52:00"), meeting=lunch.pk).status_code == 201
    answer = send(staff, delegation, photo_taken("2024:07:18 13:52:00"))
    assert answer.json()["code"] == "twice" and "오찬" in answer.json()["reason"]


def test_the_plain_form_keeps_what_it_can_and_names_the_rest(staff, delegation, signing):
    files = [photo_taken("2024:07:18 13:52:00"), photo_taken("", shade=1), SimpleUploadedFile("x.jpg", b"PK\x03\x04")]
    response = staff.post(page(delegation), {"files": files}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert Photo.objects.get().meeting == signing
    assert any(text.startswith("1.jpg:") and "면담을 골라" in text for text in said)
    assert any(text.startswith("x.jpg:") for text in said) and "사진 1장을 저장했습니다." in said


def test_confirming_moves_what_was_corrected(staff, delegation, signing, lunch):
    right, wrong = PhotoFactory.create_batch(2, meeting=signing, is_proposed=True)
    html = staff.get(page(delegation)).content.decode()
    assert f'name="photo-{right.pk}"' in html and f'name="photo-{wrong.pk}"' in html
    sent = {f"photo-{right.pk}": signing.pk, f"photo-{wrong.pk}": lunch.pk, "confirm": "1"}
    response = staff.post(page(delegation), sent, follow=True)
    assert "사진 2장의 면담을 확인했습니다." in response.content.decode()
    assert not Photo.objects.filter(is_proposed=True).exists()
    assert list(signing.photos.all()) == [right] and list(lunch.photos.all()) == [wrong]


def test_confirming_touches_no_photo_of_another_trip(staff, delegation, signing):
    foreign = PhotoFactory(is_proposed=True)
    staff.post(page(delegation), {f"photo-{foreign.pk}": signing.pk, "confirm": "1"})
    foreign.refresh_from_db()
    assert foreign.is_proposed and foreign.meeting != signing


def test_a_trip_without_meetings_says_what_to_do_first(staff, delegation):
    assert "면담을 먼저 등록해 주세요" in staff.get(page(delegation)).content.decode()
    assert send(staff, delegation, photo_taken("2024:07:18 13:52:00")).json()["code"] == "choose"


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_costs_the_same(staff, delegation, signing, django_assert_num_queries, number):
    PhotoFactory.create_batch(number, meeting=signing, is_proposed=True)
    for _ in range(number):
        meeting_on(delegation, signing.starts_at + timedelta(days=1))
    staff.get(page(delegation))
    with django_assert_num_queries(6):
        staff.get(page(delegation))


# --- the choice itself ---------------------------------------------------------------------

DAY = datetime(2024, 7, 18, tzinfo=UTC)
MINUTES = st.integers(0, 1439).map(lambda minutes: DAY + timedelta(minutes=minutes))


@given(st.lists(st.tuples(MINUTES, st.one_of(st.none(), st.integers(15, 240))), max_size=6), MINUTES)
def test_the_nearest_meeting_within_reach_is_chosen(plan, taken):
    meetings = [
        SimpleNamespace(pk=n, zone="UTC", starts_at=start, ends_at=length and start + timedelta(minutes=length))
        for n, (start, length) in enumerate(plan)
    ]
    found = meeting_at(Clock(taken.replace(tzinfo=None)), meetings)

    def distance(meeting):
        end = meeting.ends_at or meeting.starts_at + timedelta(hours=2)
        return max(meeting.starts_at - taken, taken - end, timedelta())

    within = [m for m in meetings if m.starts_at - taken <= BEFORE and distance(m) <= AFTER]
    assert (found is None) == (not within)
    assert found is None or distance(found) == min(map(distance, within))
