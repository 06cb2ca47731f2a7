"""What may be attached: documents people send each other, known by their bytes and not only by their name."""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 40 * 1024 * 1024
NAME_LENGTH = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # HWP 5 and Office before 2007
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class File:
    name: str
    data: bytes
    content_type: str


def _is_pdf(data):
    return b"%PDF-" in data[:1024]


def _is_ole(data):
    return data.startswith(_OLE)


def _zip_holding(member, says=b""):
    def check(data):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(member) as file:
                return file.read(64).startswith(says)
        except Exception:  # a damaged or hostile archive: whatever went wrong, it is no document
            return False

    return check


KINDS = {
    "pdf": ("application/pdf", _is_pdf),
    "hwp": ("application/x-hwp", _is_ole),
    "hwpx": ("application/hwp+zip", _zip_holding("mimetype", b"application/hwp+zip")),
    "doc": ("application/msword", _is_ole),
    "xls": ("application/vnd.ms-excel", _is_ole),
    "ppt": ("application/vnd.ms-powerpoint", _is_ole),
    "docx": (f"{_OFFICE}wordprocessingml.document", _zip_holding("word/document.xml")),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _zip_holding("xl/workbook.xml")),
    "pptx": (f"{_OFFICE}presentationml.presentation", _zip_holding("ppt/presentation.xml")),
}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)


def examine(upload):
    """The upload as a file that may be kept, or ValidationError with the reason."""
    name = safe_name(upload.name)
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in KINDS:
        raise ValidationError(
            _("올릴 수 없는 종류의 파일입니다. PDF, HWP, HWPX, 워드, 엑셀, 파워포인트 파일만 올릴 수 있습니다."),
            code="kind",
        )
    if upload.size > MAX_BYTES:
        raise ValidationError(_("파일이 너무 큽니다. 40MB까지 올릴 수 있습니다."), code="bytes")
    content_type, is_so = KINDS[extension]
    data = upload.read()
    if not is_so(data):
        raise ValidationError(
            _("파일의 내용이 확장자(%(extension)s)와 다르거나 깨졌습니다."),
            code="content",
            params={"extension": extension},
        )
    return File(name, data, content_type)


def safe_name(name):
    """One line without signs that steer the reader's eye; the extension survives the cut."""
    shown = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(shown.replace("\\", "/")).name.strip()
    stem, suffix = PurePosixPath(path).stem, PurePosixPath(path).suffix
    return stem[: NAME_LENGTH - len(suffix)] + suffix if len(suffix) < NAME_LENGTH else path[:NAME_LENGTH]
