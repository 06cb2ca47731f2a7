"""What of an edition becomes the frame of the next one: worked out whole before anything is written.

Taken over: bodies, co-chairs, rooms, sessions, slots for talks, tasks, texts, seats. Never: people who registered or
were invited, their contact data, check-ins, slides and actual figures; speakers only where they are asked for.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.core import zones
from exchange.directory.models import Person
from exchange.meetings.enums import Side
from forums.alternation import host_after
from forums.enums import BodyRole
from forums.models.programme import Speaker
from forums.models.series import ZONES
from forums.naming import counted_up, names_a_side, number_in

LANGUAGES = ("ko", "ja", "en")
WEEK = timedelta(weeks=1)
WEEKS_A_YEAR = 52
PROGRAMME, SPEAKERS, TASKS, TEXTS, THEME, BODIES, CO_CHAIRS, SEATS, OPENING = PARTS = (
    "programme", "speakers", "tasks", "texts", "theme", "bodies", "co_chairs", "seats", "opening",
)  # fmt: skip
_SESSION = ("kind", "minutes", "interpreters")
_TALK = ("minutes", "language", "needs_interpreter", "order")
_SPEAKER = ("person_id", "side", "role", "title_ko", "title_ja", "title_en", "order")
_TASK = ("title_ko", "title_ja", "days", "is_shared", "note_ko", "note_ja")


@dataclass
class Plan:
    """Exactly what will be written; `facts` are those of the edition itself."""

    facts: dict
    bodies: list = field(default_factory=list)
    co_chairs: list = field(default_factory=list)
    seats: dict = field(default_factory=dict)
    rooms: list = field(default_factory=list)
    sessions: list = field(default_factory=list)  # dicts with `room` (its place among the rooms) and `talks`
    tasks: list = field(default_factory=list)

    @property
    def digest(self):
        """The same for the same plan: whoever confirms has seen what is written."""
        said = json.dumps(_plain(self), sort_keys=True, default=str)
        return sha256(said.encode()).hexdigest()

    @property
    def talks(self):
        return sum(len(session["talks"]) for session in self.sessions)


def _plain(plan):
    rows = [[{**row, "organization": row["organization"].pk} for row in plan.bodies]]
    rows += [[{**row, "person": row["person"].pk} for row in plan.co_chairs]]
    bare = Plan(plan.facts, seats=plan.seats, rooms=plan.rooms, sessions=plan.sessions, tasks=plan.tasks)
    return [asdict(bare), rows]


# --- what is proposed ------------------------------------------------------------------------------


def proposed(source, *, year=None, host=None, number=None, this_year):
    """The facts of the next edition as the page first shows them; year, host and number may be chosen otherwise."""
    editions = list(source.series.editions.all())
    year = year or _free_year(source, editions, this_year)
    host = host or host_after(source.series, editions, year)
    number = number or _next_number(source)
    return {
        "year": year, "number": number if source.number else None, "host_country": str(host), "zone": ZONES[host],
        "starts_on": _same_weekday(source.starts_on, year), **_names(source, year, number), **_seats(source, host),
    }  # fmt: skip


def _free_year(source, editions, this_year):
    taken = {each.year for each in editions}
    year = max(source.year + 1, this_year)
    while year in taken:
        year += 1
    return year


def _next_number(source):
    held = source.number or number_in(source.name_ko, source.name_ja)
    highest = source.series.editions.aggregate(n=Max("number"))["n"] or 0
    return max(held, highest) + 1 if held else None


def _same_weekday(day, year):
    """The same weekday at nearly the same time of that year."""
    if day is None:
        return None
    moved = day + WEEK * WEEKS_A_YEAR * (year - day.year)
    moved += WEEK * round((_in_year(day, year) - moved) / WEEK)
    return moved + WEEK * ((moved.year < year) - (moved.year > year))


def _in_year(day, year):
    return date(year, day.month, min(day.day, 28))  # near enough to be put on its weekday


def _names(source, year, number):
    return {f"name_{language}": _counted(source, getattr(source, f"name_{language}"), year, number)
            for language in LANGUAGES}  # fmt: skip


def _counted(source, text, year, number):
    held = source.number or number_in(source.name_ko, source.name_ja)
    return counted_up(text, year=source.year, to_year=year, number=held, to_number=number)


def _seats(source, host):
    """The side at home gets what the side at home had."""
    seats = dict(source.quotas.values_list("side", "seats"))
    sides = list(Side) if host == source.host_country else [Side.COUNTERPART, Side.OURS]
    return {f"seats_{side}": seats.get(was, 0) for side, was in zip(Side, sides, strict=True)}


def found_in(source):
    """The parts that there are to take over."""
    rows = {PROGRAMME: source.sessions, SPEAKERS: Speaker.objects.filter(talk__session__edition=source),
            TASKS: source.tasks, BODIES: source.bodies, CO_CHAIRS: source.co_chairs}  # fmt: skip
    found = {part for part, of_part in rows.items() if of_part.exists()} | {SEATS}
    found |= {part for part, name in ((TEXTS, "text"), (THEME, "theme")) if any(_texts(source, name).values())}
    found |= {OPENING} if source.registration_opens_at or source.registration_closes_at else set()
    return [part for part in PARTS if part in found]


# --- the plan --------------------------------------------------------------------------------------


def plan_next(source, *, parts, seats_ours=0, seats_counterpart=0, **facts):
    """`facts`: year, number, host_country, zone, starts_on, names, break_reason of the new edition."""
    shift = facts["starts_on"] - _first_day(source) if facts["starts_on"] and _first_day(source) else None
    plan = Plan(facts | _own(source, facts, parts, shift))
    if BODIES in parts:
        plan.bodies = _bodies(source, facts["host_country"])
    if CO_CHAIRS in parts:
        plan.co_chairs = _co_chairs(source, facts["starts_on"])
    if SEATS in parts:
        plan.seats = {Side.OURS.value: seats_ours, Side.COUNTERPART.value: seats_counterpart}
        plan.facts |= {"planned_ours": seats_ours, "planned_counterpart": seats_counterpart}
    if PROGRAMME in parts and shift is not None:
        plan.rooms = [_room(room, n, source, facts) for n, room in enumerate(source.rooms.all(), start=1)]
        plan.sessions = _sessions(source, facts, shift, with_speakers=SPEAKERS in parts)
    if TASKS in parts:
        tasks = source.tasks.select_related("owner")
        plan.tasks = [_task(task, facts, is_swapped=facts["host_country"] != source.host_country) for task in tasks]
    return plan


def _first_day(source):
    first = source.sessions.order_by("starts_at").first() if not source.starts_on else None
    return source.starts_on or (zones.local(first.starts_at, source.zone).date() if first else None)


def _own(source, facts, parts, shift):
    """Columns of the edition itself. The next one of a sample is none: only its texts say what was invented."""
    own = {"interpreters": source.interpreters if PROGRAMME in parts else 0}
    fields = ["text"] * (TEXTS in parts) + ["theme"] * (THEME in parts)
    if _stays(source, facts):
        fields += ["city", "venue"] * (TEXTS in parts)
    for name in fields:
        for column, text in _texts(source, name).items():
            own[column] = _counted(source, text, facts["year"], facts["number"])
    if shift is not None:
        own["ends_on"] = facts["starts_on"] + (source.last_day - source.starts_on if source.starts_on else timedelta())
        if own["ends_on"] == facts["starts_on"] and source.ends_on is None:
            own["ends_on"] = None
        if OPENING in parts:
            names = ("registration_opens_at", "registration_closes_at")
            own |= {name: _moved(getattr(source, name), source, facts, shift) for name in names}
    return own


def _stays(source, facts):
    """Held where the source was, as far as one can know."""
    return facts["host_country"] == source.host_country and facts["zone"] == source.zone


def _moved(instant, source, facts, shift):
    """So many days later at the same hour, each on the clock of its own venue."""
    if instant is None:
        return None
    local = zones.local(instant, source.zone)
    return zones.to_instant(local.date() + shift, local.time(), facts["zone"])


def _bodies(source, host):
    """Under each role those of the new host's country come first where the host changes."""
    bodies = list(source.bodies.select_related("organization"))
    if host != source.host_country:
        roles = list(BodyRole.values)
        bodies.sort(key=lambda body: (roles.index(body.role), body.organization.country != host))
    return [{"organization": body.organization, "role": body.role} for body in bodies]


