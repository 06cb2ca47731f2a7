from ambassadors.permissions import is_ambassador
from exchange.accounts.roles import is_reader
from exchange.core.permissions import register

register("exchange.search", is_reader | is_ambassador)
register("exchange.view_calendar", is_reader)
register("exchange.view_shuttle", is_reader)
