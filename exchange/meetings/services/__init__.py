"""The only writers of meetings. `version` is that of the form somebody filled in (exchange.audit.versions)."""

from exchange.meetings.services.attachments import add_attachment, delete_attachment
from exchange.meetings.services.minutes import (
    append_points,
    change_meeting,
    create_meeting,
    set_attendances,
    set_points,
)
from exchange.meetings.services.photos import add_photo, add_photos, change_photos, delete_photo, move_photo

__all__ = [
    "add_attachment",
    "add_photo",
    "add_photos",
    "append_points",
    "change_meeting",
    "change_photos",
    "create_meeting",
    "delete_attachment",
    "delete_photo",
    "move_photo",
    "set_attendances",
    "set_points",
]
