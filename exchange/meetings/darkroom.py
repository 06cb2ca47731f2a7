"""From an uploaded picture to the two copies that are kept: upright, small, sRGB and without metadata.

Runs in a process of its own (exchange.core.sandbox, called by images.py) and so imports nothing of the portal.
"""

import json
import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
MAX_PIXELS = {"JPEG": 200_000_000, "MPO": 200_000_000}  # decoded at a fraction of their size
MAX_PIXELS_DECODED = 64_000_000  # of the others
MOVING = {"PNG", "WEBP"}  # a JPEG or HEIC of several pictures is a phone's photo with its companions
PRINT_SIDE, THUMBNAIL_SIDE = 1600, 480
QUALITIES = (85, 78, 70)  # the first one that stays below PRINT_BYTES
PRINT_BYTES = 450 * 1024

_SRGB = ImageCms.createProfile("sRGB")
_EXIF_IFD = 0x8769
_TAKEN, _OFFSETS = (0x9003, 0x9004), (0x9011, 0x9010)  # when it was taken, or else digitised


class Unfit(Exception):
    """The code says why: kind, broken, pixels, moving."""


def develop(file):
    """(facts, print copy, thumbnail)"""
    image = _open(file)
    if image.width * image.height > MAX_PIXELS.get(image.format, MAX_PIXELS_DECODED):
        raise Unfit("pixels")
    if image.format in MOVING and getattr(image, "is_animated", False):
        raise Unfit("moving")
    try:
        return _copies(image)
    except MemoryError:
        raise Unfit("pixels") from None
    except Exception as error:  # decoders meet hostile bytes here and raise whatever they like
        raise Unfit("broken") from error


def _open(file):
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # judged by `develop`, for each format
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        return Image.open(file, formats=FORMATS)
    except UnidentifiedImageError:
        raise Unfit("kind") from None
    except MemoryError:
        raise Unfit("pixels") from None
    except Exception as error:  # as above
        raise Unfit("broken") from error


def _copies(image):
    facts = _clock(image)
    image.draft(None, _fitting(image.size, PRINT_SIDE))  # a large JPEG is decoded at half or a quarter
    image.load()
    image.thumbnail((PRINT_SIDE, PRINT_SIDE), Image.Resampling.LANCZOS, reducing_gap=None)
    upright = ImageOps.exif_transpose(image)
    flat = _srgb(_on_white(upright), upright.info.get("icc_profile"))
    small = flat.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return facts | {"width": flat.width, "height": flat.height}, _print_copy(flat), _jpeg(small, 80)


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


def _clock(image):
    """What the camera says about when, as it says it."""
    exif = image.getexif().get_ifd(_EXIF_IFD)

    def first(tags):
        return next((text for tag in tags if (text := str(exif.get(tag, "")).strip("\0 "))), "")

    return {"clock": first(_TAKEN), "offset": first(_OFFSETS)}


def main():
    try:
        facts, *copies = develop(sys.stdin.buffer)
    except Unfit as unfit:
        facts, copies = {"unfit": str(unfit)}, []
    answer = facts | {"sizes": [len(copy) for copy in copies]}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(copies))


if __name__ == "__main__":
    main()
