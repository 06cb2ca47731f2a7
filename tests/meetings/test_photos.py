import io
from datetime import timedelta

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from exchange.audit.models import Event
from exchange.core import content
from exchange.meetings import services
from exchange.meetings.models import Meeting, Photo
from tests.factories.meetings import MeetingFactory, PhotoFactory, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return MeetingFactory()


def upload(name, data):
    return SimpleUploadedFile(name, data)


def heic():
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.linear_gradient("L").convert("RGB")).save(buffer)
    return buffer.getvalue()


def page(meeting):
    return reverse("meetings:meeting_photos", args=[meeting.pk])


def captions(*photos, **more):
    """What a browser sends for the photos of the page: (photo, caption) each."""
    sent = {"photos-TOTAL_FORMS": len(photos), "photos-INITIAL_FORMS": len(photos), "version": 1, **more}
    for number, (photo, caption) in enumerate(photos):
        sent |= {f"photos-{number}-id": photo.pk, f"photos-{number}-caption_ko": caption}
    return sent


def notices(response):
    return [str(message) for message in response.context["messages"]]


def test_the_good_ones_are_kept_and_the_bad_ones_named(staff, meeting):
    files = [
        upload("서명.jpg", jpeg()),
        upload("만찬.HEIC", heic()),
        upload("벡터.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        upload("문서.jpg", b"%PDF-1.7"),
        upload("잘림.jpg", jpeg(800, 600)[:900]),
        upload("또 서명.jpg", jpeg()),
        upload("<b>빈 파일.png", b""),
    ]
    response = staff.post(page(meeting), captions(files=files), follow=True)
    assert [photo.order for photo in meeting.photos.all()] == [0, 1]
    said = notices(response)
    assert said[0] == "사진 2장을 저장했습니다."
    for name, reason in (
        ("벡터", "열 수 없는"),
        ("문서", "열 수 없는"),
        ("잘림", "깨져서"),
        ("또 서명", "이미 있습니다"),
    ):
        assert any(notice.startswith(f"{name}.jpg:") and reason in notice for notice in said), name
    assert "&lt;b&gt;빈 파일.png" in response.content.decode()
    assert len(said) == 6


def test_thirty_at_once(staff, meeting, monkeypatch):
    monkeypatch.setattr(services.photos, "MAX_PHOTOS_AT_ONCE", 2)
    files = [upload(f"{number}.jpg", jpeg(shade=number)) for number in range(3)]
    response = staff.post(page(meeting), captions(files=files), follow=True)
    assert meeting.photos.count() == 2
    assert any(notice.startswith("2.jpg: ") for notice in notices(response))


def test_a_file_that_is_too_large_is_not_even_read(meeting, staff):
    class Unreadable:
        name, size = "큰 사진.jpg", 40 * 1024 * 1024 + 1

    file = Unreadable()
    photos, refused = services.add_photos(meeting=meeting, uploads=[file], by=staff.user)
    assert not photos and "40MB" in refused[0][1]


def test_every_photo_is_a_change_of_its_own(staff, meeting):
    """What was kept before a process died stays kept."""
    staff.post(page(meeting), captions(files=[upload("a.jpg", jpeg()), upload("b.jpg", jpeg(shade=1))]))
    events = Event.objects.about(meeting)
    assert {(event.verb, event.by) for event in events} == {("add_photos", staff.user)}
    assert [len(event.changes["photos"]) for event in events] == [1, 1]
    assert Meeting.objects.get().version == 3


def test_captions_typed_beside_an_upload_are_saved_too(staff, meeting):
    photo = PhotoFactory(meeting=meeting)
    sent = captions((photo, "새 설명"), files=[upload("a.jpg", jpeg(shade=700))])
    assert staff.post(page(meeting), sent).headers["Location"] == page(meeting)
    assert [p.caption_ko for p in meeting.photos.all()] == ["새 설명", ""]


def test_buttons_move_and_save(staff, meeting):
    first, second = PhotoFactory.create_batch(2, meeting=meeting)
    staff.post(page(meeting), captions((first, "하나"), (second, "둘"), later=first.pk))
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["둘", "하나"]
    staff.post(page(meeting), captions((second, "둘"), (first, "하나"), version=2, earlier=second.pk))
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["둘", "하나"]


def test_deleting_asks_first_and_keeps_what_was_typed(staff, meeting):
    first, second = PhotoFactory.create_batch(2, meeting=meeting)
    response = staff.post(page(meeting), captions((first, "하나"), (second, "둘"), delete=first.pk))
    confirm = reverse("meetings:photo_delete", args=[first.pk])
    assert response.headers["Location"] == confirm and meeting.photos.count() == 2
    assert "하나" in staff.get(confirm).content.decode()
    assert staff.post(confirm).headers["Location"] == page(meeting)
    assert list(meeting.photos.all()) == [second]
    assert staff.get(confirm).status_code == 404


def test_a_caption_that_is_too_long_is_said_at_its_photo(staff, meeting):
    photo = PhotoFactory(meeting=meeting, caption_ko="")
    response = staff.post(page(meeting), captions((photo, "가" * 201)))
    assert "200" in str(response.context["rows"].formset.errors[0]["caption_ko"])
    assert "가" * 201 in response.content.decode()
    photo.refresh_from_db()
    assert photo.caption_ko == ""


def test_a_photo_deleted_by_somebody_else_is_no_error(staff, meeting):
    gone, stays = PhotoFactory.create_batch(2, meeting=meeting)
    sent = captions((gone, "하나"), (stays, "둘"))
    services.delete_photo(photo=Photo.objects.get(pk=gone.pk), by=staff.user)
    assert staff.post(page(meeting), sent).status_code == 302
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["둘"]


def test_photos_of_another_meeting_are_out_of_reach(staff, meeting):
    foreign = PhotoFactory(caption_ko="남의 사진")
    response = staff.post(page(meeting), captions((foreign, "바꿈"), delete=foreign.pk))
    assert response.headers["Location"] == meeting.get_absolute_url()
    foreign.refresh_from_db()
    assert foreign.caption_ko == "남의 사진"


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_of_photos_costs_the_same(staff, meeting, django_assert_num_queries, number):
    PhotoFactory.create_batch(number, meeting=meeting)
    staff.get(page(meeting))
    with django_assert_num_queries(5):
        staff.get(page(meeting))


# --- one by one, as the page's script sends them ---------------------------------


def send(browser, meeting, name, data):
    address = reverse("meetings:meeting_photo_add", args=[meeting.pk])
    return browser.post(address, {"file": upload(name, data)})


def test_a_photo_sent_alone_answers_with_its_row(staff, meeting):
    PhotoFactory(meeting=meeting, order=4)
    answer = send(staff, meeting, "서명.jpg", jpeg())
    photo = meeting.photos.get(order=5)
    assert answer.status_code == 201 and not photo.is_proposed
    html = answer.json()["html"]
    assert 'name="photos-__prefix__-caption_ko"' in html and f'value="{photo.pk}"' in html
    assert reverse("meetings:photo_thumbnail", args=[photo.pk]) in html


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("벡터.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "kind"),
        ("압축.jpg", b"PK\x03\x04" + bytes(200), "kind"),
        ("잘림.jpg", jpeg(800, 600)[:900], "broken"),
        ("빈 파일.jpg", b"", "kind"),
    ],
)
def test_a_photo_sent_alone_is_refused_with_the_reason(staff, meeting, name, data, code):
    answer = send(staff, meeting, name, data)
    assert (answer.status_code, answer.json()["code"]) == (422, code) and answer.json()["reason"]
    assert not meeting.photos.exists() and not Event.objects.about(meeting).exists()


