"""The only writers of trips. `version` is that of the form somebody filled in (exchange.audit.versions)."""

from delegations.services.clippings import set_clippings
from delegations.services.cloning import CLONED_TEXTS, clone_delegation, posts_then, titles_in
from delegations.services.delegates import set_delegates
from delegations.services.journeys import set_itinerary, set_legs
from delegations.services.meetings import link_meeting, unlink_meeting
from delegations.services.trips import (
    REPORT_TEXTS,
    cancel_delegation,
    change_delegation,
    create_delegation,
    restore_delegation,
    write_report_texts,
)

__all__ = [
    "CLONED_TEXTS", "REPORT_TEXTS", "cancel_delegation", "change_delegation", "clone_delegation",
    "create_delegation", "link_meeting", "posts_then", "restore_delegation", "set_clippings", "set_delegates",
    "set_itinerary", "set_legs", "titles_in", "unlink_meeting", "write_report_texts",
]  # fmt: skip
