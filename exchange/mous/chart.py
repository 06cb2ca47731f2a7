"""Promises kept, drawn: a column for each side in each year, as tall as what was due, filled as far as it was kept."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from exchange.core.markup import filled
from exchange.mous.enums import Obligor
from exchange.mous.marks import SIDES

WIDTH = 340
ABOVE, TALLEST, BELOW = 20, 120, 26  # the number on a column, the column, the year under it
COLUMN, APART = 16, 6
ROOM_FOR_MARK = 12
OF_ONE = 26  # a single promise does not fill the picture
SLOTS = list(Obligor)


@dataclass(frozen=True)
class Chart:
    svg: str
    height: float
    desc: str  # the same in words, for who does not see it


def draw(tallies):
    """From the first year with a promise to the last; None where there is none."""
    if not tallies:
        return None
    years = range(tallies[0].year, tallies[-1].year + 1)
    most = max(tally.due for tally in tallies)
    step = min(TALLEST / most, OF_ONE)
    ground, room = round(ABOVE + most * step, 1), WIDTH / len(years)
    centre = {year: round(room * (place + 0.5), 1) for place, year in enumerate(years)}
    shapes = [filled('<path class="ground" d="M0 {}H{}"/>', ground, WIDTH)]
    shapes += [filled('<text x="{}" y="{}">{}</text>', centre[year], ground + 18, year) for year in years]
    for tally in tallies:
        slot = SLOTS.index(tally.obligor) - (len(SLOTS) - 1) / 2
        shapes += _column(tally, centre[tally.year] + slot * (COLUMN + APART), ground, step)
    return Chart(SafeString("".join(shapes)), ground + BELOW, _description(tallies))


def _column(tally, middle, base, step):
    """What was kept stands on the ground, what was kept late on it, then what was missed, what is open on top."""
    side = SIDES[tally.obligor]
    parts = [(tally.in_time, "kept"), (tally.kept_late, "kept tardy"), (tally.missed, "late"), (tally.open, "")]
    for number, css in parts:
        if not number:
            continue
        tall = round(number * step, 1)
        base = round(base - tall, 1)
        yield filled(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            css if css == "late" else f"{side} {css}".strip(), round(middle - COLUMN / 2, 1), base, COLUMN, tall,
        )  # fmt: skip
        if css == "late" and tall >= ROOM_FOR_MARK:
            yield filled('<text class="bang" x="{}" y="{}">!</text>', middle, round(base + tall / 2 + 4, 1))
    yield filled('<text class="num" x="{}" y="{}">{}</text>', middle, round(base - 5, 1), tally.due)


def _description(tallies):
    return " ".join(_of_year(year, list(of_year)) for year, of_year in groupby(tallies, key=lambda tally: tally.year))


def _of_year(year, tallies):
    numbers = {name: sum(getattr(tally, name) for tally in tallies) for name in ("due", "in_time", "kept_late")}
    return ngettext(
        "%(year)s년에 기한이 된 약속 %(due)s건 가운데 %(in_time)s건 기한 안에 이행, %(kept_late)s건 늦게 이행.",
        "%(year)s년에 기한이 된 약속 %(due)s건 가운데 %(in_time)s건 기한 안에 이행, %(kept_late)s건 늦게 이행.",
        numbers["due"],
    ) % {**numbers, "year": str(year)}  # fmt: skip
