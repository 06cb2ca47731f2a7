"""A plan so many days later or earlier: every clock shows the same time on its new day."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.models import ItineraryItem, Leg
from exchange.core import zones
from exchange.core.languages import in_each_language, in_language
from exchange.core.sync import sync_rows
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.meetings.services import change_meeting


def movable(delegation):
    """{part: its rows that can move with the dates}. What was held stays on its day, and so does its entry."""
    return {
        "legs": delegation.legs.all(),
        "items": delegation.items.exclude(meeting__state=MeetingState.HELD),
        "meetings": Meeting.objects.filter(delegation_link__delegation=delegation, state=MeetingState.PLANNED),
    }


def parts_said(numbers):
    """`이동편 2, 일정 9, 예정된 면담 3` of {part: how many}."""
    words = {
        "legs": lambda n: ngettext("이동편 %(n)d", "이동편 %(n)d", n),
        "items": lambda n: ngettext("일정 %(n)d", "일정 %(n)d", n),
        "meetings": lambda n: ngettext("예정된 면담 %(n)d", "예정된 면담 %(n)d", n),
    }
    return ", ".join(words[part](n) % {"n": n} for part, n in numbers.items() if n)


def move_plan(delegation, shift, parts, *, by):
    """Move these parts of a claimed trip; returns what its history says about it, nothing when nothing moved."""
    found = {part: list(rows) for part, rows in movable(delegation).items() if part in parts}
    if not shift or not any(found.values()):
        return None
    _move_legs(delegation, found.get("legs", ()), shift)
    _move_items(found.get("items", ()), shift)
    for meeting in found.get("meetings", ()):
        change_meeting(meeting=meeting, moved_with=delegation.slug, by=by, **_shifted_meeting(meeting, shift))
    numbers = {part: len(rows) for part, rows in found.items()}
    return in_each_language(lambda: _("%(parts)s: %(days)+d일") % {"parts": parts_said(numbers), "days": shift.days})


def shifted_leg(leg, shift):
    """Its instants that many days later; a clock turned forward that night may not show them."""
    return _shifted(
        leg, shift,
        departs_at=(leg.local_departure, leg.origin_zone), arrives_at=(leg.local_arrival, leg.destination_zone),
    )  # fmt: skip


def named(row, error):
    """A refusal of one row of the plan, on a page that does not show the row itself."""
    title = in_language(row, "title")[0] if hasattr(row, "title_ko") else row
    return ValidationError([f"‘{title}’: {message}" for message in error.messages], code="shifted")


def _move_legs(delegation, legs, shift):
    rows = [{"id": leg.pk, **shifted_leg(leg, shift)} for leg in legs]
    if not rows:
        return
    try:
        sync_rows(delegation.legs.all(), rows, build=lambda: Leg(delegation=delegation))
    except ValidationError as error:
        raise named(legs[error.row], error) from error


def _move_items(items, shift):
    for item in items:
        item.day += shift
        try:
            item.full_clean(exclude={"delegation", "meeting"}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            raise named(item, error) from error
    ItineraryItem.objects.bulk_update(items, ["day"])


def _shifted_meeting(meeting, shift):
    clocks = {"starts_at": (meeting.local_start, meeting.zone)}
    if meeting.ends_at:
        clocks["ends_at"] = (meeting.local_end, meeting.zone)
    return _shifted(meeting, shift, **clocks)


def _shifted(row, shift, **clocks):
    """{column: instant} of {column: (what the clock shows there, its zone)}."""
    try:
        return {
            name: zones.to_instant(local.date() + shift, local.time(), zone) for name, (local, zone) in clocks.items()
        }
    except (ValidationError, OverflowError) as error:
        if isinstance(error, OverflowError):
            error = ValidationError(_("달력에 없는 날짜입니다."))
        raise named(row, error) from error
