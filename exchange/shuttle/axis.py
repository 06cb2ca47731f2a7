"""Places on a line for things with dates: order is kept, long silence is cut short, labels never meet."""

from dataclasses import dataclass, field, replace
from datetime import date

AIR = 14  # between two labels of one row
QUIET_DAYS = 730  # from here on a stretch without any record is shown as such


@dataclass(frozen=True)
class Entry:
    """`span` is what the picture needs along the line, `label` the width of its text.

    Labels of one `lane` keep clear of each other; a `fence` keeps the whole lane free at its place.
    """

    first: date
    last: date
    span: float
    label: float = 0
    lane: str = ""
    fence: bool = False


@dataclass(frozen=True)
class Slot:
    start: float
    end: float
    row: int = 0  # of the lane, counted from the rail
    quiet_since: float | None = None  # the end of the one before, when long silence lies between

    @property
    def centre(self):
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Scale:
    """How days become lengths between two things."""

    per_day: float
    least: float
    most: float
    quiet: float
    margin: float

    def gap(self, days):
        if days > QUIET_DAYS:
            return self.quiet
        return min(max(days * self.per_day, self.least), self.most)


@dataclass
class _Lanes:
    """How far the labels of each row of each lane reach."""

    rows: int
    reach: dict = field(default_factory=dict)

    def place(self, entry, centre):
        """(row, centre): the nearest place at or after `centre` where the label is free, lowest row first."""
        if not entry.label:
            return 0, centre
        reach = self.reach.setdefault(entry.lane, [0.0 - AIR] * self.rows)
        half = entry.label / 2
        if entry.fence:
            centre = max(centre, max(reach) + AIR + half)
            self.reach[entry.lane] = [centre + half] * self.rows
            return 0, centre
        needed = [max(centre, edge + AIR + half) for edge in reach]
        row = needed.index(min(needed))
        reach[row] = needed[row] + half
        return row, needed[row]

    @property
    def end(self):
        return max((edge for reach in self.reach.values() for edge in reach), default=0)


def spread(entries, scale, *, room=0, rows=1):
    """(slots, length): a slot for each entry, in their order; at least `room` long, longer when crowded."""
    lanes, slots, at = _Lanes(rows), [], scale.margin
    for before, entry in zip([None, *entries], entries, strict=False):
        days = (entry.first - before.last).days if before else 0
        start = at + (scale.gap(days) if before else 0)
        row, centre = lanes.place(entry, start + entry.span / 2)
        start = centre - entry.span / 2
        slots.append(Slot(start, start + entry.span, row, at if days > QUIET_DAYS else None))
        at = start + entry.span
    length = max(at + scale.margin, lanes.end)
    return _stretched(slots, room - length), max(room, length)


def _stretched(slots, extra):
    """Spare room goes between the things, half as much to both ends."""
    if extra <= 0 or not slots:
        return slots
    step = extra / len(slots)
    moves = [step * (i + 0.5) for i in range(len(slots))]
    before = [None, *moves]
    return [
        replace(
            slot, start=slot.start + move, end=slot.end + move,
            quiet_since=None if slot.quiet_since is None else slot.quiet_since + before[i],
        )
        for i, (slot, move) in enumerate(zip(slots, moves, strict=True))
    ]  # fmt: skip


def year_marks(entries, slots, *, apart):
    """(year, place) where each year that has a record begins; the first stands at the first record."""
    marks = []
    for i, (entry, slot) in enumerate(zip(entries, slots, strict=True)):
        if marks and entry.first.year == marks[-1][0]:
            continue
        place = slot.start if i == 0 else _new_year(entries[i - 1], slots[i - 1], entry, slot)
        if not marks or place - marks[-1][1] >= apart:
            marks.append((entry.first.year, place))
    return marks


def _new_year(before, slot_before, entry, slot):
    """Where 1 January lies between two entries; at the end of a quiet stretch."""
    days = (entry.first - before.last).days
    if slot.quiet_since is not None or days <= 0:
        return max(slot.start - AIR, slot_before.end)
    share = (date(entry.first.year, 1, 1) - before.last).days / days
    return slot_before.end + min(max(share, 0), 1) * (slot.start - slot_before.end)