def _co_chairs(source, day):
    """The same people with the title of that day, as far as it is recorded."""
    chairs = list(source.co_chairs.select_related("person"))
    people = Person.objects.with_posts().in_bulk([chair.person_id for chair in chairs])
    rows = []
    for chair in chairs:
        titled = (people[chair.person_id].post_on(day) if day else None) or chair
        rows.append({"side": chair.side, "person": chair.person, "title_ko": titled.title_ko,
                     "title_ja": titled.title_ja})  # fmt: skip
    return rows


def _sessions(source, facts, shift, *, with_speakers):
    places = {room.pk: place for place, room in enumerate(source.rooms.all())}
    rows = []
    for session in source.sessions.prefetch_related("talks__speakers__person"):
        titles = _texts(session, "title")
        titles = {name: _counted(source, text, facts["year"], facts["number"]) for name, text in titles.items()}
        talks = [_talk(talk, n, with_speakers) for n, talk in enumerate(session.talks.all(), start=1)]
        rows.append(_copied(session, _SESSION) | titles | {
            "starts_at": _moved(session.starts_at, source, facts, shift), "room": places.get(session.room_id),
            "talks": talks,
        })  # fmt: skip
    return rows


def _talk(talk, number, with_speakers):
    """A slot: its title belongs to who spoke, and comes along only with him."""
    if not with_speakers:
        return _copied(talk, _TALK) | _slot_titles(number) | {"speakers": []}
    speakers = [_copied(each, _SPEAKER) | {"name": each.person.local_name} for each in talk.speakers.all()]
    return _copied(talk, _TALK) | _texts(talk, "title") | {"speakers": speakers}


def _slot_titles(number):
    return _in_each("title", lambda: _("발표 %(number)d") % {"number": number})


def _room(room, number, source, facts):
    """The halls of another venue are called otherwise."""
    return _texts(room, "name") if _stays(source, facts) else _in_each(
        "name", lambda: _("회의장 %(number)d") % {"number": number}
    )  # fmt: skip


def _in_each(name, say):
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[f"{name}_{language}"] = say()
    return said


def _task(task, facts, *, is_swapped):
    """Where the host changes, what both sides share is done by whoever is at home now, or the guest now; not what its
    title gives to one country, nor what only we see.
    """
    swaps = is_swapped and task.is_shared and not names_a_side(f"{task.title_ko} {task.title_ja}")
    other_side = Side.COUNTERPART if task.side == Side.OURS else Side.OURS
    side = str(other_side) if swaps else task.side
    keeps_owner = side == task.side and task.owner and task.owner.is_active
    due_on = facts["starts_on"] and facts["starts_on"] + timedelta(days=task.days)
    return _copied(task, _TASK) | {
        "side": side, "owner_id": task.owner_id if keeps_owner else None, "due_on": due_on or None,
    }  # fmt: skip


def _copied(row, names):
    return {name: getattr(row, name) for name in names}


def _texts(row, name):
    return {f"{name}_{language}": getattr(row, f"{name}_{language}") for language in LANGUAGES}
