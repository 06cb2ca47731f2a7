import rules

from exchange.accounts.roles import is_administrator
from exchange.core.permissions import is_visible, register


@rules.predicate
def is_oneself(user, obj):
    return user == obj


register("accounts.list_users", is_administrator)
register("accounts.view_user", is_visible)
register("accounts.invite_user", is_administrator)
register("accounts.resend_invitation", is_administrator)
register("accounts.change_user", is_administrator)
register("accounts.deactivate_user", is_administrator & ~is_oneself)
register("accounts.reactivate_user", is_administrator & ~is_oneself)
register("accounts.change_profile", rules.is_authenticated)
register("accounts.manage_token", rules.is_authenticated)
