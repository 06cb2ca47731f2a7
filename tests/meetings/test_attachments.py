import io
import struct

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.meetings import files, inspection, services
from tests.factories.meetings import AttachmentFactory, MeetingFactory
from tests.meetings import samples

PDF, HWP, HWPX, DOCX = samples.pdf(), samples.hwp(), samples.hwpx(), samples.docx_file()
DOC = samples.compound({"WordDocument": b"text"})
XLS = samples.compound({"Workbook": b"cells"})
PPT = samples.slides_with(["Charts"])
XLSX = samples.office("xl/workbook.xml", "spreadsheetml.sheet")
PPTX = samples.office("ppt/presentation.xml", "presentationml.presentation")
MACROS = samples.office("word/document.xml", "wordprocessingml.document", **{"word/vbaProject.bin": "x"})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(name, data=PDF):
    return SimpleUploadedFile(name, data, content_type="text/html")


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("자료.pdf", PDF, "application/pdf"),
        ("자료.PDF", PDF, "application/pdf"),
        ("보고.hwp", HWP, "application/x-hwp"),
        ("보고.hwpx", HWPX, "application/hwp+zip"),
        ("글.doc", DOC, "application/msword"),
        ("명단.xls", XLS, "application/vnd.ms-excel"),
        ("발표.ppt", PPT, "application/vnd.ms-powerpoint"),
        ("발표.ppt", samples.ppt((0x0400, 2, struct.pack("<3I", 5, 0, 2))), "application/vnd.ms-powerpoint"),
        ("글.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("표.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("발표.pptx", PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ],
)
def test_documents_are_known_by_what_they_hold(name, data, content_type):
    file = files.examine(upload(name, data))
    assert (file.name, file.size, file.content_type) == (name, len(data), content_type)


