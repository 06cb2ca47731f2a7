import random
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pillow_heif
import pytest
import weasyprint  # noqa: F401  it allows truncated images in the whole process: the portal must not
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from exchange.core import sandbox
from exchange.meetings import darkroom
from exchange.meetings.darkroom import PRINT_BYTES
from exchange.meetings.images import prepare

ZONE = "Asia/Tokyo"
pillow_heif.register_heif_opener()


@pytest.fixture(autouse=True)
def darkroom_without_a_process(request, monkeypatch):
    """Quicker; only a test with `real` in its name opens its file in a process of its own, as the portal does."""

    def run(script, file):
        try:
            facts, *copies = darkroom.develop(file)
        except darkroom.Unfit as unfit:
            return {"unfit": str(unfit)}, b""
        return facts | {"sizes": [len(copy) for copy in copies]}, b"".join(copies)

    if "real" not in request.node.name:
        monkeypatch.setattr(sandbox, "run", run)


def gradient(size=(400, 300)):
    red = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (red, red.transpose(Image.Transpose.ROTATE_180), Image.new("L", size, 90)))


def noise(size=(2400, 1800)):
    return Image.effect_noise(size, 80).convert("RGB")


def encoded(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def kept(picture):
    return Image.open(BytesIO(picture.print_copy)), Image.open(BytesIO(picture.thumbnail))


def reason(data):
    with pytest.raises(ValidationError) as caught:
        prepare(data)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_accepted_kind_becomes_two_jpegs(kind):
    picture = prepare(encoded(gradient((2000, 1000)), kind))
    print_copy, thumbnail = kept(picture)
    assert (print_copy.format, print_copy.size, print_copy.mode) == ("JPEG", (1600, 800), "RGB")
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (480, 240))
    assert (picture.width, picture.height) == (1600, 800)


def test_a_small_picture_is_not_enlarged():
    print_copy, thumbnail = kept(prepare(encoded(gradient((120, 90)), "JPEG")))
    assert print_copy.size == thumbnail.size == (120, 90)


def test_a_picture_taken_sideways_stands_upright():
    image = Image.new("RGB", (200, 100), "blue")
    image.paste("red", (0, 0, 100, 100))  # left half; orientation 6 turns left to the top
    exif = Image.Exif()
    exif[0x0112] = 6
    print_copy, _ = kept(prepare(encoded(image, "JPEG", exif=exif, quality=95)))
    assert print_copy.size == (100, 200)
    red, _green, blue = print_copy.getpixel((50, 20))
    assert red > 200 and blue < 60
    assert print_copy.getexif().get(0x0112) is None


def with_exif(**offset):
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8769).update({0x9003: "2024:07:18 13:52:00", **{int(k, 16): v for k, v in offset.items()}})
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 40.0, 0.0), 3: "E", 4: (139.0, 46.0, 0.0)})
    return exif


def test_place_and_camera_are_dropped_and_the_time_is_read_first():
    source = encoded(gradient(), "JPEG", exif=with_exif(), comment=b"secret")
    assert Image.open(BytesIO(source)).getexif().get_ifd(0x8825)
    picture = prepare(source)
    assert picture.taken_at("Asia/Ho_Chi_Minh") == datetime(2024, 7, 18, 6, 52, tzinfo=UTC)
    for copy, data in zip(kept(picture), (picture.print_copy, picture.thumbnail), strict=True):
        assert not copy.getexif() and not {"exif", "icc_profile", "comment", "xmp"} & set(copy.info)
        assert b"secret" not in data and b"Camera" not in data


def test_the_cameras_own_zone_wins():
    exif = with_exif(**{"9011": "+09:00"})
    picture = prepare(encoded(gradient(), "JPEG", exif=exif))
    assert picture.taken_at("America/Los_Angeles") == datetime(2024, 7, 18, 4, 52, tzinfo=UTC)


def test_an_impossible_time_is_no_time():
    exif = with_exif()
    exif.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    assert prepare(encoded(gradient(), "JPEG", exif=exif)).taken_at(ZONE) is None


def test_transparency_becomes_paper():
    print_copy, _ = kept(prepare(encoded(Image.new("RGBA", (60, 60), (255, 0, 0, 0)), "PNG")))
    assert min(print_copy.getpixel((30, 30))) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_unusual_modes_become_rgb(mode):
    source = Image.new("I;16", (40, 30), 65535) if mode == "I;16" else gradient((40, 30)).convert(mode)
    data = encoded(source, "JPEG" if mode == "CMYK" else "PNG")
    print_copy, _ = kept(prepare(data))
    assert print_copy.mode == "RGB"
    if mode == "I;16":
        assert min(print_copy.getpixel((20, 15))) > 250


