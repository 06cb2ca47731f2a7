import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.meetings import files, services
from tests.factories.meetings import AttachmentFactory, MeetingFactory

PDF = b"%PDF-1.7\nsample"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, data in members.items():
            written.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


HWPX = archive(mimetype="application/hwp+zip", Contents__header_xml="<x/>")
DOCX = archive(word__document_xml="<x/>")


def upload(name, data=PDF):
    return SimpleUploadedFile(name, data, content_type="text/html")


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("자료.pdf", PDF, "application/pdf"),
        ("자료.PDF", PDF, "application/pdf"),
        ("보고.hwp", OLE, "application/x-hwp"),
        ("보고.hwpx", HWPX, "application/hwp+zip"),
        ("명단.xls", OLE, "application/vnd.ms-excel"),
        ("글.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_documents_are_known_by_what_they_hold(name, data, content_type):
    file = files.examine(upload(name, data))
    assert (file.name, file.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("page.html", b"<script>", "kind"),
        ("page.html.pdf", b"<script>alert(1)</script>", "content"),
        ("run.exe", b"MZ", "kind"),
        ("macro.docm", DOCX, "kind"),
        ("noextension", PDF, "kind"),
        ("비었음.pdf", b"", "content"),
        ("글.docx", PDF, "content"),
        ("글.docx", archive(xl__workbook_xml="<x/>"), "content"),
        ("보고.hwpx", archive(mimetype="application/epub+zip"), "content"),
        ("깨짐.hwpx", HWPX[:60], "content"),
        ("보고.hwp", DOCX, "content"),
    ],
)
def test_anything_else_is_refused_with_the_reason(name, data, code):
    with pytest.raises(ValidationError) as caught:
        files.examine(upload(name, data))
    assert caught.value.code == code and caught.value.messages[0]


def test_a_large_file_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(ValidationError) as caught:
        files.examine(upload("a.pdf"))
    assert caught.value.code == "bytes"


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


@given(st.binary(max_size=200), st.sampled_from(sorted(files.KINDS)), st.sampled_from([b"", PDF, OLE, HWPX, DOCX]))
def test_any_bytes_are_kept_or_refused(data, extension, start):
    try:
        files.examine(upload(f"a.{extension}", start + data))
    except ValidationError as refusal:
        assert refusal.messages[0]


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

    def test_nothing_chosen_says_so(self, staff, meeting):
        response = staff.post(self.page(meeting), follow=True)
        assert "골라 주세요" in response.content.decode()

    def test_a_download_is_saved_never_shown(self, staff):
        attachment = AttachmentFactory(name='자료 "가"; x.pdf', data=PDF)
        response = staff.get(reverse("meetings:attachment_download", args=[attachment.pk]))
        assert response.content == PDF and response["Content-Type"] == "application/pdf"
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
