"""An uploaded picture as its two copies and the time it was taken; the work is done in the darkroom."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.core import sandbox, zones
from exchange.meetings import darkroom

PRINT_SIDE = darkroom.PRINT_SIDE

_REASONS = {
    "kind": _("사진으로 열 수 없는 파일입니다. JPEG, PNG, WebP, HEIC 사진만 올릴 수 있습니다."),
    "broken": _("파일이 깨져서 끝까지 열리지 않습니다. 원본에서 다시 올려 주세요."),
    "pixels": _("사진이 너무 큽니다. JPEG는 2억, 다른 형식은 6,400만 화소까지 올릴 수 있습니다."),
    "moving": _("움직이는 그림은 올릴 수 없습니다. 사진 한 장으로 저장해서 올려 주세요."),
}


@dataclass(frozen=True)
class Clock:
    """What a camera's clock showed, and how far it says it was from UTC."""

    shown: datetime
    offset: object = None  # a tzinfo, or None where the camera names none

    def instant(self, zone):
        """`zone` reads a clock that does not name its own; None for a time that zone never had."""
        try:
            if self.offset:
                return self.shown.replace(tzinfo=self.offset).astimezone(UTC)
            return zones.to_instant(self.shown.date(), self.shown.time(), zone)
        except (OverflowError, ValidationError):
            return None


@dataclass(frozen=True)
class Picture:
    print_copy: bytes
    thumbnail: bytes
    width: int
    height: int
    clock: Clock | None

    @property
    def sha256(self):
        """The name of the print copy in the content store."""
        return hashlib.sha256(self.print_copy).hexdigest()

    def taken_at(self, zone):
        return self.clock and self.clock.instant(zone)


def prepare(file):
    """The copies of the picture (bytes or an open file); ValidationError says for people why it cannot be kept."""
    file = BytesIO(file) if isinstance(file, bytes) else file
    if _size(file) > settings.MAX_PHOTO_MB * 1024 * 1024:
        raise _too_many_bytes()
    try:
        facts, copies = sandbox.run(darkroom.__file__, file)
    except sandbox.Lost as lost:
        raise _refusal("broken") from lost
    if code := facts.get("unfit"):
        raise _refusal(code)
    cut = facts["sizes"][0]
    clock = _clock(facts["clock"], facts["offset"])
    return Picture(copies[:cut], copies[cut:], facts["width"], facts["height"], clock)


def _size(file):
    size = getattr(file, "size", None)
    return file.seek(0, 2) if size is None else size


def _too_many_bytes():
    limit = _("파일이 너무 큽니다. 한 장은 %(limit)dMB까지 올릴 수 있습니다.")
    return ValidationError(limit, code="bytes", params={"limit": settings.MAX_PHOTO_MB})


def _refusal(code):
    return ValidationError(_REASONS[code], code=code)


def _clock(shown, offset):
    """None when the camera said nothing possible."""
    try:
        shown = datetime.strptime(shown, "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        return Clock(shown, datetime.strptime(offset, "%z").tzinfo)
    except ValueError:
        return Clock(shown)
