"""Events → shapes of one SVG, lying (time runs to the right) or standing (time runs down)."""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.safestring import SafeString

from exchange.core.markup import escaped
from exchange.shuttle.axis import Entry, Scale, spread, year_marks
from exchange.shuttle.events import Rail

BEND = 0.62  # crossings leave and join the rails flat
BEAD = 5.5
DIAMOND = 8  # from its centre to a corner
BEAD_STEP = 16
FLAG = 84
VOW = 12
TIE_STEP = 8
LONGEST_LABEL = 230
# crossing, longest gap, long silence, rows of labels
LYING = [(58, 110, 190, 1), (40, 60, 190, 1), (58, 110, 190, 2), (32, 40, 190, 2), (26, 24, 120, 2)]
TEXT_LINE = 17
TEXT_ROW = 42
CLEAR = 28  # between the upper rail and the labels: for promises
OUTSIDE, INSIDE = 18, -14


@dataclass(frozen=True)
class Shape:
    """One element: path (d), text (x, y), circle, square, diamond or flag (x, y); `css` are its classes."""

    kind: str
    css: str
    d: str = ""
    x: float = 0
    y: float = 0
    text: str = ""
    title: str = ""

    @property
    def svg(self):
        if self.kind == "circle":
            return f'<circle class="{self.css}" cx="{self.x}" cy="{self.y}" r="{BEAD}"{self._end("circle")}'
        if self.kind == "diamond":
            corners = f"m0-{DIAMOND}l{DIAMOND} {DIAMOND}l-{DIAMOND} {DIAMOND}l-{DIAMOND}-{DIAMOND}z"
            return f'<path class="{self.css}" d="M{self.x} {self.y}{corners}"{self._end("path")}'
        if self.kind == "square":
            return (
                f'<rect class="{self.css}" x="{self.x}" y="{self.y}" width="{VOW}" height="{VOW}" rx="2"'
                f"{self._end('rect')}"
            )
        if self.kind == "flag":
            return f'<rect class="{self.css}" x="{self.x}" y="{self.y}" width="{FLAG}" height="24" rx="4"/>'
        if self.kind == "text":
            return f'<text class="{self.css}" x="{self.x}" y="{self.y}">{escaped(self.text)}</text>'
        return f'<path class="{self.css}" d="{self.d}"{self._end("path")}'

    def _end(self, name):
        return f"><title>{escaped(self.title)}</title></{name}>" if self.title else "/>"


@dataclass
class Picture:
    width: float
    height: float
    shapes: list = field(default_factory=list)
    crowded: bool = False  # longer than the page is wide

    @property
    def svg(self):
        """In one piece: it has hundreds of shapes."""
        return SafeString("".join([shape.svg for shape in self.shapes]))

    def path(self, css, d, title=""):
        self.shapes.append(Shape("path", css, d=d, title=title))

    def text(self, css, x, y, text):
        self.shapes.append(Shape("text", css, x=_round(x), y=_round(y), text=text))


@dataclass(frozen=True)
class Pen:
    """Turns (along the line, across it) into the coordinates of a lying or a standing picture."""

    standing: bool

    def point(self, along, across):
        a, b = (across, along) if self.standing else (along, across)
        return f"{_round(a)} {_round(b)}"

    def line(self, along, across, to_along, to_across):
        return f"M{self.point(along, across)}L{self.point(to_along, to_across)}"

    def bend(self, along, across, to_along, to_across):
        """The curve from where the pen stands to the second point."""
        reach = BEND * (to_along - along)
        points = (self.point(along + reach, across), self.point(to_along - reach, to_across))
        return f"C{points[0]} {points[1]} {self.point(to_along, to_across)}"


@dataclass(frozen=True)
class Form:
    """Sizes of one of the two pictures."""

    pen: Pen
    scale: Scale
    crossing: float
    level: dict  # Rail -> place across the line
    origin: float  # where the line begins
    outside: int  # how far from the rails promises lie: outside of them, or inside where a negative number

    def vow_level(self, side):
        kr, jp = self.level[Rail.KR], self.level[Rail.JP]
        return {Rail.KR: kr - self.outside, Rail.JP: jp + self.outside}.get(side, (kr + jp) / 2)

    def told(self, title):
        """What a mouse is told about a shape; the standing picture is for fingers, which do not hover."""
        return "" if self.pen.standing else title


