import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from exchange.audit.models import Event
from exchange.core import content
from exchange.meetings import images, services
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
    Image.linear_gradient("L").convert("RGB").save(buffer, "HEIF")
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
        name, size = "큰 사진.jpg", images.MAX_BYTES + 1

    file = Unreadable()
    photos, refused = services.add_photos(meeting=meeting, uploads=[file], by=staff.user)
    assert not photos and "40MB" in refused[0][1]


def test_uploading_is_one_change_with_one_record(staff, meeting):
    staff.post(page(meeting), captions(files=[upload("a.jpg", jpeg()), upload("b.jpg", jpeg(shade=1))]))
    event = Event.objects.about(meeting).get()
    assert (event.verb, event.by, len(event.changes["photos"])) == ("add_photos", staff.user, 2)
    assert Meeting.objects.get().version == 2


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
    with django_assert_num_queries(4):
        staff.get(page(meeting))


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