def test_a_broken_colour_profile_does_not_lose_the_picture():
    assert prepare(encoded(gradient(), "JPEG", icc_profile=b"no profile at all" * 20)).width == 400


def test_colours_are_those_of_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    assert prepare(encoded(gradient(), "JPEG", icc_profile=lab)).width == 400


def test_a_busy_picture_still_becomes_small():
    picture = prepare(encoded(noise(), "JPEG", quality=95))
    calm = prepare(encoded(gradient((4000, 3000)), "JPEG", quality=95))
    assert len(calm.print_copy) < PRINT_BYTES
    assert len(picture.print_copy) < 3 * PRINT_BYTES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
        b"GIF89a" + bytes(40),
        encoded(Image.new("RGB", (10, 10)), "TIFF"),
        encoded(Image.new("RGB", (10, 10)), "BMP"),
    ],
    ids=["empty", "text", "svg", "pdf", "gif", "tiff", "bmp"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data):
    assert reason(data) == "kind"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_truncated_picture_is_refused(kind):
    data = encoded(noise((600, 400)), kind)
    assert reason(data[: len(data) * 2 // 3]) == "broken"


def test_a_picture_that_bursts_is_refused_before_it_is_opened():
    header = bytearray(encoded(Image.new("1", (16, 16)), "PNG"))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    assert reason(bytes(header)) == "pixels"


def test_a_file_that_is_too_large_is_refused(settings):
    settings.MAX_PHOTO_MB = 1
    with pytest.raises(ValidationError) as caught:
        prepare(bytes(1024 * 1024 + 1))
    assert caught.value.code == "bytes" and "1MB" in caught.value.messages[0]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind):
    data = encoded(gradient(), kind, save_all=True, append_images=[noise((400, 300))])
    assert reason(data) == "moving"


def test_a_phones_photo_with_a_companion_is_kept():
    """Phones put a second picture (depth, brightness) behind the first: an MPO, by name a JPEG."""
    picture = prepare(encoded(gradient((2000, 1000)), "MPO", save_all=True, append_images=[noise((400, 300))]))
    assert (picture.width, picture.height) == (1600, 800)


def test_a_large_jpeg_is_decoded_at_a_fraction(monkeypatch):
    """A decoder that has to make every pixel needs eight times the memory."""
    sizes = []
    thumbnail = Image.Image.thumbnail
    monkeypatch.setattr(Image.Image, "thumbnail", lambda im, *a, **k: (sizes.append(im.size), thumbnail(im, *a, **k)))
    prepare(encoded(gradient((6400, 4800)), "JPEG"))
    assert sizes[0] == (1600, 1200)


# --- in a process of its own ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_real_process_makes_the_same_copies(kind):
    picture = prepare(BytesIO(encoded(gradient((2000, 1000)), kind)))
    print_copy, thumbnail = kept(picture)
    assert (print_copy.size, thumbnail.size, picture.width) == ((1600, 800), (480, 240), 1600)


def test_a_real_process_says_why_too():
    assert reason(b"hello") == "kind"
    assert reason(encoded(noise((600, 400)), "HEIF")[:9000]) == "broken"


def test_a_real_process_that_runs_out_of_memory_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sandbox, "MEMORY", 200 * 1024 * 1024)
    assert reason(encoded(Image.new("RGB", (7900, 7900)), "PNG")) in {"pixels", "broken"}


SOURCES = {
    kind: encoded(noise((90, 60)), kind, **options)
    for kind, options in {"JPEG": {"exif": with_exif()}, "PNG": {}, "WEBP": {}, "HEIF": {}}.items()
}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SOURCES)), st.integers(0, 2**32), st.integers(1, 12), st.floats(0, 1))
def test_corrupted_pictures_are_kept_or_refused_but_never_an_error(kind, seed, flips, share):
    data = bytearray(SOURCES[kind])
    chance = random.Random(seed)
    for _ in range(flips):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        _facts, *copies = darkroom.develop(BytesIO(bytes(data[: max(1, int(len(data) * share))])))
    except darkroom.Unfit as unfit:
        assert str(unfit) in {"kind", "broken", "pixels", "moving"}
    else:
        for copy in copies:
            Image.open(BytesIO(copy)).load()


def test_the_heic_reader_is_there():
    assert pillow_heif.libheif_version()
