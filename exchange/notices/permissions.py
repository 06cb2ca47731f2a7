import rules

from exchange.core.permissions import is_visible, register

register("notices.list_notices", rules.is_authenticated)
register("notices.view_notice", is_visible)
register("notices.read_notice", is_visible)
register("notices.change_preference", rules.is_authenticated)