def test_the_same_photo_sent_twice_is_refused(staff, meeting):
    assert send(staff, meeting, "a.jpg", jpeg()).status_code == 201
    answer = send(staff, meeting, "b.jpg", jpeg())
    assert answer.json()["code"] == "twice" and meeting.photos.count() == 1


def test_a_request_without_a_file_says_so(staff, meeting):
    answer = staff.post(reverse("meetings:meeting_photo_add", args=[meeting.pk]))
    assert answer.status_code == 422 and "골라" in answer.json()["reason"]


def test_readers_do_not_send_photos(signed_in, meeting):
    assert send(signed_in(executive=True), meeting, "a.jpg", jpeg()).status_code == 403
    assert not meeting.photos.exists()


# --- several at once ------------------------------------------------------------------


def test_the_same_caption_for_the_picked_ones(staff, meeting):
    photos = PhotoFactory.create_batch(3, meeting=meeting, caption_ko="전")
    sent = captions(*[(photo, "전") for photo in photos], caption_all="1", all_caption_ko="만찬")
    staff.post(page(meeting), sent | {"photos-0-picked": "on", "photos-2-picked": "on"})
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["만찬", "전", "만찬"]


def test_the_same_caption_for_all_that_have_none(staff, meeting):
    photos = PhotoFactory.create_batch(2, meeting=meeting, caption_ja="前")
    staff.post(page(meeting), captions((photos[0], "서명"), (photos[1], ""), caption_all="1", all_caption_ko="만찬"))
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["서명", "만찬"]


