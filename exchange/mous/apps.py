from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MousConfig(AppConfig):
    name = "exchange.mous"

    def ready(self):
        from exchange.core import content, navigation
        from exchange.mous.notices import COMMITMENT_DUE, MOU_DORMANT
        from exchange.mous.references import kept_files
        from exchange.notices import rules

        rules.register(COMMITMENT_DUE)
        rules.register(MOU_DORMANT)
        content.register_references(kept_files)
        navigation.register(navigation.Entry(40, _("업무협약"), "mous:mou_list", "mous.list_mous"))
        navigation.register(navigation.Entry(50, _("약속"), "mous:commitment_list", "mous.list_commitments"))
