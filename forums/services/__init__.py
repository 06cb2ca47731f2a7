"""The only writers of forums; import them from here."""

from forums.services.badges import print_badges
from forums.services.check_ins import check_in, record_export, undo_check_in
from forums.services.cloning import clone_edition
from forums.services.editions import (
    call_off,
    change_edition,
    change_series,
    create_edition,
    create_series,
    delete_edition,
    hold_edition,
    link_meeting,
    take_step,
    unhold_edition,
    unlink_meeting,
)
from forums.services.imports import (
    apply_import,
    choose_rows,
    compare_again,
    discard_import,
    forget_imports,
    open_import,
    prospect_of_undo,
    undo_import,
)
from forums.services.invitations import decline_invitation, invite, invite_again, renew_open_links
from forums.services.preparation import add_usual_tasks, complete_task, delete_task, save_task
from forums.services.programme import (
    delete_session,
    delete_talk,
    keep_slides,
    move_session,
    move_talk,
    publish_programme,
    remove_slides,
    save_rooms,
    save_session,
    save_talk,
)
from forums.services.registrations import cancel_registration, change_quotas, change_registration, register
from forums.services.results import add_meeting, close_edition, write_results
from forums.services.retention import remove_contacts, remove_old_contacts

__all__ = [
    "add_meeting",
    "add_usual_tasks",
    "apply_import",
    "call_off",
    "cancel_registration",
    "change_edition",
    "change_quotas",
    "change_registration",
    "change_series",
    "check_in",
    "choose_rows",
    "clone_edition",
    "close_edition",
    "compare_again",
    "complete_task",
    "create_edition",
    "create_series",
    "decline_invitation",
    "delete_edition",
    "delete_session",
    "delete_talk",
    "delete_task",
    "discard_import",
    "forget_imports",
    "hold_edition",
    "invite",
    "invite_again",
    "keep_slides",
    "link_meeting",
    "move_session",
    "move_talk",
    "open_import",
    "print_badges",
    "prospect_of_undo",
    "publish_programme",
    "record_export",
    "register",
    "remove_contacts",
    "remove_old_contacts",
    "remove_slides",
    "renew_open_links",
    "save_rooms",
    "save_session",
    "save_talk",
    "save_task",
    "take_step",
    "undo_check_in",
    "undo_import",
    "unhold_edition",
    "unlink_meeting",
    "write_results",
]
