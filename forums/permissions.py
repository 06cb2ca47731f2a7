import rules

from exchange.accounts.roles import is_counterpart, is_reader, is_writer
from exchange.core.permissions import is_visible, register
from exchange.meetings.enums import Side


@rules.predicate
def is_theirs(user, task):
    """A task of the counterpart's side: whoever speaks for it says that it is done."""
    return task is not None and task.side == Side.COUNTERPART


register("forums.list_forums", is_reader | is_counterpart)
register("forums.view_series", is_visible)
register("forums.change_series", is_writer)
register("forums.view_edition", is_visible)
register("forums.change_edition", is_writer)  # also its programme, tasks and steps
register("forums.view_task", is_visible)
register("forums.complete_task", (is_writer | (is_counterpart & is_theirs)) & is_visible)
register("forums.view_registrations", is_reader)
register("forums.change_registrations", is_writer)  # also invitations, lists and badges
register("forums.send_list", is_counterpart & is_visible)  # of its own side; ours look through it and take it over
register("forums.check_in", is_writer)
register("forums.make_documents", is_writer)
