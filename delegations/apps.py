from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"

    def ready(self):
        from delegations.documents import register_documents
        from delegations.occasions import trips_of
        from exchange.core import navigation
        from exchange.meetings import occasions

        register_documents()
        occasions.register(trips_of)
        navigation.register(
            navigation.Entry(20, _("출장"), "delegations:delegation_list", "delegations.list_delegations")
        )
