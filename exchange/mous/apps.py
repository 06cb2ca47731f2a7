from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MousConfig(AppConfig):
    name = "exchange.mous"

    def ready(self):
        from exchange.core import content, navigation
        from exchange.mous.references import kept_files

        content.register_references(kept_files)
        navigation.register(navigation.Entry(40, _("업무협약"), "mous:mou_list", "mous.list_mous"))
        navigation.register(navigation.Entry(50, _("약속"), "mous:commitment_list", "mous.list_commitments"))
