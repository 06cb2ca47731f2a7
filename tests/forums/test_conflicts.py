"""What cannot be in a programme, against somebody who looks at every minute of it."""

from itertools import combinations, groupby

from hypothesis import given
from hypothesis import strategies as st

from forums.conflicts import Clash, Session, Talk, find_conflicts

HOUR = 8  # minutes in an hour of these days, which makes them meet often
FIRST, LAST = 1, 2  # days of the edition


@st.composite
def programmes(draw):
    sessions, key = [], iter(range(1000))
    for _n in range(draw(st.integers(0, 6))):
        starts = draw(st.integers(0, 4 * HOUR))
        talks, at = [], starts
        for length in draw(st.lists(st.integers(1, 4), max_size=3)):
            people = frozenset(draw(st.sets(st.integers(1, 3), max_size=2)))
            talks.append(Talk(next(key), at, at + length, people, draw(st.booleans())))
            at += length
        ends = max(at, starts + 1) + draw(st.integers(0, 3))
        room, interpreters = draw(st.sampled_from([None, 1, 2])), draw(st.integers(0, 2))
        day, last_day = starts // HOUR, (ends - 1) // HOUR
        sessions.append(Session(next(key), starts, ends, day, last_day, room, interpreters, tuple(talks)))
    return sessions


def at(row, minute):
    return row.starts <= minute < row.ends


def minutes_of(sessions):
    return range(min((s.starts for s in sessions), default=0), max((s.ends for s in sessions), default=0))


def meeting(rows, minutes):
    return {frozenset((a.key, b.key)) for a, b in combinations(rows, 2) if any(at(a, m) and at(b, m) for m in minutes)}


@given(programmes(), st.integers(0, 3))
def test_all_of_it_is_found_and_nothing_else(sessions, interpreters):
    minutes = minutes_of(sessions)
    found = find_conflicts(sessions, first_day=FIRST, last_day=LAST, interpreters=interpreters)
    of = {kind: [each for each in found if each.kind == kind] for kind in Clash}

    where = {talk.key: session for session in sessions for talk in session.talks}
    talks = [talk for session in sessions for talk in session.talks]
    people = {person for talk in talks for person in talk.people}
    twice = {
        (person, pair)
        for person in people
        for pair in meeting([talk for talk in talks if person in talk.people], minutes)
        for a, b in [[where[key] for key in pair]]
        if a is not b and not (a.room is not None and a.room == b.room)
    }
    assert {(each.person, frozenset(each.talks)) for each in of[Clash.SPEAKER]} == twice
    assert len(of[Clash.SPEAKER]) == len(twice)

    rooms = {room: [s for s in sessions if s.room == room] for room in (1, 2)}
    assert {frozenset(each.sessions) for each in of[Clash.ROOM]} == set().union(
        *(meeting(held, minutes) for held in rooms.values())
    )

    needed = {m: sum(s.interpreters for s in sessions if at(s, m)) for m in minutes}
    short = [m for m in minutes if needed[m] > interpreters]
    runs = [[m for _n, m in run] for _gap, run in groupby(enumerate(short), key=lambda pair: pair[1] - pair[0])]
    expected = [
        (run[0], run[-1] + 1, max(needed[m] for m in run),
         {s.key for s in sessions if s.interpreters and any(at(s, m) for m in run)})
        for run in runs
    ]  # fmt: skip
    told = [(each.starts, each.ends, each.needed, set(each.sessions)) for each in of[Clash.INTERPRETERS]]
    assert told == expected

    silent = {s.key for s in sessions if not s.interpreters and any(talk.needs_interpreter for talk in s.talks)}
    assert {each.sessions[0] for each in of[Clash.UNINTERPRETED]} == silent
    outside = {s.key for s in sessions if any(not FIRST <= m // HOUR <= LAST for m in minutes if at(s, m))}
    assert {each.sessions[0] for each in of[Clash.OUTSIDE]} == outside


def test_without_days_everything_is_outside():
    session = Session(1, 0, 1, 0, 0)
    [conflict] = find_conflicts([session], first_day=None, last_day=None, interpreters=0)
    assert conflict.kind == Clash.OUTSIDE
