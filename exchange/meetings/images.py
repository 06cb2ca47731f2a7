"""From an uploaded picture to the two copies that are kept: upright, small, sRGB and without metadata."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from exchange.core import zones

pillow_heif.register_heif_opener()

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 120_000_000
PRINT_SIDE, THUMBNAIL_SIDE = 1600, 480
QUALITIES = (85, 78, 70)  # the first one that stays below PRINT_BYTES
PRINT_BYTES = 450 * 1024

_SRGB = ImageCms.createProfile("sRGB")
_EXIF_IFD, _TAKEN, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011


@dataclass(frozen=True)
class Picture:
    print_copy: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_at: datetime | None


def prepare(data, *, zone):
    """The two copies of the picture; `zone` reads a camera's clock that does not name its own.

    ValidationError says for people why the bytes are no picture that can be kept.
    """
    if len(data) > MAX_BYTES:
        raise too_many_bytes()
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    image = _open(data)
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    try:
        return _copies(image, zone)
    except Exception as error:  # decoders meet hostile bytes here and raise whatever they like
        raise ValidationError(
            _("파일이 깨져서 끝까지 열리지 않습니다. 원본에서 다시 올려 주세요."), code="broken"
        ) from error


def _open(data):
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise ValidationError(
            _("사진으로 열 수 없는 파일입니다. JPEG, PNG, WebP, HEIC 사진만 올릴 수 있습니다."), code="kind"
        ) from None
    except Exception as error:  # as above
        raise ValidationError(_("파일이 깨져서 열리지 않습니다. 원본에서 다시 올려 주세요."), code="broken") from error


def too_many_bytes():
    return ValidationError(_("파일이 너무 큽니다. 한 장은 40MB까지 올릴 수 있습니다."), code="bytes")


def _too_many_pixels():
    return ValidationError(_("사진이 너무 큽니다. 1억 2천만 화소까지 올릴 수 있습니다."), code="pixels")


def _copies(image, zone):
    taken_at = _taken_at(image, zone)
    image.draft(None, _fitting(image.size, PRINT_SIDE))  # a large JPEG is decoded at half or a quarter
    image.load()
    image.thumbnail((PRINT_SIDE, PRINT_SIDE), Image.Resampling.LANCZOS, reducing_gap=None)
    upright = ImageOps.exif_transpose(image)
    flat = _srgb(_on_white(upright), upright.info.get("icc_profile"))
    small = flat.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_print_copy(flat), _jpeg(small, 80), flat.width, flat.height, taken_at)


def _fitting(size, side):
    scale = min(1, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _on_white(image):
    """Only red, green and blue are left; what was transparent is paper."""
    if image.mode.startswith("I"):  # 16 bits a channel
        image = image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image if image.mode == "CMYK" else image.convert("RGB")


def _srgb(image, profile):
    """Colours of the camera's own profile (phones: Display P3) as sRGB; a useless profile is ignored."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")


def _print_copy(image):
    for quality in QUALITIES:
        data = _jpeg(image, quality)
        if len(data) <= PRINT_BYTES:
            break
    return data


def _jpeg(image, quality):
    """The bare picture: Pillow writes no EXIF, profile or comment that is not asked for."""
    image.info.clear()
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _taken_at(image, zone):
    """What the camera's clock said, when it said something possible."""
    exif = image.getexif().get_ifd(_EXIF_IFD)
    try:
        moment = datetime.strptime(str(exif.get(_TAKEN, "")).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        offset = datetime.strptime(str(exif.get(_TAKEN_OFFSET, "")).strip("\0 "), "%z").tzinfo
        return moment.replace(tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return zones.to_instant(moment.date(), moment.time(), zone)
    except ValidationError:
        return None
