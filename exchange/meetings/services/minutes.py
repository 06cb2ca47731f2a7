from django.db import transaction

from exchange.audit.versions import claim, last_saved, settle
from exchange.core.bulk import sync_in_bulk
from exchange.core.constraints import refusal
from exchange.core.languages import in_each_language, in_language
from exchange.directory.models import Person
from exchange.meetings import outline
from exchange.meetings.models import Attendance, Meeting, Point


@transaction.atomic
def create_meeting(*, counterparts=(), by, **facts):
    """`facts` are the meeting's own columns: title_ko, starts_at, zone, …"""
    meeting = Meeting(**facts)
    meeting.full_clean()
    meeting.save()
    meeting.counterparts.set(counterparts)
    settle(meeting, "create_meeting", by=by)
    return meeting


@transaction.atomic
def change_meeting(*, meeting, counterparts=None, moved_with="", version=None, by, **facts):
    """Only what is given changes; `counterparts` None leaves them. `moved_with`: the trip whose dates took it along."""
    row = claim(meeting, "change_meeting", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    if counterparts is not None:
        old, new = (sorted(bodies, key=str) for bodies in (row.counterparts.all(), counterparts))
        row.counterparts.set(new)
        if old != new:
            changes["counterparts"] = [_body_lines(old), _body_lines(new)]
    if moved_with:
        changes["moved_with"] = moved_with
    settle(row, "change_meeting", by=by, **changes)
    return row


def _body_lines(bodies):
    return [in_each_language(lambda body=body: body.local_name) for body in bodies]


@transaction.atomic
def set_attendances(*, meeting, rows, version=None, by):
    """Who sat at the table, in order. An empty title or organisation is that of the person's post on that day.

    `rows`: dicts of side, person, title_ko, title_ja, organization and, for a row that stays, id.
    """
    row = claim(meeting, "set_attendances", version)
    stored = row.attendances.select_related("person")
    before = [_seat_line(attendance) for attendance in stored]
    sitting = {attendance.pk: attendance.person_id for attendance in stored}
    posts = _posts_on(row.local_day, [r["person"] for r in rows if r.get("person")])
    filled = [_with_post({**r, "id": _same_person(r, sitting)}, posts) for r in rows]
    _refuse_impossible_seats(filled)
    kept = sync_in_bulk(stored, filled, build=lambda: Attendance(meeting=row))
    settle(row, "set_attendances", by=by, attendances=[before, [_seat_line(attendance) for attendance in kept]])
    return kept


def _same_person(row, sitting):
    """A row keeps its identity with its person, so that two people can change places in one save."""
    person = row.get("person")
    return row.get("id") if sitting.get(row.get("id")) == (person.pk if person else None) else None


def _seat_line(attendance):
    def words():
        name = attendance.person.local_name if attendance.person else ""
        return f"{name} {in_language(attendance, 'title')[0]}".strip()

    return in_each_language(words)


def _refuse_impossible_seats(rows):
    """What the constraints of the table say, without asking it for every row."""
    seated = set()
    for place, row in enumerate(rows):
        person = row.get("person")
        if not person and not row.get("title_ko"):
            raise _broken("attendance_person_or_post", place)
        if person and person.pk in seated:
            raise _broken("attendance_once", place)
        seated.add(person and person.pk)


def _broken(name, place):
    constraint = next(each for each in Attendance._meta.constraints if each.name == name)
    error = refusal(constraint)
    error.row = place
    return error


def _posts_on(day, people):
    known = Person.objects.with_posts().filter(pk__in={person.pk for person in people})
    return {person.pk: person.post_on(day) for person in known}


def _with_post(row, posts):
    post = row.get("person") and posts[row["person"].pk]
    if not post:
        return row
    if not row.get("title_ko"):
        row |= {"title_ko": post.title_ko, "title_ja": row.get("title_ja") or post.title_ja}
    return row | {"organization": row.get("organization") or post.organization}


@transaction.atomic
def set_points(*, meeting, rows, version=None, by):
    """The lines of the minutes in reading order; `level` says under which line above each one stands.

    `rows`: dicts of level, text_ko, text_ja, kind and, for a line that stays, id.
    """
    row = claim(meeting, "set_points", version)
    before = [point.text_ko for point in row.points.order_by("order", "pk")]
    parents = outline.parents([r.get("level") or 0 for r in rows])
    row.points.update(parent=None)  # a line that stays must not go with a parent that goes
    kept = sync_in_bulk(row.points.all(), [{**r, "parent": None} for r in rows], build=lambda: Point(meeting=row))
    for point, parent in zip(kept, parents, strict=True):
        point.parent = None if parent is None else kept[parent]
    Point.objects.bulk_update([point for point in kept if point.parent], ["parent"])
    settle(row, "set_points", by=by, points=[before, [point.text_ko for point in kept]])
    return kept


@transaction.atomic
def append_points(*, meeting, rows, by):
    """Lines at the end of the minutes, from somebody who saw nobody's form; whoever has one open is told.

    `rows`: dicts of level and text_ko.
    """
    row = claim(meeting, "set_points", None)
    there = list(row.points.order_by("order", "pk"))
    before, texts = [point.text_ko for point in there], [line["text_ko"] for line in rows]
    if before[-len(rows) :] == texts and _wrote_last(row, by):
        return there[-len(rows) :]  # pressed twice, or the answer was lost on the way
    order = 1 + max((point.order for point in there), default=-1)
    kept = []
    for place, (line, parent) in enumerate(zip(rows, outline.parents([r["level"] for r in rows]), strict=True)):
        point = Point(meeting=row, order=order + place, text_ko=line["text_ko"])
        point.parent = None if parent is None else kept[parent]
        point.full_clean()
        point.save()
        kept.append(point)
    settle(row, "set_points", by=by, points=[before, before + texts])
    return kept


def _wrote_last(meeting, user):
    event = last_saved(meeting, "set_points")
    return event is not None and event.by == user
