from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from exchange.core import navigation
        from exchange.mous import records
        from forums.proved import EDITION

        records.register(EDITION)
        navigation.register(
            navigation.Entry(60, _("포럼"), "forums:series_list", "forums.list_forums"),
        )
