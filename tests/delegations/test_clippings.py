"""Press cuttings: what may be uploaded as a scan, that nothing chosen is lost, and what a report prints."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from delegations import scans
from delegations.documents import build_report
from delegations.models import Clipping
from exchange.core import content, sandbox
from exchange.documents.blocks import Clipping as ClippingBlock
from exchange.documents.blocks import Note, Tree
from exchange.documents.renderers import pdf as renderer
from tests.delegations.conftest import rows_data
from tests.factories.delegations import ClippingFactory, DelegationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "media", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def trip():
    return DelegationFactory()


# --- files as people have them -----------------------------------------------------------------


def picture(kind="JPEG", size=(1800, 1200), colour=(200, 30, 30), **options):
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def document(pages=1, change=None, **options):
    """A PDF of coloured pages; `change` makes it hostile."""
    made, buffer = pikepdf.new(), BytesIO()
    for number in range(pages):
        made.add_blank_page(page_size=(595, 842))
        made.pages[number].Contents = made.make_stream(b"0 0 1 rg 100 100 300 300 re f")
    if change:
        change(made)
    made.save(buffer, **options)
    return buffer.getvalue()


def with_script(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_launch(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def with_enclosure(made):
    made.attachments["tool.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")


def as_strip(made):
    made.pages[0].mediabox = [0, 0, 3, 14000]


def archive():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.txt", "x")
    return buffer.getvalue()


def bomb():
    """A PNG of 400 million pixels in a few kilobytes."""
    buffer = BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    return buffer.getvalue()


LOCKED = pikepdf.Encryption(user="secret", owner="secret")
RESTRICTED = pikepdf.Encryption(user="", owner="secret")
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HOSTILE = {
    "empty": ("a.jpg", lambda: b"", "빈 파일"),
    "empty pdf": ("a.pdf", lambda: b"", "빈 파일"),
    "svg": ("a.svg", lambda: SVG, "올릴 수 없는 종류"),
    "svg as png": ("a.png", lambda: SVG, "확장자와 다릅니다"),
    "archive as jpg": ("a.jpg", archive, "확장자와 다릅니다"),
    "pdf as jpg": ("a.jpg", document, "확장자와 다릅니다"),
    "jpg as pdf": ("a.pdf", picture, "확장자"),
    "program": ("a.exe", picture, "올릴 수 없는 종류"),
    "truncated jpg": ("a.jpg", lambda: picture()[:-900], "깨져서"),
    "truncated pdf": ("a.pdf", lambda: document()[:-300], "깨져서"),
    "bomb": ("a.png", bomb, "너무 큽니다"),
    "locked": ("a.pdf", lambda: document(encryption=LOCKED), "암호"),
    "restricted": ("a.pdf", lambda: document(encryption=RESTRICTED), "암호"),
    "script": ("a.pdf", lambda: document(change=with_script), "스크립트나 실행 명령"),
    "launch": ("a.pdf", lambda: document(change=with_launch), "스크립트나 실행 명령"),
    "enclosure": ("a.pdf", lambda: document(change=with_enclosure), "다른 파일이 든"),
    "strip": ("a.pdf", lambda: document(change=as_strip), "깨져서"),
    "long": ("a.pdf", lambda: document(7), "6쪽까지"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_scan_is_refused_with_the_reason(name):
    file_name, make, reason = HOSTILE[name]
    with pytest.raises(scans.ValidationError) as refused:
        scans.take_in(SimpleUploadedFile(file_name, make()))
    assert reason in refused.value.messages[0]


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_FILE_MB = settings.MAX_PHOTO_MB = 0
    for name, data in (("a.pdf", document()), ("a.jpg", picture())):
        with pytest.raises(scans.ValidationError) as refused:
            scans.take_in(SimpleUploadedFile(name, data))
        assert "너무 큽니다" in refused.value.messages[0]


def test_a_pdf_over_the_limit_is_not_opened(settings, monkeypatch):
    settings.MAX_FILE_MB = 0
    monkeypatch.setattr(sandbox, "run", lambda *_arguments: pytest.fail("opened"))
    with pytest.raises(scans.ValidationError, match="너무 큽니다"):
        scans.take_in(SimpleUploadedFile("a.pdf", document()))


def test_a_picture_is_kept_as_it_came_and_prints_upright_small_and_bare():
    exif = Image.Exif()
    exif[0x0112], exif.get_ifd(0x8825)[1] = 6, "N"  # turned by 90 degrees, taken somewhere
    data = picture(exif=exif.tobytes())
    scan = scans.take_in(SimpleUploadedFile("경로/기사 1면.JPG", data))
    assert (scan.name, content.load(scan.sha256)) == ("기사 1면.JPG", data)
    [page] = scan.pages
    copy = Image.open(BytesIO(content.load(page["sha256"])))
    assert copy.size == (page["width"], page["height"]) == (1067, 1600)
    assert not copy.getexif()


def test_each_page_of_a_pdf_is_a_print_copy():
    scan = scans.take_in(SimpleUploadedFile("기사.pdf", document(3)))
    assert len(scan.pages) == 3
    copy = Image.open(BytesIO(content.load(scan.pages[0]["sha256"])))
    assert copy.format == "JPEG" and max(copy.size) == 1600
    red, _green, blue = copy.getpixel((copy.width // 2, copy.height * 3 // 4))
    assert blue > 200 and red < 60


# --- the form ------------------------------------------------------------------------------------


def address(trip, name="clippings_edit", **more):
    return reverse(f"delegations:delegation_{name}", kwargs={"slug": trip.slug, **more})


def upload(name="기사.jpg", data=None):
    return SimpleUploadedFile(name, picture() if data is None else data)


def send(client, trip, rows, **more):
    version = type(trip).objects.get(pk=trip.pk).version
    return client.post(address(trip), rows_data(rows, version=version, **more))


def kept_word(response, number=0):
    return response.context["rows"].forms[number]["scan_kept"].value()


def test_a_scan_is_saved_replaced_and_taken_out(as_staff, trip):
    row = {"headline": "예시 기사"}
    send(as_staff, trip, [{**row, "scan_file": upload()}])
    clipping = trip.clippings.get()
    assert clipping.scan_name == "기사.jpg" and len(clipping.scan_pages) == 1
    row["id"] = clipping.pk
    send(as_staff, trip, [{**row, "page": "3면"}])
    clipping.refresh_from_db()
    assert clipping.scan_name == "기사.jpg" and clipping.page == "3면"
    send(as_staff, trip, [{**row, "scan_file": upload("두 쪽.pdf", document(2)), "scan_removed": "on"}])
    clipping.refresh_from_db()
    assert clipping.scan_name == "두 쪽.pdf" and len(clipping.scan_pages) == 2
    send(as_staff, trip, [{**row, "scan_removed": "on"}])
    clipping.refresh_from_db()
    assert (clipping.scan_name, clipping.scan_sha256, clipping.scan_pages) == ("", "", [])


def test_a_refused_file_stands_at_its_field_and_the_others_are_kept(as_staff, trip):
    rows = [
        {"headline": "첫 기사", "scan_file": upload()},
        {"headline": "둘째 기사", "scan_file": upload("그림.svg", SVG)},
    ]
    response = send(as_staff, trip, rows)
    first, second = response.context["rows"].forms
    assert not trip.clippings.exists()
    assert second.errors["scan_file"][0].startswith("그림.svg: ")
    assert not first.errors
    send(as_staff, trip, [{"headline": "첫 기사", "scan_kept": kept_word(response)}, {"headline": "둘째 기사"}])
    assert [clipping.scan_name for clipping in trip.clippings.all()] == ["기사.jpg", ""]


def test_a_faulty_row_does_not_lose_the_chosen_file(as_staff, trip):
    response = send(as_staff, trip, [{"headline": "", "scan_file": upload()}])
    assert response.context["rows"].forms[0].errors.keys() == {"headline"}
    assert "기사.jpg" in response.content.decode()
    send(as_staff, trip, [{"headline": "이제 있음", "scan_kept": kept_word(response)}])
    assert trip.clippings.get().scan_name == "기사.jpg"


def test_a_button_does_not_lose_the_chosen_file_either(as_staff, trip):
    rows = [{"headline": "기사", "scan_file": upload()}, {"headline": "둘째", "scan_file": upload("a.svg", SVG)}]
    response = send(as_staff, trip, rows, **{"rows-add": "0"})
    assert not trip.clippings.exists()
    assert [bool(form.kept) for form in response.context["rows"].forms] == [True, False, False]
    assert "a.svg: 올릴 수 없는 종류" in response.content.decode()
    send(as_staff, trip, [{"headline": "기사", "scan_kept": kept_word(response)}])
    assert trip.clippings.get().scan_pages


def test_a_forged_or_old_word_is_refused(as_staff, trip, settings):
    response = send(as_staff, trip, [{"headline": "기사", "scan_kept": "forged:word"}])
    assert "다시 골라 주세요" in response.context["rows"].forms[0].errors["scan_file"][0]
    token = scans.sign(scans.take_in(upload()))
    settings.CONTENT_GRACE_DAYS = 0
    response = send(as_staff, trip, [{"headline": "기사", "scan_kept": token}])
    assert not trip.clippings.exists()


def test_a_licence_says_whose_it_is(as_staff, trip):
    response = send(as_staff, trip, [{"headline": "기사", "is_licensed": "on"}])
    assert response.context["rows"].forms[0].errors.keys() == {"copyright_note"}
    send(as_staff, trip, [{"headline": "기사", "is_licensed": "on", "copyright_note": "예시신문 2024-08-01 허락"}])
    assert trip.clippings.get().is_licensed


def test_a_cutting_cannot_come_from_the_future(as_staff, trip):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = send(as_staff, trip, [{"headline": "기사", "published_on": tomorrow}])
    assert response.context["rows"].forms[0].errors.keys() == {"published_on"}
    send(as_staff, trip, [{"headline": "기사", "published_on": timezone.localdate()}])
    assert trip.clippings.exists()


# --- reading ------------------------------------------------------------------------------------


def scanned(trip, data=None, name="기사.jpg", **fields):
    scan = scans.take_in(upload(name, data))
    found = {"scan_name": scan.name, "scan_sha256": scan.sha256, "scan_pages": scan.pages}
    return ClippingFactory(delegation=trip, **found, **fields)


def test_the_scan_is_read_page_by_page_and_taken_away_as_it_came(as_staff, trip):
    data = document(2)
    clipping = scanned(trip, data, "기사 <1>.pdf")
    assert as_staff.get(clipping.get_absolute_url()).status_code == 200
    page = as_staff.get(address(trip, "clipping_page", clipping=clipping.pk, number=2))
    assert page.headers["Content-Type"] == "image/jpeg"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    original = as_staff.get(address(trip, "clipping_scan", clipping=clipping.pk))
    assert original.content == data
    assert original.headers["Content-Disposition"].startswith("attachment; ")
    assert original.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert original.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_there_is_not_found(as_staff, trip):
    clipping, other = scanned(trip), DelegationFactory()
    bare = ClippingFactory(delegation=trip)
    for path in (
        address(trip, "clipping_page", clipping=clipping.pk, number=0),
        address(trip, "clipping_page", clipping=clipping.pk, number=2),
        address(trip, "clipping_scan", clipping=bare.pk),
        address(other, "clipping", clipping=clipping.pk),
        address(other, "clipping_scan", clipping=clipping.pk),
    ):
        assert as_staff.get(path).status_code == 404


# --- the report ----------------------------------------------------------------------------------


def block_of(trip):
    return next(block for block in build_report(trip, "ko").blocks if isinstance(block, ClippingBlock))


def notes(trip):
    return [block.text for block in build_report(trip, "ko").blocks if isinstance(block, Note)]


def test_only_a_licensed_scan_is_in_the_report(trip):
    clipping = scanned(trip, document(2), "기사.pdf")
    bare = build_report(trip, "ko")
    assert block_of(trip).scan is None
    Clipping.objects.update(is_licensed=True, copyright_note="예시신문 허락")
    pages = block_of(trip).scan
    assert [page.sha256 for page in pages] == [page["sha256"] for page in clipping.scan_pages]
    assert [page.caption for page in pages] == ["", "예시신문 허락"]
    licensed = build_report(trip, "ko")
    assert licensed.sha256 != bare.sha256
    assert Tree.from_json(licensed.as_json()) == licensed
    assert list(licensed.pictures) == [page.sha256 for page in pages]


def test_a_report_without_a_licensed_scan_is_what_it_was_before_there_were_scans(trip):
    ClippingFactory(delegation=trip)
    assert '"scan":null' in build_report(trip, "ko").as_json()


def test_the_note_says_what_is_printed(trip):
    clipping = scanned(trip)
    assert "싣지 않음" in notes(trip)[-1]
    Clipping.objects.filter(pk=clipping.pk).update(is_licensed=True, copyright_note="허락")
    assert notes(trip)[-1] == "※ 스캔은 이용 허락을 받아 실음"
    ClippingFactory(delegation=trip)
    assert "나머지는" in notes(trip)[-1]


def shows_blue(page):
    """The square of the scanned page, seen on the printed one."""
    seen = page.render(scale=0.5).to_pil().convert("RGB").getcolors(1_000_000)
    return sum(count for count, (red, green, blue) in seen if blue > 200 and red < 60 and green < 60) > 1000


@pytest.mark.slow
def test_the_printed_pages_show_the_scan_only_when_licensed(trip):
    scanned(trip, document(2), "기사.pdf", headline="예시 기사")
    for is_licensed, images in ((False, 0), (True, 2)):
        Clipping.objects.update(is_licensed=is_licensed, copyright_note="허락" if is_licensed else "")
        file = renderer.render(build_report(trip, "ko"), lambda percent: None)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
        pages = [text.replace("\u2060", "").replace("\r\n", " ") for text in pages]
        assert sum(map(shows_blue, pypdfium2.PdfDocument(file))) == images
        assert sum("언론 보도" in text and "예시 기사" in text for text in pages) == 1  # no page for the heading alone


# --- pages that ask little -----------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 9])
def test_the_edit_page_asks_the_same_for_one_row_and_many(as_staff, trip, django_assert_num_queries, number):
    for n in range(number):
        ClippingFactory(delegation=trip, published_on=date(2024, 7, 1 + n))
    with django_assert_num_queries(5):
        assert as_staff.get(address(trip)).status_code == 200
