"""What somebody else saved, line by line, beside what is being typed."""

from exchange.core import clocks, days
from exchange.meetings import outline
from exchange.meetings.forms import FACTS, MeetingForm
from exchange.meetings.models import Attendance, Meeting, Point


def compare(part, stored, mine):
    """[(line of the stored minutes, whether it is missing from mine)] for the part that was saved."""
    describe = {
        "change_meeting": _facts,
        "set_attendances": _attendances,
        "set_points": _points,
        "change_photos": _captions,
    }
    theirs, typed = describe[part](stored, mine)
    return [(line, line not in typed) for line in theirs]


def _facts(stored, mine):
    theirs = {name: getattr(stored, name) for name in FACTS} | {"counterparts": stored.counterparts.all()}
    return _fact_lines(theirs), _fact_lines(mine)


def _fact_lines(facts):
    """Label and value as people read them; times on the meeting's own clock."""
    meeting = Meeting(**{name: facts[name] for name in FACTS})
    labels = MeetingForm.base_fields
    shown = {
        "title_ko": meeting.title_ko, "title_ja": meeting.title_ja,
        "day": f"{days.day(meeting.local_day)} {meeting.local_times}", "zone": clocks.city(meeting.zone),
        "country": meeting.get_country_display(), "venue_ko": meeting.venue_ko, "venue_ja": meeting.venue_ja,
        "counterparts": ", ".join(body.local_name for body in facts["counterparts"]),
        "summary_ko": meeting.summary_ko, "summary_ja": meeting.summary_ja,
        "state": meeting.get_state_display(), "cancelled_reason": meeting.cancelled_reason,
    }  # fmt: skip
    return [f"{labels[name].label}: {value or '-'}" for name, value in shown.items()]


def _attendances(stored, mine):
    theirs = stored.attendances.select_related("person", "organization")
    names = ("side", "person", "title_ko", "title_ja", "organization")
    typed = [Attendance(**{name: row.get(name) for name in names}) for row in mine]
    return [_attendance_line(row) for row in theirs], [_attendance_line(row) for row in typed]


def _attendance_line(attendance):
    parts = [attendance.person and attendance.person.local_name, attendance.title_ko, attendance.title_ja]
    body = f"({attendance.organization.local_name})" if attendance.organization else ""
    return f"{attendance.get_side_display()}: {' '.join(filter(None, [*parts, body]))}"


def _points(stored, mine):
    names = ("text_ko", "text_ja", "kind")
    typed = [(row["level"], Point(**{name: row[name] for name in names})) for row in mine]
    theirs = [(point.level, point) for point in outline.levelled(stored.points.all())]
    return [_point_line(*line) for line in theirs], [_point_line(*line) for line in typed]


def _point_line(level, point):
    indent = "\N{NO-BREAK SPACE}" * 3 * level
    return f"{indent}[{point.get_kind_display()}] {point.text_ko} {point.text_ja}".rstrip()


def _captions(stored, mine):
    theirs = [(photo.caption_ko, photo.caption_ja) for photo in stored.photos.all()]
    typed = [(row["caption_ko"], row["caption_ja"]) for row in mine]
    return [_caption_line(*captions) for captions in theirs], [_caption_line(*captions) for captions in typed]


def _caption_line(korean, japanese):
    return f"{korean} {japanese}".strip()
