"""The only writers of trips. `version` is that of the form somebody filled in (exchange.audit.versions)."""

from delegations.services.clippings import set_clippings
from delegations.services.cloning import CLONED_TEXTS, clone_delegation, titles_in
from delegations.services.delegates import posts_then, set_delegates, take_delegates
from delegations.services.hosts import set_hosts
from delegations.services.journeys import add_item, change_item, delete_item, leave_plan, move_item, set_legs
from delegations.services.meetings import hold_meeting, link_meeting, unlink_meeting
from delegations.services.notes import meeting_of_item
from delegations.services.shifting import movable, parts_said
from delegations.services.trips import (
    REPORT_TEXTS,
    cancel_delegation,
    change_delegation,
    create_delegation,
    restore_delegation,
    write_report_texts,
)

__all__ = [
    "CLONED_TEXTS",
    "REPORT_TEXTS",
    "add_item",
    "cancel_delegation",
    "change_delegation",
    "change_item",
    "clone_delegation",
    "create_delegation",
    "delete_item",
    "hold_meeting", "leave_plan", "link_meeting",
    "meeting_of_item",
    "movable",
    "move_item",
    "parts_said",
    "posts_then",
    "restore_delegation",
    "set_clippings",
    "set_delegates",
    "set_hosts",
    "set_legs",
    "take_delegates",
    "titles_in",
    "unlink_meeting",
    "write_report_texts",
]  # fmt: skip
