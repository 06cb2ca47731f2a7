"""The programme of an edition as pages show it: by day and room, on the clock of the venue, with what clashes."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from exchange.core import days, zones
from forums import conflicts
from forums.conflicts import find_conflicts
from forums.models import Speaker, Talk

MINUTE = timedelta(minutes=1)


@dataclass
class TalkSlot:
    talk: Talk
    starts: datetime
    ends: datetime
    speakers: list
    warnings: list = field(default_factory=list)
    place: int = 0  # among the talks of its session
    is_last: bool = False


@dataclass
class SessionSlot:
    session: object
    starts: datetime
    ends: datetime
    talks: list
    warnings: list = field(default_factory=list)
    place: int = 0  # among the sessions of its day and room
    is_last: bool = False

    @property
    def is_alone(self):
        """There is no other place for it."""
        return self.place == 0 and self.is_last

    @property
    def minutes_left(self):
        return self.session.minutes - sum(slot.talk.minutes for slot in self.talks)


@dataclass
class Lane:
    """What happens in one room on one day; `room` None: not decided."""

    room: object
    slots: list


@dataclass
class Day:
    date: date
    lanes: list
    is_outside: bool

    @property
    def slots(self):
        """All rooms together, in the order of time."""
        slots = [slot for lane in self.lanes for slot in lane.slots]
        return sorted(slots, key=lambda slot: (slot.starts, slot.session.room_id is None, slot.session.pk))


@dataclass(frozen=True)
class Warning:
    """`anchor`: the row on the page that it is about."""

    text: str
    anchor: str


class Timetable:
    """Read in a constant number of queries."""

    def __init__(self, edition):
        self.edition = edition
        speakers = Prefetch("speakers", Speaker.objects.select_related("person"))
        talks = Prefetch("talks", Talk.objects.prefetch_related(speakers))
        self.slots = [self._slot(each) for each in edition.sessions.select_related("room").prefetch_related(talks)]

    def _slot(self, session):
        starts = zones.local(session.starts_at, self.edition.zone)
        slot = SessionSlot(session, starts, starts + session.minutes * MINUTE, [])
        at = session.starts_at
        for talk in session.talks.all():
            begins, at = at, at + talk.minutes * MINUTE
            local = (zones.local(instant, self.edition.zone) for instant in (begins, at))
            slot.talks.append(TalkSlot(talk, *local, list(talk.speakers.all()), place=len(slot.talks)))
        if slot.talks:
            slot.talks[-1].is_last = True
        slot.ends = zones.local(session.ends_at, self.edition.zone)
        return slot

    @property
    def talks(self):
        return [talk for slot in self.slots for talk in slot.talks]

    def days(self):
        by_day = groupby(sorted(self.slots, key=_by_day_and_room), key=lambda slot: slot.starts.date())
        return [Day(day, self._lanes(slots), not self._is_open(day)) for day, slots in by_day]

    def _lanes(self, slots):
        lanes = []
        for _room, found in groupby(slots, key=lambda slot: slot.session.room_id):
            line = list(found)
            for place, slot in enumerate(line):
                slot.place, slot.is_last = place, place == len(line) - 1
            lanes.append(Lane(line[0].session.room, line))
        return lanes

    def _is_open(self, day):
        edition = self.edition
        return edition.starts_on is not None and edition.starts_on <= day <= edition.last_day

    # --- what clashes --------------------------------------------------------------------------

    def find(self):
        """All of it as [Warning] for the top of the page; each is also set beside its rows."""
        edition = self.edition
        found = find_conflicts(
            [_plain(slot) for slot in self.slots],
            first_day=edition.starts_on, last_day=edition.last_day, interpreters=edition.interpreters,
        )  # fmt: skip
        sessions = {slot.session.pk: slot for slot in self.slots}
        talks = {slot.talk.pk: slot for slot in self.talks}
        said = []
        for conflict in found:
            words = _Words(conflict, edition, sessions, talks)
            rows, keys, mark = (talks, conflict.talks, "t") if conflict.talks else (sessions, conflict.sessions, "s")
            for key in keys:
                rows[key].warnings.append(words.beside(key))
            said.append(Warning(words.whole(), f"{mark}{keys[0]}"))
        return said


def _by_day_and_room(slot):
    room = slot.session.room
    return slot.starts.date(), (room is None, room and room.order, room and room.pk), slot.starts, slot.session.pk


def _plain(slot):
    session = slot.session
    talks = tuple(
        conflicts.Talk(
            each.talk.pk, each.starts, each.ends, frozenset(speaker.person_id for speaker in each.speakers),
            each.talk.needs_interpreter,
        )
        for each in slot.talks
    )  # fmt: skip
    return conflicts.Session(
        session.pk, slot.starts, slot.ends, slot.starts.date(), (slot.ends - MINUTE).date(), session.room_id,
        session.interpreters, talks,
    )  # fmt: skip


class _Words:
    """One conflict in the reader's language: as a whole, and as it is said beside one of its rows."""

    def __init__(self, conflict, edition, sessions, talks):
        self.conflict, self.edition, self.sessions, self.talks = conflict, edition, sessions, talks

    def whole(self):
        return f"{self._when()} {self._told(None)}".strip()

    def beside(self, key):
        return self._told(key)

    def _when(self):
        conflict = self.conflict
        if conflict.starts is None:
            return ""
        return f"{days.short_day(conflict.starts.date())} {_span(conflict.starts, conflict.ends)}"

    def _told(self, key):
        return getattr(self, f"_{self.conflict.kind}")(key)

    def _speaker(self, key):
        one, other = (self.talks[each] for each in self.conflict.talks)
        person = next(each.person for each in one.speakers if each.person_id == self.conflict.person)
        facts = {"who": person.local_name}
        if key is None:
            facts |= {"one": one.talk.local_title, "other": other.talk.local_title}
            return _("%(who)s 님이 같은 시간에 두 곳에 잡혀 있습니다: ‘%(one)s’, ‘%(other)s’") % facts
        elsewhere = other if key == one.talk.pk else one
        facts |= {"other": elsewhere.talk.local_title, "time": _span(elsewhere.starts, elsewhere.ends)}
        return _("%(who)s 님이 같은 시간에 다른 곳에도 잡혀 있습니다: ‘%(other)s’(%(time)s)") % facts

    def _room(self, key):
        one, other = (self.sessions[each] for each in self.conflict.sessions)
        facts = {"room": one.session.room.local_name}
        if key is None:
            facts |= {"one": one.session.local_title, "other": other.session.local_title}
            return _("%(room)s에서 두 순서의 시간이 겹칩니다: ‘%(one)s’, ‘%(other)s’") % facts
        elsewhere = other if key == one.session.pk else one
        facts |= {"other": elsewhere.session.local_title, "time": _span(elsewhere.starts, elsewhere.ends)}
        return _("같은 회의장에서 시간이 겹칩니다: ‘%(other)s’(%(time)s)") % facts

    def _interpreters(self, key):
        facts = {"needed": self.conflict.needed, "there": self.edition.interpreters}
        if key is None:
            return _("통역사가 %(needed)d명 필요한데 %(there)d명뿐입니다.") % facts
        facts["time"] = _span(self.conflict.starts, self.conflict.ends)
        return _("%(time)s에 통역사가 모두 %(needed)d명 필요한데 %(there)d명뿐입니다.") % facts

    def _uninterpreted(self, key):
        if key is not None:
            return _("통역이 필요한 발표인데 이 순서에는 통역사가 없습니다.")
        session = self.sessions[self.conflict.sessions[0]].session
        facts = {"session": session.local_title, "n": len(self.conflict.talks)}
        return _("통역이 필요한 발표가 %(n)d건 있는데 통역사가 없습니다: ‘%(session)s’") % facts

    def _outside(self, key):
        slot = self.sessions[self.conflict.sessions[0]]
        if key is not None:
            return _("포럼이 열리는 날이 아닙니다.")
        facts = {"session": slot.session.local_title, "day": days.short_day(slot.starts.date())}
        return _("포럼이 열리는 날이 아닙니다: ‘%(session)s’(%(day)s)") % facts


def _span(starts, ends):
    return f"{starts:%H:%M}~{ends:%H:%M}"