REFUSED = [
    ("page.html", b"<script>", "kind"),
    ("그림.svg", SVG, "kind"),
    ("run.exe", b"MZ", "kind"),
    ("macro.docm", DOCX, "kind"),
    ("noextension", PDF, "kind"),
    ("비었음.pdf", b"", "empty"),
    ("page.html.pdf", b"<script>alert(1)</script>", "content"),
    ("그림.pdf", SVG, "content"),
    ("열여섯.pdf", b"%PDF-1.7\nfake %\n", "broken"),
    ("잘림.pdf", PDF[: len(PDF) // 2], "broken"),
    ("스크립트.pdf", samples.pdf(samples.scripted), "script"),
    ("실행.pdf", samples.pdf(samples.launching), "script"),
    ("암호.pdf", samples.pdf(samples.locked), "locked"),
    ("암호.pdf", samples.encrypted("secret", 4), "locked"),
    ("암호.pdf", samples.encrypted("secret", 6), "locked"),
    ("인쇄 금지.pdf", samples.encrypted("", 6), "locked"),
    ("글.docx", PDF, "content"),
    ("글.docx", XLSX, "content"),
    ("글.docx", DOC, "content"),
    ("잘림.docx", DOCX[: len(DOCX) // 2], "broken"),
    ("매크로.docx", MACROS, "macro"),
    ("암호.docx", samples.compound({"EncryptedPackage": b"x"}), "locked"),
    ("보고.hwpx", samples.hwpx("application/epub+zip"), "content"),
    ("깨짐.hwpx", HWPX[:60], "broken"),
    ("보고.hwp", DOCX, "content"),
    ("보고.hwp", DOC, "content"),
    ("보고.hwp", samples.hwp(b"something else"), "content"),
    ("잘림.hwp", HWP[: len(HWP) // 2], "broken"),
    ("매크로.doc", samples.compound({"WordDocument": b"x"}, ["Macros"]), "macro"),
    ("매크로.ppt", samples.slides_with(), "macro"),
    ("매크로.ppt", samples.slides_with(is_packed=False), "macro"),
    ("매크로.ppt", samples.ppt((0x0400, 2, struct.pack("<3I", 5, 1, 2))), "macro"),
    ("매크로.xls", samples.compound({"Workbook": b"x"}, ["_VBA_PROJECT_CUR"]), "macro"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[f"{name}-{code}" for name, _, code in REFUSED])
def test_anything_else_is_refused_with_the_reason(name, data, code):
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(name, data))
    assert caught.value.code == code and caught.value.messages[0]


def test_an_archive_that_bursts_is_refused():
    data = samples.bomb()
    assert len(data) < 1024 * 1024
    with pytest.raises(ValidationError) as caught:
        files.examine(upload("폭탄.docx", data))
    assert caught.value.code == "bomb"


def test_an_archive_that_lies_about_its_size_is_refused():
    data = samples.office("word/document.xml", "wordprocessingml.document", big=bytes(100_000))
    at = data.rindex(b"PK\x01\x02")  # the entry of `big` in the directory; 24 bytes in stands its size
    lying = data[: at + 24] + (10).to_bytes(4, "little") + data[at + 28 :]
    with pytest.raises(ValidationError) as caught:
        files.examine(upload("거짓.docx", lying))
    assert caught.value.code == "broken"


def test_a_large_file_is_refused(settings):
    settings.MAX_FILE_MB = 1
    with pytest.raises(ValidationError) as caught:
        files.examine(upload("a.pdf", bytes(1024 * 1024 + 1)))
    assert caught.value.code == "bytes" and "1MB" in caught.value.messages[0]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("자료\u202efdp.exe.pdf", "자료fdp.exe.pdf"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("줄\r\n바꿈.pdf", "줄바꿈.pdf"),
        ("\u1100\u1161.pdf", "가.pdf"),
        ("가" * 300 + ".pdf", "가" * 196 + ".pdf"),
    ],
)
def test_a_name_is_one_honest_line(name, safe):
    assert files.safe_name(name) == safe


STARTS = [b"", PDF, HWP, DOC, HWPX, DOCX, PPT]


@settings(deadline=None, max_examples=150)
@given(st.data(), st.sampled_from(STARTS), st.sampled_from(sorted(files.KINDS)))
def test_any_bytes_are_kept_or_refused(drawn, start, extension):
    """In this process, for speed: nothing but a refusal comes out of the inspection."""
    data = bytearray(start)
    for place in drawn.draw(st.lists(st.integers(0, max(len(data) - 1, 0)), max_size=5)) if data else []:
        data[place] = drawn.draw(st.integers(0, 255))
    data = bytes(data[: drawn.draw(st.integers(0, len(data)))]) + drawn.draw(st.binary(max_size=50))
    try:
        inspection.inspect(io.BytesIO(data), extension)
    except inspection.Unfit as unfit:
        assert str(unfit) in files._REASONS


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def meeting(self):
        return MeetingFactory()

    def page(self, meeting):
        return reverse("meetings:meeting_attachments", args=[meeting.pk])

    def test_the_good_ones_are_kept_and_the_bad_ones_named(self, staff, meeting):
        sent = [upload("자료.pdf"), upload("다시.pdf"), upload("page.html", b"<b>"), upload("글.docx", DOCX)]
        response = staff.post(self.page(meeting), {"files": sent}, follow=True)
        said = [str(message) for message in response.context["messages"]]
        assert {attachment.name for attachment in meeting.attachments.all()} == {"자료.pdf", "글.docx"}
        assert "저장했습니다: 자료.pdf, 글.docx" in said
        assert any(s.startswith("다시.pdf:") and "이미" in s for s in said)
        assert any(s.startswith("page.html:") for s in said)
        assert Event.objects.about(meeting).filter(verb="add_attachment", by=staff.user).count() == 2

    def test_a_file_sent_alone_answers_with_its_row(self, staff, meeting):
        address = reverse("meetings:meeting_attachment_add", args=[meeting.pk])
        answer = staff.post(address, {"file": upload("자료.pdf")})
        assert answer.status_code == 201 and "자료.pdf" in answer.json()["html"]
        for name, data in (("다시.pdf", PDF), ("그림.svg", SVG)):
            answer = staff.post(address, {"file": upload(name, data)})
            assert answer.status_code == 422 and answer.json()["reason"]
        assert meeting.attachments.count() == 1

    def test_nothing_chosen_says_so(self, staff, meeting):
        response = staff.post(self.page(meeting), follow=True)
        assert "골라 주세요" in response.content.decode()

    def test_a_download_is_saved_never_shown(self, staff):
        attachment = AttachmentFactory(name='자료 "가"; x.pdf', data=PDF, size=len(PDF))
        response = staff.get(reverse("meetings:attachment_download", args=[attachment.pk]))
        assert b"".join(response) == PDF and response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert response["X-Content-Type-Options"] == "nosniff" and "private" in response["Cache-Control"]

    def test_a_lost_file_is_not_found(self, staff):
        attachment = AttachmentFactory(sha256="0" * 64)
        assert staff.get(reverse("meetings:attachment_download", args=[attachment.pk])).status_code == 404

    def test_deleting_asks_first(self, staff, meeting):
        attachment = AttachmentFactory(meeting=meeting)
        confirm = reverse("meetings:attachment_delete", args=[attachment.pk])
        assert attachment.name in staff.get(confirm).content.decode() and meeting.attachments.exists()
        assert staff.post(confirm).headers["Location"] == self.page(meeting)
        assert not meeting.attachments.exists()
        assert Event.objects.about(meeting).get().changes["name"] == attachment.name

    @pytest.mark.parametrize("number", [1, 5])
    def test_the_page_costs_the_same(self, staff, meeting, django_assert_num_queries, number):
        AttachmentFactory.create_batch(number, meeting=meeting)
        staff.get(self.page(meeting))
        with django_assert_num_queries(4):
            staff.get(self.page(meeting))

    def test_two_of_the_same_at_once_are_kept_once(self, staff, meeting):
        services.add_attachment(meeting=meeting, upload=upload("a.pdf"), by=staff.user)
        with pytest.raises(ValidationError):
            services.add_attachment(meeting=meeting, upload=upload("b.pdf"), by=staff.user)
        assert meeting.attachments.count() == 1
