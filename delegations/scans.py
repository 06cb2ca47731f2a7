"""The scan of a press cutting: the file as it came, and a print copy of each of its pages."""

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delegations import pdf_pages
from exchange.core import content, sandbox
from exchange.meetings import files, images

PICTURES = ("jpg", "jpeg", "png", "webp", "heic", "heif")
ACCEPT = ",".join(f".{extension}" for extension in ("pdf", *PICTURES))
_SALT = "delegations.scan"
_REASONS = {
    "kind": _("올릴 수 없는 종류의 파일입니다. JPEG, PNG, WebP, HEIC 그림이나 PDF만 올릴 수 있습니다."),
    "empty": _("빈 파일입니다."),
    "content": _("파일의 내용이 확장자와 다릅니다."),
    "broken": _("파일이 깨져서 끝까지 열리지 않습니다. 원본에서 다시 올려 주세요."),
    "locked": _("암호가 걸린 파일은 올릴 수 없습니다. 암호를 풀고 다시 올려 주세요."),
    "enclosure": _("다른 파일이 든 PDF는 올릴 수 없습니다. PDF로 다시 인쇄해서 올려 주세요."),
    "pages": _("쪽이 너무 많습니다. 기사가 실린 쪽만 %(most)d쪽까지 올릴 수 있습니다."),
}


@dataclass(frozen=True)
class Scan:
    """`pages`: {sha256, width, height} of each print copy."""

    name: str
    sha256: str
    pages: list


def take_in(upload):
    """Keep the upload and its print copies; ValidationError says for people why it cannot be kept.

    What no cutting names in the end is swept away with all that nobody points to (exchange.core.content).
    """
    name = files.safe_name(upload.name)
    copies = print_copies(name, upload)
    pages = [{"sha256": content.store(data), "width": width, "height": height} for data, width, height in copies]
    upload.seek(0)
    return Scan(name, content.store_file(upload), pages)


def print_copies(name, file):
    """[(JPEG, width, height)] of an open file that may be kept."""
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension != "pdf" and extension not in PICTURES:
        raise _refusal("kind")
    if not file.size:
        raise _refusal("empty")
    if extension == "pdf":
        files.check_size(file)
        copies = _pages_of_pdf(file)
        files.examine(file)  # for all that a PDF may hide besides
        return copies
    try:
        picture = images.prepare(file)
    except ValidationError as error:
        raise (_refusal("content") if error.code == "kind" else error) from None
    return [(picture.print_copy, picture.width, picture.height)]


def _pages_of_pdf(file):
    try:
        answer, data = sandbox.run(pdf_pages.__file__, file, str(settings.MAX_SCAN_PAGES))
    except sandbox.Lost as lost:
        raise _refusal("broken") from lost
    if code := answer.get("unfit"):
        raise _refusal(code, most=settings.MAX_SCAN_PAGES)
    copies = []
    for size, width, height in answer["pages"]:
        copies.append((data[:size], width, height))
        data = data[size:]
    return copies


def _refusal(code, **params):
    return ValidationError(_REASONS[code], code=code, params=params)


# --- between a save that failed and the next one -------------------------------------------


def sign(scan):
    """The scan as a word that only we can have written: a form carries it until it is saved."""
    return signing.dumps(json.dumps(asdict(scan)), salt=_SALT)


def unsign(token):
    """ValidationError when it is not ours, or so old that the file may have been swept away."""
    try:
        scan = json.loads(signing.loads(token, salt=_SALT, max_age=settings.CONTENT_GRACE_DAYS * 24 * 60 * 60))
    except signing.BadSignature:
        raise ValidationError(_("골라 둔 스캔 파일이 남아 있지 않습니다. 다시 골라 주세요."), code="lost") from None
    return Scan(**scan)
