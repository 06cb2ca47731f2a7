"""The page on which minutes are written: facts, attendees and points in one form, each judged by itself.

The form carries the version that it showed and a fingerprint of each part as it was shown. A part that was not
touched is not saved; one that somebody else saved since comes back beside his version.
"""

import hashlib
import json
from copy import copy
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction

from exchange.audit.models import Event
from exchange.audit.versions import Overtaken, last_saved, version_shown
from exchange.core.rows import all_valid, rearranges, unjudged
from exchange.directory.fields import Choices
from exchange.meetings import comparison, outline, services
from exchange.meetings.candidates import candidates_for
from exchange.meetings.enums import Side
from exchange.meetings.forms import FACTS, AttendanceRows, MeetingForm, PointRows
from exchange.meetings.models import Meeting

FACTS_PART, SEATS_PART, POINTS_PART = "facts", "seats", "points"
VERBS = {FACTS_PART: "change_meeting", SEATS_PART: "set_attendances", POINTS_PART: "set_points"}
SEAT = ("id", "side", "person", "title_ko", "title_ja", "organization")  # people and bodies by their keys
POINT = ("id", "level", "text_ko", "text_ja", "kind")


class MinutesPage:
    def __init__(self, request, meeting, occasion):
        self.request, self.meeting = request, meeting
        self.version = version_shown(request, meeting)
        self.choices = Choices(request.user)
        self.form = MeetingForm(request.POST or None, instance=copy(meeting), choices=self.choices)
        seats, points = stored_seats(meeting), stored_points(meeting)
        self.seats = AttendanceRows(
            request, initial=seats, prefix=SEATS_PART, choices=self.choices,
            candidates=candidates_for(meeting, occasion, request.user),
        )  # fmt: skip
        self.points = PointRows(request, initial=points, prefix=POINTS_PART)
        self.shown = {
            FACTS_PART: fingerprint(_plain_facts(_facts_of(meeting))),
            SEATS_PART: fingerprint(_plain_rows(seats, SEAT)),
            POINTS_PART: fingerprint(_plain_rows(points, POINT)),
        }
        if request.method == "POST":
            self.shown = {part: request.POST.get(f"{part}-shown", "") for part in VERBS}
        self.rivals = {}  # part: the event of whoever saved it first
        self.comparisons = []  # (part, that event, pairs of lines)
        if rearranges(request):
            unjudged(self.form)
            self._go_on_comparing()

    # --- saving ---------------------------------------------------------------------------

    def is_valid(self):
        return all_valid(self.request, self.form, self.seats, self.points)

    def save(self):
        """Write what was changed on the page, all of it or nothing; False when the page must be shown again."""
        with transaction.atomic():
            for part, write in self._changed().items():
                try:
                    write(version=self.version, by=self.request.user)
                except Overtaken as error:
                    self.rivals[part] = error.event
                except ValidationError as error:
                    self._show(part, error)
            if failed := bool(self.rivals) or self.has_errors:
                transaction.set_rollback(True)
        if self.rivals:
            self._compare()
        return not failed

    @property
    def has_errors(self):
        return bool(self.form.errors) or self.seats.has_errors or self.points.has_errors

    def _changed(self):
        """{part: its service} for the parts that say something else than what was shown."""
        meeting, facts = self.meeting, self.form.facts()
        now = {
            FACTS_PART: _plain_facts(facts),
            SEATS_PART: _plain_rows(self.seats.rows, SEAT),
            POINTS_PART: _plain_rows(self.points.rows, POINT),
        }
        writers = {
            FACTS_PART: lambda **who: services.change_meeting(meeting=meeting, **facts, **who),
            SEATS_PART: lambda **who: services.set_attendances(meeting=meeting, rows=self.seats.rows, **who),
            POINTS_PART: lambda **who: services.set_points(meeting=meeting, rows=self.points.rows, **who),
        }
        return {part: writers[part] for part in VERBS if fingerprint(now[part]) != self.shown[part]}

    def _show(self, part, error):
        if part == FACTS_PART:
            self.form.add_error(None, error)
        else:
            getattr(self, part).add_error(error.row, error)

    # --- two people at once -----------------------------------------------------------------

    @cached_property
    def stored(self):
        """As it stands now, whatever this page has read before."""
        return Meeting.objects.get(pk=self.meeting.pk)

    def _compare(self):
        """Show both versions; the next save has seen the newer one."""
        base = self._points_before(self.version)
        self.comparisons = [(part, self.rivals[part], self._pairs(part, base)) for part in VERBS if part in self.rivals]
        self.version = self.stored.version

    def _go_on_comparing(self):
        """The page is drawn again while the versions stand side by side; lines may be taken over."""
        parts = [part for part in VERBS if part in self.request.POST.getlist("rival")]
        self.rivals = {part: event for part in parts if (event := last_saved(self.meeting, VERBS[part]))}
        if not self.rivals:
            return
        is_current = self.version == self.stored.version
        if is_current and "theirs-add" in self.request.POST:
            keys = set(self.request.POST.getlist("take"))
            for part in self.rivals:
                self._take(part, comparison.taken(self._pairs(part), keys))
        self._compare()

    def _take(self, part, rows):
        if part == FACTS_PART:
            values = {row["name"]: row["value"] for row in rows}
            self.form = MeetingForm(instance=copy(self.meeting), initial=values, choices=self.choices)
        elif part == SEATS_PART:
            self.seats.show(rows)
        else:
            self.points.show(outline.stepwise(rows))

    def _pairs(self, part, base=None):
        if part == FACTS_PART:
            theirs = MeetingForm(instance=self.stored, choices=self.choices)
            return comparison.side_by_side(
                part, _fact_rows(theirs), _fact_rows(self.form), describe=comparison.fact_text
            )
        if part == SEATS_PART:
            theirs = AttendanceRows(
                _Unsent, initial=stored_seats(self.stored), prefix=part, choices=self.choices, candidates=[]
            )
            return comparison.side_by_side(
                part, _typed(theirs, SEAT), _typed(self.seats, SEAT), describe=comparison.seat_text
            )
        return comparison.side_by_side(
            part, stored_points(self.stored), _typed(self.points, POINT), describe=comparison.point_text, base=base
        )

    def _points_before(self, version):
        """The lines that this page began with: what the first save since then replaced."""
        events = Event.objects.about(self.meeting).filter(verb="set_points", changes__version__gt=version)
        event = events.order_by("at", "pk").first()
        return set(event.changes["points"][0]) if event else None


