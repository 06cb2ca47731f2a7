from exchange.accounts.roles import is_administrator
from exchange.core.permissions import is_visible, register

register("accounts.view_user", is_visible)
register("accounts.change_user", is_administrator)
register("accounts.invite_user", is_administrator)
