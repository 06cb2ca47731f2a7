"""Sample photos of 12 megapixels, drawn: each scene is the same bytes at every loading."""

import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (4000, 3000)
SKETCH = (1000, 750)  # scenes are drawn small, then enlarged and grained like a photo
LABEL = "예시 SAMPLE"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
KOREAN = 1  # the face of the collection
SUITS = ["#22304a", "#2d2f36", "#3a3440", "#1f3b3f", "#40342c"]
SKINS = ["#e3b899", "#d9a986", "#c99a78"]


def draw(scene):
    """JPEG bytes of the scene."""
    chance = random.Random(scene)  # noqa: S311 (chance that repeats is wanted)
    sketch = Image.new("RGB", SKETCH, "#d9d4c9")
    _room(ImageDraw.Draw(sketch), chance)
    SCENES[scene](ImageDraw.Draw(sketch), chance)
    half = (SIZE[0] // 2, SIZE[1] // 2)
    photo = sketch.filter(ImageFilter.GaussianBlur(0.8)).resize(half, Image.Resampling.BICUBIC)
    photo = Image.blend(photo, _grain(chance, half), 0.07).resize(SIZE, Image.Resampling.BILINEAR)
    _label(ImageDraw.Draw(photo))
    file = BytesIO()
    photo.save(file, "JPEG", quality=88)
    return file.getvalue()


def _grain(chance, size):
    return Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).convert("RGB")


def _label(pen):
    font = ImageFont.truetype(FONT, 150, index=KOREAN) if FONT.exists() else ImageFont.load_default(150)
    text = LABEL if FONT.exists() else LABEL.rpartition(" ")[2]
    left, top, right, bottom = pen.textbbox((140, 2540), text, font=font)
    pen.rounded_rectangle(
        (left - 50, top - 40, right + 50, bottom + 40), 30, fill="#ffffff", outline="#7a1f2b", width=8
    )
    pen.text((140, 2540), text, font=font, fill="#7a1f2b")


# --- what the scenes are made of -------------------------------------------------------


def _room(pen, chance):
    hue = chance.choice(["#cfc8ba", "#c4cbd0", "#d6cdbf", "#c9c3cc"])
    pen.rectangle((0, 0, 1000, 470), fill=hue)
    for x in range(60, 1000, 235):
        pen.rectangle((x, 60, x + 150, 330), fill="#e9eef2", outline="#a59c8c", width=5)
        pen.line((x + 75, 60, x + 75, 330), fill="#a59c8c", width=3)
    pen.rectangle((0, 470, 1000, 750), fill="#8d8171")
    pen.line((0, 470, 1000, 470), fill="#70665a", width=6)


def _somebody(pen, chance, x, y, size=1.0, *, standing=True):
    suit, skin = chance.choice(SUITS), chance.choice(SKINS)
    head, body = 26 * size, 62 * size
    if standing:
        pen.rectangle((x - 36 * size, y + 190 * size, x + 36 * size, y + 330 * size), fill="#23242a")
    pen.rounded_rectangle((x - body, y + 34 * size, x + body, y + 210 * size), 30 * size, fill=suit)
    pen.polygon([(x - 16 * size, y + 36 * size), (x + 16 * size, y + 36 * size), (x, y + 96 * size)], fill="#f4f4f0")
    pen.ellipse((x - head, y - head, x + head, y + head * 1.25), fill=skin)
    pen.pieslice((x - head, y - head - 6, x + head, y + head), 180, 360, fill="#26211f")


def _banner(pen):
    pen.rectangle((230, 24, 770, 104), fill="#1f2a7a")
    pen.rectangle((250, 56, 750, 72), fill="#ffffff")


def _signing(pen, chance):
    _banner(pen)
    for x in (190, 370, 630, 810):
        _somebody(pen, chance, x, 230)
    for x in (420, 580):
        _somebody(pen, chance, x, 330, standing=False)
    pen.rectangle((120, 500, 880, 720), fill="#27406b")
    for x in (380, 540):
        pen.polygon([(x, 545), (x + 90, 545), (x + 104, 500), (x + 10, 500)], fill="#fbfaf5")
        pen.line((x + 30, 524, x + 78, 524), fill="#333333", width=3)


def _group(pen, chance):
    _banner(pen)
    for number in range(8):
        _somebody(pen, chance, 115 + number * 110, 250 + (number % 2) * 20)


def _dinner(pen, chance):
    for x in (200, 350, 500, 650, 800):
        _somebody(pen, chance, x, 260, 0.9, standing=False)
    pen.ellipse((90, 390, 910, 740), fill="#f3efe6", outline="#cbbf9f", width=6)
    for x, y in ((250, 500), (400, 460), (560, 460), (720, 500), (330, 620), (500, 650), (670, 620)):
        pen.ellipse((x - 48, y - 22, x + 48, y + 22), fill="#ffffff", outline="#b7b0a2", width=4)
        pen.ellipse((x - 22, y - 10, x + 22, y + 10), fill=chance.choice(["#9a4b32", "#6c8a3d", "#c99a2e"]))


def _meeting_room(pen, chance):
    for side, inwards in ((130, 95), (870, -95)):
        for depth in range(3):
            x, y = side + depth * inwards, 360 - depth * 60
            _somebody(pen, chance, x, y, 1 - depth * 0.15, standing=False)
    pen.polygon([(330, 340), (670, 340), (900, 740), (100, 740)], fill="#6b4a31")
    for y, half in ((400, 130), (500, 200), (610, 280)):
        for x in (500 - half, 500 + half):
            pen.rectangle((x - 30, y - 10, x + 30, y + 16), fill="#fafafa")


def _table(pen, chance):
    for x in (300, 480):
        _somebody(pen, chance, x, 300, 1.1, standing=False)
    _somebody(pen, chance, 700, 310, 1.1, standing=False)
    pen.rectangle((120, 520, 880, 580), fill="#7a5638")
    for x in (290, 470, 680):
        pen.rectangle((x, 496, x + 70, 520), fill="#ffffff")


def _round(pen, chance):
    for x, y in ((170, 300), (330, 250), (500, 235), (670, 250), (830, 300)):
        _somebody(pen, chance, x, y, standing=False)
    pen.ellipse((150, 430, 850, 700), fill="#8a623f", outline="#5c4029", width=8)
    pen.ellipse((440, 500, 560, 560), fill="#3f6b45")


SCENES = {
    "signing": _signing,
    "group": _group,
    "dinner": _dinner,
    "room": _meeting_room,
    "table": _table,
    "round": _round,
}