def _round(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


@lru_cache(4096)  # the same labels are measured for each of the four forms
def text_width(text):
    """A careful guess at 13 px; wide letters are those of Hangul, kanji and kana."""
    return sum(12.6 if unicodedata.east_asian_width(c) in "WF" else 7.4 for c in text)


@lru_cache(4096)
def cut(text, width):
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 13:
        text = text[:-1]
    return text.rstrip() + "…"


def _span(event, crossing):
    marks = max(len(event.beads), *(len(row) for row in _vow_rows(event).values()), 1)
    beads = (marks - 1) * BEAD_STEP + 2 * BEAD + 8
    return beads + 2 * crossing if event.crosses else beads


def _vow_rows(event):
    """The promises of each side, beside each other."""
    return {side: [vow for vow in event.vows if vow.side == side] for side in ("kr", "joint", "jp")}


def _sequence(events, today):
    """The events in order, with None for today where no event covers it."""
    items = sorted(events, key=lambda e: (e.first, e.last, e.title))
    if any(event.covers(today) for event in items):
        return items
    at = sum(event.first < today for event in items)
    return [*items[:at], None, *items[at:]]


def _goes_far(events):
    return any(Rail.ELSEWHERE in {e.origin, e.host, *(b.host for b in e.beads)} for e in events)


def _lane(event):
    return "above" if event.host != Rail.JP else "below"


def draw_lying(events, today, *, today_text, quiet_text, names, width=1200):
    """For wide screens; rows of labels above and below, as long as the records need."""
    items, left = _sequence(events, today), 48
    room = width - left - 4
    for crossing, most, quiet, lanes in LYING:  # the roomiest that fits the page; the last may be longer
        scale = Scale(per_day=0.3, least=14, most=most, quiet=quiet, margin=18)
        entries = [_lying_entry(item, today, crossing) for item in items]
        slots, length = spread(entries, scale, room=room, rows=lanes)
        if length <= room:
            break
    rows = {lane: _rows(items, slots, lane) for lane in ("above", "below")}
    far = _goes_far(events)
    top = 52 + TEXT_ROW * rows["above"] + CLEAR
    level = {Rail.ELSEWHERE: top, Rail.KR: top + (52 if far else 0)}
    level[Rail.JP] = level[Rail.KR] + 124
    bottom = level[Rail.JP] + 20 + TEXT_ROW * max(rows["below"], 1) + 14
    picture = Picture(width=left + length + 4, height=bottom + 24, crowded=length > room)
    form = Form(Pen(standing=False), scale, crossing, level, left, OUTSIDE)
    for year, place in year_marks(entries, slots, apart=46):
        if place > slots[0].start:
            picture.path("grid", form.pen.line(left + place, 52, left + place, bottom))
        picture.text("w", left + place + 4, bottom + 16, str(year))
    for rail in (Rail.KR, Rail.JP):
        picture.text(f"n{rail}", 0, level[rail] + 5, names[rail])
    _ground(picture, form, items, slots, length)
    for slot in slots:
        if slot.quiet_since is not None and slot.start - slot.quiet_since > text_width(quiet_text) + 8:
            middle = left + (slot.quiet_since + slot.start) / 2
            picture.text("w mid", middle, (level[Rail.KR] + level[Rail.JP]) / 2 + 4, quiet_text)
    for item, slot in zip(items, slots, strict=True):
        if item:
            _event(picture, form, item, slot)
            _lying_label(picture, form, item, slot)
    x = left + _today(items, slots, today)
    named_above = any(item and item.label and item.covers(today) and _lane(item) == "above" for item in items)
    picture.path("now", form.pen.line(x, top - 14 if named_above else 40, x, level[Rail.JP] + 26))
    flag = min(max(x, left + FLAG / 2), picture.width - FLAG / 2)
    picture.shapes.append(Shape("flag", "flag", x=_round(flag - FLAG / 2), y="16"))
    picture.text("flagt", flag, 32, today_text)
    return picture


def _lying_entry(event, today, crossing):
    if event is None:
        return Entry(today, today, span=8, label=12, lane="above", fence=True)
    texts = (event.label, event.note) if event.label else ("",)
    label = max(text_width(cut(text, LONGEST_LABEL)) for text in texts)
    return Entry(event.first, event.last, _span(event, crossing), label, _lane(event))


def _rows(items, slots, lane):
    return max((s.row + 1 for i, s in zip(items, slots, strict=True) if i and i.label and _lane(i) == lane), default=0)


def _lying_label(picture, form, event, slot):
    if not event.label:
        return
    x, above = form.origin + slot.centre, _lane(event) == "above"
    if above:
        y = min(form.level.values()) - CLEAR - TEXT_ROW * slot.row - TEXT_LINE
    else:
        y = form.level[Rail.JP] + 44 + TEXT_ROW * slot.row
    if slot.row:
        rail = form.level[event.host] + (-10 if above else 10)
        picture.path("grid", form.pen.line(x, rail, x, y + TEXT_LINE + 5 if above else y - 13))
    picture.text("b mid", x, y, cut(event.label, LONGEST_LABEL))
    picture.text("w mid", x, y + TEXT_LINE, cut(event.note, LONGEST_LABEL))


def draw_standing(events, today, *, today_text, quiet_text, names, width=358):
    """For phones; one label a row, to the right of the rails."""
    items = _sequence(events, today)
    scale = Scale(per_day=0.06, least=12, most=28, quiet=60, margin=14)
    crossing, head = 30, 26
    entries = [_standing_entry(item, today, crossing) for item in items]
    slots, length = spread(entries, scale)
    far = _goes_far(events)
    level = {Rail.ELSEWHERE: 12, Rail.KR: 48 if far else 20}
    level[Rail.JP] = level[Rail.KR] + 72
    picture = Picture(width=width, height=head + length + 4)
    form = Form(Pen(standing=True), scale, crossing, level, head, INSIDE)
    for rail in (Rail.KR, Rail.JP):
        picture.text(f"n{rail} mid", level[rail], 14, names[rail])
    _ground(picture, form, items, slots, length)
    side = level[Rail.JP] + 26
    for slot in slots:
        if slot.quiet_since is not None:
            picture.text("w", side, head + (slot.quiet_since + slot.start) / 2 + 4, quiet_text)
    y = head + _today(items, slots, today)
    picture.path("now", form.pen.line(y, 0, y, width if None in items else side - 8))
    for item, slot in zip(items, slots, strict=True):
        if item:
            _event(picture, form, item, slot)
            room = width - side - (FLAG + 8 if item.covers(today) else 0)
            at = head + slot.centre
            if item.vows:
                picture.text("w", side, at + 4, cut(f"{item.note} {item.title}", room))
                continue
            picture.text("b", side, at - 3, cut(item.label or item.title, room))
            picture.text("w", side, at + 15, cut(item.note, room))
    flag = side if None in items else width - FLAG
    picture.shapes.append(Shape("flag", "flag", x=_round(flag), y=_round(y - 12)))
    picture.text("flagt", flag + FLAG / 2, y + 4, today_text)
    return picture


def _standing_entry(event, today, crossing):
    if event is None:
        return Entry(today, today, span=28)
    return Entry(event.first, event.last, max(_span(event, crossing), 26 if event.vows else 44))


def _ground(picture, form, items, slots, length):
    """The sea, what each crossing encloses, and over them the rails, dotted where nothing is known."""
    pen, begin, end = form.pen, form.origin, form.origin + length
    kr, jp = form.level[Rail.KR], form.level[Rail.JP]
    picture.path("sea", f"M{pen.point(begin, kr)}L{pen.point(end, kr)}L{pen.point(end, jp)}L{pen.point(begin, jp)}Z")
    for item, slot in zip(items, slots, strict=True):
        if item and item.crosses:
            there, stay, home = _crossing(form, item, slot)
            picture.path(f"in {item.origin}", f"{there}L{stay}{home}Z", form.told(item.title))
    stretches = [(begin + s.quiet_since + 8, begin + s.start - 8) for s in slots if s.quiet_since is not None]
    for rail in (Rail.KR, Rail.JP):
        at = begin
        for since, until in stretches:
            picture.path(f"rail {rail}", pen.line(at, form.level[rail], since - 4, form.level[rail]))
            picture.path(f"rail quiet {rail}", pen.line(since, form.level[rail], until, form.level[rail]))
            at = until + 4
        picture.path(f"rail {rail}", pen.line(at, form.level[rail], end, form.level[rail]))


def _crossing(form, event, slot):
    """(the way there, the end of the stay, the way home)"""
    pen, a, b = form.pen, form.level[event.origin], form.level[event.host]
    middle, half = form.origin + slot.centre, _span(event, 0) / 2
    there = (
        f"M{pen.point(middle - half - form.crossing, a)}{pen.bend(middle - half - form.crossing, a, middle - half, b)}"
    )
    return there, pen.point(middle + half, b), pen.bend(middle + half, b, middle + half + form.crossing, a)


def _event(picture, form, event, slot):
    """The crossing and its beads; what is only planned is dashed."""
    if event.crosses:
        css = f"rail {event.origin}{' plan' if event.planned else ''}"
        there, stay, home = _crossing(form, event, slot)
        joined = f"{there}L{stay}" if event.host == Rail.ELSEWHERE else f"{there}M{stay}"  # no rail to stay on
        picture.path(css, f"{joined}{home}")
    centre = form.origin + slot.centre
    for i, signing in enumerate(event.signings):
        if signing.bead is None:
            _tie(picture, form, signing, _in_row(i, event.signings, centre, TIE_STEP))
        else:
            place = _in_row(signing.bead, event.beads, centre)
            _tie(picture, form, signing, place, event.beads[signing.bead].host)
    for i, bead in enumerate(event.beads):
        x, y = form.pen.point(_in_row(i, event.beads, centre), form.level[bead.host]).split()
        kind, css = _look(bead)
        picture.shapes.append(Shape(kind, css, x=x, y=y, title=form.told(bead.title)))
    for side, vows in _vow_rows(event).items():
        for i, vow in enumerate(vows):
            _vow(picture, form, vow, _in_row(i, vows, centre), form.vow_level(side))


def _look(bead):
    """(kind of shape, classes): a forum is filled once it was held."""
    if bead.is_forum:
        return "diamond", f"forum {bead.host}" if bead.planned else f"forum held {bead.host}"
    return "circle", f"bead {bead.host}{' plan' if bead.planned else ''}"


def _in_row(number, row, centre, step=BEAD_STEP):
    return centre + (number - (len(row) - 1) / 2) * step


def _tie(picture, form, signing, place, host=None):
    """From rail to rail; it ends before the bead of the meeting at which it was signed."""
    begin = form.level[Rail.KR] + (host == Rail.KR) * (BEAD + 1.5)
    end = form.level[Rail.JP] - (host == Rail.JP) * (BEAD + 1.5)
    lines = [form.pen.line(place + side, begin, place + side, end) for side in (-1.5, 1.5)]
    picture.path("tie", "".join(lines), form.told(signing.title))


def _vow(picture, form, vow, along, across):
    x, y = map(float, form.pen.point(along, across).split())
    css = f"vow {vow.css}".strip()
    square = Shape("square", css, x=_round(x - VOW / 2), y=_round(y - VOW / 2), title=form.told(vow.title))
    picture.shapes.append(square)
    if vow.css == "late":
        picture.text("bang", x, y + 4, "!")


def _today(items, slots, today):
    """Today's place: its own slot, or within the event that covers it."""
    for item, slot in zip(items, slots, strict=True):
        if item is None:
            return slot.centre
        if item.covers(today):
            share = ((today - item.first).days + 0.5) / ((item.last - item.first).days + 1)
            return slot.start + share * (slot.end - slot.start)
    raise AssertionError("today always has a place")
