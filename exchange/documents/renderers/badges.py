"""Badges on sheets: how large each text may be so that nothing of it is cut, and the code that a phone reads."""

import hashlib
import math
import unicodedata
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image

from exchange.documents.blocks import Badges

SHEET = 8  # badges on a sheet, two in a row
MILLIMETRES = 25.4 / 72  # of a point
NAMES = ((28, 12), (24, 12), (20, 11), (17, 10), (14, 9), (12, 8), (10, 7), (8, 6), (6, 5))  # own and other form, pt
FIRMS = (
    (10, 8, 9),
    (9, 7.5, 8),
    (8, 7, 7.5),
    (7, 6, 7),
    (6, 5.5, 6),
    (5, 4.5, 5),
    (4, 4, 4),
    (3, 3, 3),
)  # company, other form, title, pt
FORUMS = (8.5, 7.5, 6.5, 5.5, 4.5)
NAME_BOX, FIRM_BOX, FORUM_BOX = (82, 19.5), (55, 21.5), (60, 8)  # mm
LINE = 1.3
ONE_LINE = 5  # so many sizes of a name are tried before it may take two lines
QUIET = 2  # modules around the code; the badge is white beyond
SCALE = 4  # pixels of a module: readers of PDF that smooth pictures leave its edges sharp


@dataclass(frozen=True)
class Sized:
    """A badge with the sizes of its texts."""

    badge: object
    forum: float
    name: tuple[float, float]
    firm: tuple[float, float, float]


def sheets(badges):
    sized = [_sized(badge) for badge in badges]
    return [sized[start : start + SHEET] for start in range(0, len(sized), SHEET)]


def _sized(badge):
    titles = " / ".join(filter(None, [badge.title, badge.title_other]))
    names, firms = (badge.name, badge.name_other), (badge.company, badge.company_other, titles)
    return Sized(
        badge,
        forum=_fitting([(size,) for size in FORUMS], (badge.forum,), FORUM_BOX)[0],
        name=_fitting(NAMES[:ONE_LINE], names, NAME_BOX, lines=1) or _fitting(NAMES, names, NAME_BOX),
        firm=_fitting(FIRMS, firms, FIRM_BOX),
    )


def _fitting(steps, texts, box, lines=None):
    """The first sizes with which the texts fit into the box, the first of them in so many lines; else the smallest."""
    width, height = box
    for sizes in steps:
        counts = [lines_of(text, size, width) for text, size in zip(texts, sizes, strict=True)]
        total = sum(count * size * LINE * MILLIMETRES for count, size in zip(counts, sizes, strict=True))
        if total <= height and (lines is None or counts[0] <= lines):
            return sizes
    return None if lines else steps[-1]


def lines_of(text, size, width):
    """How many lines of this width (mm) the text takes at this size (pt): words are kept whole where they fit."""
    space, room, count = width_of(" ") * size * MILLIMETRES, 0.0, 0
    for word in text.split():
        length = width_of(word) * size * MILLIMETRES
        if count and length <= room - space:
            room -= length + space
        else:
            taken = max(math.ceil(length / width), 1)
            count, room = count + taken, taken * width - length
    return count


def fits_by_words(text):
    """No word is longer than a line even at the smallest size of a company."""
    return all(width_of(word) * FIRMS[-1][0] * MILLIMETRES <= FIRM_BOX[0] for word in text.split())


def width_of(text):
    """In em, rather too wide."""
    return sum(map(_width, text))


def _width(sign):
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.02
    if sign == " ":
        return 0.3
    return 0.72 if sign.isupper() or sign in "mwMW@%" else 0.6


def codes(tree):
    """{name: (PNG, type)} of the QR codes of its badges, as the renderer serves pictures.

    A picture, not a path: a path of a thousand squares takes WeasyPrint a hundred times as long. The mask is fixed,
    for to try all eight takes ten times as long, and any reader undoes any of them.
    """
    badges = (badge for block in tree.blocks if isinstance(block, Badges) for badge in block.badges)
    return {name_of_code(badge.link): (_png(badge.link), "image/png") for badge in badges}


def name_of_code(link):
    return f"code-{hashlib.sha256(link.encode()).hexdigest()}"


def _png(link):
    rows = segno.make(link, error="m", micro=False, mask=0).matrix
    side = len(rows)
    image = Image.new("1", (side + 2 * QUIET, side + 2 * QUIET), 1)
    image.paste(
        Image.frombytes("L", (side, side), b"".join(rows)).point(lambda dark: 0 if dark else 255), (QUIET, QUIET)
    )
    file = BytesIO()
    image.resize((image.width * SCALE, image.height * SCALE), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()
