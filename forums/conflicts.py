"""What cannot be in a programme: found on plain times, without the database."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations, pairwise


class Clash(StrEnum):
    SPEAKER = "speaker"  # one person in two rooms at once
    ROOM = "room"  # two sessions in one room at once
    INTERPRETERS = "interpreters"  # together more than there are
    UNINTERPRETED = "uninterpreted"  # a talk that needs one where nobody interprets
    OUTSIDE = "outside"  # not on a day of the edition


@dataclass(frozen=True)
class Talk:
    key: int
    starts: datetime
    ends: datetime
    people: frozenset = frozenset()
    needs_interpreter: bool = False


@dataclass(frozen=True)
class Session:
    """`day` and `last_day`: on the clock of the venue. `room` None: not decided."""

    key: int
    starts: datetime
    ends: datetime
    day: date
    last_day: date
    room: int | None = None
    interpreters: int = 0
    talks: tuple = ()


@dataclass(frozen=True)
class Conflict:
    """`sessions` and `talks`: the keys of the rows beside which it is said."""

    kind: Clash
    sessions: tuple = ()
    talks: tuple = ()
    person: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    needed: int = 0


def find_conflicts(sessions, *, first_day, last_day, interpreters):
    """In the order of time within each kind."""
    sessions = sorted(sessions, key=lambda each: (each.starts, each.key))
    return [
        *_speakers_twice(sessions),
        *_rooms_twice(sessions),
        *_interpreters_short(sessions, interpreters),
        *_uninterpreted(sessions),
        *_outside(sessions, first_day, last_day),
    ]


def _meet(one, other):
    return one.starts < other.ends and other.starts < one.ends


def _speakers_twice(sessions):
    talks = defaultdict(list)
    for session in sessions:
        for talk in session.talks:
            for person in talk.people:
                talks[person].append((session, talk))
    for person, held in sorted(talks.items()):
        for (session, talk), (other_session, other) in combinations(held, 2):
            if _are_apart(session, other_session) and _meet(talk, other):
                keys = (session.key, other_session.key)
                yield Conflict(
                    Clash.SPEAKER, keys, (talk.key, other.key), person,
                    max(talk.starts, other.starts), min(talk.ends, other.ends),
                )  # fmt: skip


def _are_apart(session, other):
    """Two sessions of one room at once are said as such, and not for each of their speakers again."""
    return session.key != other.key and (session.room is None or session.room != other.room)


def _rooms_twice(sessions):
    for one, other in combinations(sessions, 2):
        if one.room is not None and one.room == other.room and _meet(one, other):
            starts, ends = max(one.starts, other.starts), min(one.ends, other.ends)
            yield Conflict(Clash.ROOM, (one.key, other.key), starts=starts, ends=ends)


def _interpreters_short(sessions, available):
    """One for each time without a break during which there are too few, with the most that are then needed."""
    interpreted = [session for session in sessions if session.interpreters]
    moments = sorted({moment for session in interpreted for moment in (session.starts, session.ends)})
    run = []
    for starts, ends in pairwise(moments):
        there = [session for session in interpreted if session.starts < ends and starts < session.ends]
        needed = sum(session.interpreters for session in there)
        if needed > available:
            run.append((starts, ends, needed, there))
        elif run:
            yield _shortage(run)
            run = []
    if run:
        yield _shortage(run)


def _shortage(run):
    keys = dict.fromkeys(session.key for *_rest, there in run for session in there)
    most = max(needed for _starts, _ends, needed, _there in run)
    return Conflict(Clash.INTERPRETERS, tuple(keys), starts=run[0][0], ends=run[-1][1], needed=most)


def _uninterpreted(sessions):
    for session in sessions:
        talks = tuple(talk.key for talk in session.talks if talk.needs_interpreter)
        if talks and not session.interpreters:
            yield Conflict(Clash.UNINTERPRETED, (session.key,), talks)


def _outside(sessions, first_day, last_day):
    for session in sessions:
        if first_day is None or not first_day <= session.day <= session.last_day <= last_day:
            yield Conflict(Clash.OUTSIDE, (session.key,))