class _Unsent:
    method = "GET"


def stored_seats(meeting):
    seats = list(meeting.attendances.values(*SEAT))
    return sorted(seats, key=lambda seat: list(Side).index(seat["side"]))


def stored_points(meeting):
    return [{name: getattr(line, name) for name in POINT} for line in outline.levelled(meeting.points.all())]


def fingerprint(values):
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def _plain_rows(rows, names):
    return [[_plain(row.get(name)) for name in names] for row in rows]


def _plain_facts(facts):
    counterparts = sorted(body.pk for body in facts["counterparts"])
    return [*[_plain(facts[name]) for name in FACTS], *map(str, counterparts)]


def _plain(value):
    """A value of a form and of the database as the same text."""
    return str(getattr(value, "pk", "" if value is None else value)).replace("\r\n", "\n").strip()


def _facts_of(meeting):
    return {name: getattr(meeting, name) for name in FACTS} | {"counterparts": meeting.counterparts.all()}


def _fact_rows(form):
    """Each field with its value and how it reads."""
    rows = []
    for bound in form:
        value = bound.value()
        shown = bound.field.widget.format_value(value)
        words = dict(getattr(bound.field, "choices", ()))
        parts = [str(words.get(each, each)) for each in (shown if isinstance(shown, list) else [shown]) if each]
        rows.append({"name": bound.name, "label": bound.label, "value": value, "shown": ", ".join(parts)})
    return rows


def _typed(rows, names):
    """The rows as the page shows them, without blank ones."""
    typed = [{name: form[name].value() for name in names} for form in rows.forms]
    blank = {"side", "level", "kind", "id"}
    return [row for row in typed if any(value for name, value in row.items() if name not in blank)]
