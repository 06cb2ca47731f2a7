from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "exchange.accounts"

    def ready(self):
        from exchange.core import navigation

        navigation.register(navigation.Entry(110, _("사용자"), "accounts:user_list", "accounts.list_users"))
