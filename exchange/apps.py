from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """The roof as an app, so that its commands are found."""

    name = "exchange"

    def ready(self):
        from exchange.core import navigation

        navigation.register(navigation.Entry(0, _("홈"), "home"))
        navigation.register(navigation.Entry(35, _("연간 일정"), "calendar", "exchange.view_calendar"))
