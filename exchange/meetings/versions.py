"""Two people at the same minutes: the second one to save is told, never overruled in silence.

Every saved change adds one to `Meeting.version` and leaves it in its audit event. A form carries the
version that it showed; a later event about the same part of the minutes makes it stale.
"""

from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.meetings.models import Meeting


class Overtaken(Exception):
    """Somebody saved the same part after the form was opened; `event` says who and when."""

    def __init__(self, event):
        super().__init__(event.verb)
        self.event = event


def claim(meeting, part, version):
    """Lock the meeting for one change and number it. `version` None: the caller showed nobody a form."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if version is not None and (event := _saved_since(row, part, version)):
        raise Overtaken(event)
    row.version += 1
    row.save(update_fields=["version"])
    meeting.version = row.version
    return row


def settle(meeting, part, *, by, **changes):
    """The audit event of a claimed change."""
    return record(part, meeting, by=by, changes={"version": meeting.version, **changes})


def last_saved(meeting, part):
    """The latest event about this part, or None."""
    return Event.objects.about(meeting).filter(verb=part).select_related("by").first()


def _saved_since(meeting, part, version):
    return Event.objects.about(meeting).filter(verb=part, changes__version__gt=version).select_related("by").first()