def test_picked_photos_move_to_another_meeting_with_their_captions(staff, meeting):
    goes, stays = PhotoFactory.create_batch(2, meeting=meeting)
    other = MeetingFactory(starts_at=meeting.starts_at)
    PhotoFactory(meeting=other, order=7)
    sent = captions((goes, "가는 것"), (stays, "남는 것"), move="1", move_to=other.pk)
    response = staff.post(page(meeting), sent | {"photos-0-picked": "on"}, follow=True)
    assert notices(response) == ["사진 1장을 옮겼습니다."]
    assert [photo.caption_ko for photo in meeting.photos.all()] == ["남는 것"]
    assert meeting.photos.count() == 1 and other.photos.last().caption_ko == "가는 것"
    assert {Event.objects.about(each).filter(verb="move_photo").count() for each in (meeting, other)} == {1}


def test_a_photo_does_not_move_onto_its_twin(staff, meeting):
    photo, other = PhotoFactory(meeting=meeting), MeetingFactory(starts_at=meeting.starts_at)
    PhotoFactory(meeting=other, print_sha256=photo.print_sha256)
    sent = captions((photo, "설명"), move="1", move_to=other.pk)
    response = staff.post(page(meeting), sent | {"photos-0-picked": "on"}, follow=True)
    assert "이미 있습니다" in notices(response)[0] and meeting.photos.count() == 1


def test_nothing_moves_to_a_meeting_of_another_month(staff, meeting):
    photo, far = PhotoFactory(meeting=meeting), MeetingFactory(starts_at=meeting.starts_at + timedelta(days=40))
    sent = captions((photo, "설명"), move="1", move_to=far.pk)
    staff.post(page(meeting), sent | {"photos-0-picked": "on"})
    assert meeting.photos.count() == 1 and not far.photos.exists()


# --- served -----------------------------------------------------------------


@pytest.mark.parametrize(("name", "size"), [("photo_print", (160, 120)), ("photo_thumbnail", (48, 36))])
def test_a_photo_is_served_once_and_kept_by_the_browser_only(staff, name, size):
    address = reverse(f"meetings:{name}", args=[PhotoFactory().pk])
    response = staff.get(address)
    assert response["Content-Type"] == "image/jpeg" and response["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(response.content)).size == size
    assert {"private", "immutable"} <= set(response["Cache-Control"].split(", "))
    again = staff.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304 and not again.content and again["ETag"] == response["ETag"]
    assert staff.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_somebody_who_may_not_see_it_learns_nothing_from_the_etag(signed_in):
    photo = PhotoFactory()
    headers = {"if-none-match": f'"{photo.print_sha256}"'}
    ambassador = signed_in(ambassador=True)
    assert ambassador.get(reverse("meetings:photo_print", args=[photo.pk]), headers=headers).status_code == 404


def test_a_lost_file_is_not_found(staff):
    photo = PhotoFactory(print_sha256="0" * 64)
    assert staff.get(reverse("meetings:photo_print", args=[photo.pk])).status_code == 404


def test_the_print_copy_is_what_lies_in_the_store(staff, meeting):
    staff.post(page(meeting), captions(files=[upload("a.jpg", jpeg(2000, 1500))]))
    photo = meeting.photos.get()
    assert (photo.width, photo.height) == (1600, 1200)
    assert Image.open(io.BytesIO(content.load(photo.print_sha256))).size == (1600, 1200)
    assert photo.taken_at is None


def test_saving_a_meetings_photos_confirms_that_they_belong_there(staff, meeting):
    photo = PhotoFactory(meeting=meeting, is_proposed=True)
    assert "면담 확인 필요" in staff.get(page(meeting)).content.decode()
    staff.post(page(meeting), captions((photo, photo.caption_ko)))
    photo.refresh_from_db()
    assert not photo.is_proposed
