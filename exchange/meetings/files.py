"""What may be attached: documents people send each other, known by what they hold and not only by their name."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.core import content, sandbox
from exchange.meetings import inspection

NAME_LENGTH = 200

KINDS = {
    "pdf": "application/pdf",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
ACCEPT = ",".join(f".{extension}" for extension in KINDS)

_REASONS = {
    "kind": _("올릴 수 없는 종류의 파일입니다. PDF, HWP, HWPX, 워드, 엑셀, 파워포인트 파일만 올릴 수 있습니다."),
    "bytes": _("파일이 너무 큽니다. %(limit)dMB까지 올릴 수 있습니다."),
    "empty": _("빈 파일입니다."),
    "content": _("파일의 내용이 확장자(%(extension)s)와 다릅니다."),
    "broken": _("파일이 깨져서 끝까지 열리지 않습니다. 원본에서 다시 올려 주세요."),
    "bomb": _("압축을 풀면 지나치게 커지는 파일이라 올릴 수 없습니다."),
    "macro": _("매크로가 든 파일은 올릴 수 없습니다. 매크로 없이 다시 저장해서 올려 주세요."),
    "script": _("스크립트나 실행 명령이 든 PDF는 올릴 수 없습니다. PDF로 다시 인쇄해서 올려 주세요."),
    "locked": _("암호가 걸린 파일은 올릴 수 없습니다. 암호를 풀고 다시 올려 주세요."),
}


@dataclass(frozen=True)
class File:
    name: str
    size: int
    content_type: str


def keep(upload):
    """Examined and stored: what its row says of it. The bytes come first, so that a row never stands without them."""
    file = examine(upload)
    sha256 = content.store_file(upload)
    return {"name": file.name, "sha256": sha256, "size": file.size, "content_type": file.content_type}


def examine(upload):
    """The upload as a file that may be kept, or ValidationError with the reason."""
    name = safe_name(upload.name)
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in KINDS:
        raise _refusal("kind")
    check_size(upload)
    if not upload.size:
        raise _refusal("empty")
    try:
        answer, _rest = sandbox.run(inspection.__file__, upload, extension)
    except sandbox.Lost as lost:
        raise _refusal("broken") from lost
    if code := answer.get("unfit"):
        raise _refusal(code, extension=extension)
    return File(name, upload.size, KINDS[extension])


def check_size(upload):
    """ValidationError when the file is too large to be opened at all."""
    if upload.size > settings.MAX_FILE_MB * 1024 * 1024:
        raise _refusal("bytes", limit=settings.MAX_FILE_MB)


def _refusal(code, **params):
    return ValidationError(_REASONS[code], code=code, params=params)


def safe_name(name):
    """One line without signs that steer the reader's eye; the extension survives the cut."""
    shown = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(shown.replace("\\", "/")).name.strip()
    stem, suffix = PurePosixPath(path).stem, PurePosixPath(path).suffix
    return stem[: NAME_LENGTH - len(suffix)] + suffix if len(suffix) < NAME_LENGTH else path[:NAME_LENGTH]
