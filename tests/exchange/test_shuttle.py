"""The shuttle line: any history gives a picture that can be read."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations.models import DelegationMeeting
from exchange.mous.models import Occurrence
from exchange.shuttle.axis import Entry, Scale, spread, year_marks
from exchange.shuttle.events import Bead, Event, Rail, Signing, Vow
from exchange.shuttle.picture import VOW, cut, draw_lying, draw_standing, text_width
from exchange.shuttle.records import BEADS, NEWEST, PROMISES, shuttle_line
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import (
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
)

TODAY = date(2026, 3, 9)
TEXTS = {"today_text": "오늘 3. 9.", "quiet_text": "확인된 교류 없음", "names": {Rail.KR: "한국", Rail.JP: "일본"}}
SCALE = Scale(per_day=0.3, least=14, most=110, quiet=190, margin=18)
DRAWINGS = [draw_lying, draw_standing]

days = st.dates(date(2008, 1, 1), date(2030, 12, 31))
words = st.text("가나 다한日本語abc.·", max_size=40)
vows = st.lists(
    st.builds(Vow, st.sampled_from(["kr", "jp", "joint"]), st.sampled_from(["", "kept", "late"]), words), max_size=5
).map(tuple)
beads = st.lists(st.builds(Bead, st.sampled_from(Rail), words, st.booleans()), max_size=6).map(tuple)


@st.composite
def events(draw):
    first, held = draw(days), draw(beads)
    numbers = st.none() | st.integers(0, len(held) - 1) if held else st.none()
    return Event(
        first=first,
        last=first + timedelta(days=draw(st.integers(0, 20))),
        origin=draw(st.sampled_from(Rail)),
        host=draw(st.sampled_from(Rail)),
        title=draw(words),
        label=draw(words),
        note=draw(words),
        planned=first > TODAY,
        beads=held,
        signings=tuple(draw(st.lists(st.builds(Signing, words, numbers), max_size=2))),
        vows=draw(vows),
    )


@st.composite
def entries(draw):
    firsts = sorted(draw(st.lists(days, min_size=1, max_size=40)))
    return [
        Entry(
            first, first + timedelta(days=draw(st.integers(0, 30))),
            span=draw(st.floats(4, 250)), label=draw(st.floats(0, 230)),
            lane=draw(st.sampled_from(["above", "below"])), fence=draw(st.booleans()),
        )
        for first in firsts
    ]  # fmt: skip


# --- the axis -------------------------------------------------------------------------


@given(entries(), st.sampled_from([0, 600, 1148, 20000]), st.integers(1, 3))
def test_order_is_kept_and_all_is_inside(entries, room, rows):
    slots, length = spread(entries, SCALE, room=room, rows=rows)
    assert length >= room
    assert slots[0].start >= 0
    assert slots[-1].end <= length
    assert all(before.end < slot.start for before, slot in pairwise(slots))
    assert all(abs(slot.end - slot.start - entry.span) < 1e-6 for slot, entry in zip(slots, entries, strict=True))


@given(entries(), st.sampled_from([0, 1148]), st.integers(1, 3))
def test_labels_of_one_row_never_meet(entries, room, rows):
    slots, length = spread(entries, SCALE, room=room, rows=rows)
    taken = {}
    for entry, slot in zip(entries, slots, strict=True):
        if not entry.label:
            continue
        left, right = slot.centre - entry.label / 2, slot.centre + entry.label / 2
        assert left >= -1e-6 and right <= length + 1e-6
        for row in range(rows) if entry.fence else [slot.row]:
            assert left >= taken.get((entry.lane, row), 0) - 1e-6
            taken[entry.lane, row] = right


def test_silence_is_cut_short():
    years_apart = [Entry(date(2008, 1, 1), date(2008, 1, 4), 40), Entry(date(2026, 1, 1), date(2026, 1, 4), 40)]
    slots, _length = spread(years_apart, SCALE)
    assert slots[1].start - slots[0].end == SCALE.quiet
    assert slots[1].quiet_since == slots[0].end
    weeks_apart = [years_apart[0], Entry(date(2008, 2, 1), date(2008, 2, 3), 40)]
    assert spread(weeks_apart, SCALE)[0][1].quiet_since is None


@given(entries())
def test_years_stand_in_order_and_apart(entries):
    slots, _length = spread(entries, SCALE)
    marks = year_marks(entries, slots, apart=46)
    assert marks[0][0] == entries[0].first.year
    assert all(a[0] < b[0] and b[1] - a[1] >= 46 for a, b in pairwise(marks))


# --- the picture ------------------------------------------------------------------------


def numbers(shape):
    if shape.kind == "path":
        return [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", shape.d)]
    return [(float(shape.x), float(shape.y))]


@pytest.mark.parametrize("draw", DRAWINGS)
@given(st.lists(events(), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_every_shape_is_inside_the_box(draw, events):
    picture = draw(events, TODAY, **TEXTS)
    for shape in picture.shapes:
        reach = VOW if shape.kind == "square" else 0
        for x, y in [(x + more, y + more) for x, y in numbers(shape) for more in {0, reach}]:
            assert 0 <= x <= picture.width, shape
            assert 0 <= y <= picture.height, shape


def boxes(picture):
    """(left, right, line) of each text that names an event, today included."""
    for shape in picture.shapes:
        if shape.kind == "text" and set(shape.css.split()) & {"b", "flagt"} and shape.text:
            width, x = text_width(shape.text), float(shape.x)
            left = x if "mid" not in shape.css and "flagt" not in shape.css else x - width / 2
            yield left, left + width, float(shape.y)


@pytest.mark.parametrize("draw", DRAWINGS)
@given(st.lists(events(), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_texts_do_not_overlap(draw, events):
    placed = list(boxes(draw(events, TODAY, **TEXTS)))
    for i, (left, right, line) in enumerate(placed):
        for other_left, other_right, other_line in placed[:i]:
            assert abs(line - other_line) >= 13 or right <= other_left + 0.2 or other_right <= left + 0.2


@pytest.mark.parametrize("draw", DRAWINGS)
@given(st.lists(events(), min_size=1, max_size=20))
@settings(max_examples=30, deadline=None)
def test_every_event_and_meeting_is_drawn(draw, events):
    shapes = draw(events, TODAY, **TEXTS).shapes
    assert sum(shape.kind == "circle" for shape in shapes) == sum(len(event.beads) for event in events)
    assert sum(shape.kind == "square" for shape in shapes) == sum(len(event.vows) for event in events)
    assert sum(shape.css == "tie" for shape in shapes) == sum(len(event.signings) for event in events)
    assert sum(shape.css.startswith("in ") for shape in shapes) == sum(event.crosses for event in events)
    assert sum(shape.kind == "flag" for shape in shapes) == 1


@given(vows)
@settings(max_examples=30)
def test_promises_lie_outside_the_rail_of_whoever_promised(vows):
    """In the standing picture the labels need that room: there they lie inside."""
    due = Event(date(2025, 3, 1), date(2025, 3, 1), Rail.KR, Rail.KR, "예시", vows=vows)
    for draw, order in ((draw_lying, ["kr", "rail kr", "joint", "rail jp", "jp"]),
                        (draw_standing, ["rail kr", "kr", "joint", "jp", "rail jp"])):  # fmt: skip
        shapes = draw([due], TODAY, **TEXTS).shapes
        across = 0 if draw is draw_standing else 1
        levels = {s.css: numbers(s)[0][across] for s in shapes if s.css in ("rail kr", "rail jp")}
        squares = [numbers(s)[0] for s in shapes if s.kind == "square"]
        sides = [vow.side for side in ("kr", "joint", "jp") for vow in vows if vow.side == side]
        for side, square in zip(sides, squares, strict=True):
            levels[side] = square[across] + VOW / 2
        found = [levels[name] for name in order if name in levels]
        assert found == sorted(found)
        assert len(set(squares)) == len(squares)  # none hides another


def test_late_promises_are_marked_with_a_sign_too():
    vows = (Vow("kr", "late", "늦은 약속"), Vow("kr", "", "약속"), Vow("kr", "kept", "지킨 약속"))
    due = Event(date(2025, 3, 1), date(2025, 3, 1), Rail.KR, Rail.KR, "예시", vows=vows)
    shapes = draw_lying([due], TODAY, **TEXTS).shapes
    assert [(s.css, s.title) for s in shapes if s.kind == "square"] == [
        ("vow late", "늦은 약속"), ("vow", "약속"), ("vow kept", "지킨 약속"),
    ]  # fmt: skip
    assert [s.text for s in shapes if s.css == "bang"] == ["!"]


def test_tie_ends_before_the_bead_of_its_meeting():
    signed = replace(trip(date(2024, 7, 17)), signings=(Signing("예시 협약", 1),))
    shapes = draw_lying([signed], TODAY, **TEXTS).shapes
    [tie] = [numbers(s) for s in shapes if s.css == "tie"]
    bead = [numbers(s)[0] for s in shapes if s.kind == "circle"][1]
    assert max(y for _x, y in tie) < bead[1]
    assert min(x for x, _y in tie) < bead[0] < max(x for x, _y in tie)


def trip(first, *, host=Rail.JP, origin=Rail.KR, number_of_beads=3):
    meetings = tuple(Bead(host, "예시") for _ in range(number_of_beads))
    last = first + timedelta(days=3)
    return Event(first, last, origin, host, "예시 출장", "파견 · 도쿄", "2024. 7. 17. ~ 20.", first > TODAY, meetings)


def test_crossings_leave_and_join_the_rails_flat():
    [line] = [
        s for s in draw_lying([trip(date(2024, 7, 17))], TODAY, **TEXTS).shapes if s.css == "rail kr" and "C" in s.d
    ]
    start, bend, join, end = numbers(line)[:4]
    assert start[1] == bend[1] < join[1] == end[1]


def test_plans_are_dashed_and_records_are_not():
    shapes = draw_lying([trip(date(2024, 7, 17)), trip(date(2026, 5, 1))], TODAY, **TEXTS).shapes
    crossings = [shape.css for shape in shapes if "rail" in shape.css and "C" in shape.d]
    assert crossings == ["rail kr", "rail kr plan"]


def test_meetings_sit_on_the_hosts_rail():
    inbound = trip(date(2025, 7, 1), origin=Rail.JP, host=Rail.KR)
    circles = {
        s.css: float(s.y)
        for s in draw_lying([trip(date(2024, 7, 17)), inbound], TODAY, **TEXTS).shapes
        if s.kind == "circle"
    }
    assert circles["bead kr"] < circles["bead jp"]


@pytest.mark.parametrize(("number", "crowded"), [(1, False), (2, False), (9, False), (40, True)])
def test_picture_grows_only_when_it_must(number, crowded):
    trips = [trip(date(2024, 1, 10) + timedelta(days=20 * i)) for i in range(number)]
    assert draw_lying(trips, TODAY, **TEXTS).crowded is crowded


def test_today_stands_inside_a_trip_that_is_under_way():
    under_way = trip(TODAY - timedelta(days=1))
    shapes = draw_lying([under_way], TODAY, **TEXTS).shapes
    [now] = [numbers(s)[0][0] for s in shapes if s.css == "now"]
    [area] = [numbers(s) for s in shapes if s.css == "in kr"]
    assert min(x for x, _y in area) < now < max(x for x, _y in area)


@given(words, st.floats(30, 200))
def test_cut_text_fits(text, width):
    assert text_width(cut(text, width)) <= max(width, 13)


# --- from the rows ------------------------------------------------------------------------


@pytest.fixture
def reader(db):
    return UserFactory(executive=True)


def test_line_is_made_of_trips_and_meetings(reader):
    tokyo = DelegationFactory(starts_on=date(2024, 7, 17), ends_on=date(2024, 7, 20))
    for _number in range(3):
        DelegationMeeting.objects.create(delegation=tokyo, meeting=MeetingFactory())
    DelegationMeeting.objects.create(
        delegation=tokyo, meeting=MeetingFactory(state="cancelled", cancelled_reason="예시")
    )
    seoul = DelegationFactory(direction="inbound", country="KR", starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 3))
    hanoi = DelegationFactory(country="VN", starts_on=date(2025, 9, 1), ends_on=date(2025, 9, 3))
    alone = MeetingFactory(title_ko="정기 간담", country="KR", zone="Asia/Seoul")
    DelegationFactory(state="cancelled", cancelled_reason="예시")
    line = shuttle_line(reader, today=TODAY)
    ways = {record.event.title: (record.event.origin, record.event.host) for record in line.records}
    assert ways == {
        tokyo.title_ko: (Rail.KR, Rail.JP),
        seoul.title_ko: (Rail.JP, Rail.KR),
        hanoi.title_ko: (Rail.KR, Rail.ELSEWHERE),
        alone.title_ko: (Rail.KR, Rail.KR),
    }
    assert line.numbers == {"trips": 3, "forums": 0, "meetings": 4, "mous": 0, "promises": 0}
    [record] = [record for record in line.records if record.event.title == tokyo.title_ko]
    assert record.event.note == "2024. 7. 17. ~ 20. 면담 3건"


def test_day_of_a_meeting_is_that_of_its_place(reader):
    from datetime import UTC, datetime

    MeetingFactory(country="US", zone="America/Los_Angeles", starts_at=datetime(2025, 5, 2, 3, tzinfo=UTC))
    [record] = shuttle_line(reader, today=TODAY).records
    assert record.event.first == date(2025, 5, 1)
    assert record.event.beads[0].title.startswith("5. 1. 20:00 ")


def test_mou_ties_both_rails_where_it_was_signed(reader):
    tokyo = DelegationFactory(starts_on=date(2024, 7, 17), ends_on=date(2024, 7, 20))
    talks = [MeetingFactory(), MeetingFactory()]
    for talk in talks:
        DelegationMeeting.objects.create(delegation=tokyo, meeting=talk)
    at_talk = MouFactory(title_ko="면담에서 맺은 협약", meeting=talks[1], signed_on=date(2024, 7, 18))
    within = MouFactory(title_ko="출장 중 맺은 협약", signed_on=date(2024, 7, 20))
    alone = MouFactory(title_ko="따로 맺은 협약", signed_on=date(2023, 10, 1), signed_precision="month")
    MouFactory(title_ko="준비하는 협약", state="draft")
    line = shuttle_line(reader, today=TODAY)
    rows = {row["title"]: row for row in line.rows}
    events = {record.title or record.event.title: record.event for record in line.records}
    assert line.numbers["mous"] == 3 and "준비하는 협약" not in rows
    assert events[at_talk.title_ko] is events[within.title_ko] is events[tokyo.title_ko]
    assert [signing.bead for signing in events[tokyo.title_ko].signings] == [1, None]
    assert events[tokyo.title_ko].label.endswith("· 업무협약")
    assert events[alone.title_ko].note == rows[alone.title_ko]["when"] == "2023. 10."
    assert rows[at_talk.title_ko]["url"] == at_talk.get_absolute_url()


def test_of_many_meetings_some_share_a_bead_but_never_that_of_the_signing(reader):
    for number in (BEADS, BEADS + 3):
        trip = DelegationFactory(starts_on=date(2024, 7, number), ends_on=date(2024, 7, number + 3))
        talks = [MeetingFactory(starts_at=datetime(2024, 7, number, n, tzinfo=UTC)) for n in range(number)]
        for meeting in talks:
            DelegationMeeting.objects.create(delegation=trip, meeting=meeting)
    MeetingFactory()
    MouFactory(meeting=talks[-1], signed_on=date(2024, 7, 8))
    few, many = [record.event for record in shuttle_line(reader, today=TODAY).records if record.event.crosses][:2]
    assert (len(few.beads), few.meetings) == (BEADS, BEADS)
    assert (len(many.beads), many.meetings, many.beads[-1].title) == (BEADS, BEADS + 3, "외 4건")
    [signing] = many.signings
    assert talks[-1].title_ko in many.beads[signing.bead].title
    assert f"면담 {BEADS + 3}건" in many.note


@pytest.fixture
def promise(db):
    """Born in a meeting that is not drawn."""
    return partial(CommitmentFactory, meeting=MeetingFactory(state="cancelled", cancelled_reason="예시"))


def test_promises_stand_on_their_last_day(reader, promise):
    late = promise(sentence_ko="늦은 약속", obligor="ours", due_on=date(2024, 10, 31))
    promise(sentence_ko="같은 날 약속", obligor="counterpart", due_on=date(2024, 10, 31), state="missed")
    promise(sentence_ko="앞둔 약속", due_on=date(2026, 12, 1))
    promise(sentence_ko="먼 약속", due_on=TODAY + timedelta(days=400))
    promise(sentence_ko="기한 없는 약속")
    promise(sentence_ko="거둔 약속", due_on=date(2024, 12, 1), state="dropped", dropped_reason="예시")
    yearly = promise(sentence_ko="해마다 하는 약속", recurrence="yearly", recurs_from=2025)
    kept = OccurrenceFactory(commitment=yearly, year=2025)
    EvidenceFactory(commitment=yearly, occurrence=kept, dated_on=date(2025, 11, 25))
    Occurrence.objects.filter(pk=kept.pk).update(state="kept")
    OccurrenceFactory(commitment=yearly, year=2026)
    line = shuttle_line(reader, today=TODAY)
    assert [(row["title"], row["side"], row["way"], row["state"]) for row in line.rows] == [
        ("늦은 약속", "kr", "한국", "기한 경과"),
        ("같은 날 약속", "jp", "일본", "불이행"),
        ("해마다 하는 약속", "joint", "한일", "이행"),
        ("앞둔 약속", "joint", "한일", "기한 전"),
        ("해마다 하는 약속", "joint", "한일", "기한 전"),
    ]
    assert [[vow.css for vow in record.event.vows] for record in line.records] == [
        ["late", "late"], ["late", "late"], ["kept"], [""], [""],
    ]  # fmt: skip
    assert line.rows[0]["url"] == late.get_absolute_url()
    assert "약속 5건이며 그 가운데 기한을 넘긴 약속이 2건" in line.desc


def test_many_promises_leave_room_for_trips_on_a_phone(reader, promise):
    for number in range(PROMISES + 3):
        promise(due_on=date(2025, 1, 1) + timedelta(days=9 * number))
    DelegationFactory(starts_on=date(2024, 7, 17), ends_on=date(2024, 7, 20), title_ko="옛 출장", title_ja="")
    line = shuttle_line(reader, today=TODAY)
    assert line.more and not line.more_on_phone
    assert line.numbers["promises"] == PROMISES
    assert sum(shape.kind == "square" for shape in line.standing.shapes) == PROMISES
    assert sum(shape.css.startswith("in ") for shape in line.standing.shapes) == 1


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_nobody_else_gets_a_line(role, db):
    DelegationFactory()
    MeetingFactory()
    CommitmentFactory(mou=MouFactory(counterpart=OrganizationFactory()), due_on=date(2025, 3, 1))
    assert shuttle_line(UserFactory(**{role: True}), today=TODAY) is None


@pytest.mark.parametrize("number", [1, 2, NEWEST, NEWEST + 5])
def test_section_holds_picture_words_and_table(number, reader):
    for i in range(number):
        first = date(2024, 1, 10) + timedelta(days=20 * i)
        DelegationFactory(starts_on=first, ends_on=first + timedelta(days=2), title_ko=f"<b>출장</b> {i}")
    line = shuttle_line(reader, today=TODAY)
    html = render_to_string("shuttle/line.html", {"line": line})
    assert html.count('<svg class="shuttle only-') == 2
    assert 'aria-labelledby="line-t line-d"' in html and "<desc" in html
    assert html.count('<th scope="row">') == min(number, NEWEST)
    assert ("최근 기록만 보입니다." in html) is (number > NEWEST)
    assert "style=" not in html and "<b>출장" not in html
    assert line.records[-1].event.title.endswith(f" {number - 1}")
