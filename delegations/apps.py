from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"

    def ready(self):
        from django.db.models import OuterRef

        from delegations.agenda import trips_between
        from delegations.documents import register_documents
        from delegations.engagements import trips_of_people
        from delegations.models import Delegation
        from delegations.notices import REPORT_DUE
        from delegations.occasions import trips_of
        from delegations.references import scans_of_clippings
        from delegations.serving import trips_serving
        from exchange.core import agenda, content, navigation
        from exchange.meetings import engagements, occasions
        from exchange.mous import serving
        from exchange.notices import rules

        register_documents()
        agenda.register(trips_between)
        content.register_references(scans_of_clippings)
        occasions.register(trips_of, link="delegation_link")
        engagements.register(trips_of_people)
        rules.register(REPORT_DUE)
        serving.register(trips_serving, Delegation.objects.filter(commitment=OuterRef("pk")))
        navigation.register(
            navigation.Entry(20, _("출장"), "delegations:delegation_list", "delegations.list_delegations")
        )
