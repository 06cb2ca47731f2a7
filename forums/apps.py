from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from exchange.core import navigation
        from exchange.mous import records, serving
        from forums.proved import EDITION
        from forums.serving import editions_serving

        records.register(EDITION)
        serving.register(editions_serving)
        navigation.register(
            navigation.Entry(60, _("포럼"), "forums:series_list", "forums.list_forums"),
        )
