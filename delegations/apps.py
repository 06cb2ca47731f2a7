from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"

    def ready(self):
        from delegations.agenda import trips_between
        from delegations.documents import register_documents
        from delegations.occasions import trips_of
        from exchange.core import agenda, navigation
        from exchange.meetings import occasions

        register_documents()
        agenda.register(trips_between)
        occasions.register(trips_of, link="delegation_link")
        navigation.register(
            navigation.Entry(20, _("출장"), "delegations:delegation_list", "delegations.list_delegations")
        )
