from exchange.accounts.roles import is_reader, is_writer
from exchange.core.permissions import is_visible, register

register("meetings.list_meetings", is_reader)
register("meetings.view_meeting", is_visible)
register("meetings.add_meeting", is_writer)
register("meetings.change_meeting", is_writer)
