from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MousConfig(AppConfig):
    name = "exchange.mous"

    def ready(self):
        from exchange.core import agenda, content, navigation
        from exchange.directory import ways
        from exchange.documents import proofs
        from exchange.meetings import outcomes
        from exchange.mous.agenda import promises_between, signings_between
        from exchange.mous.born import promises_of
        from exchange.mous.notices import COMMITMENT_DUE, MOU_DORMANT, YEAR_DUE
        from exchange.mous.objections import WORDING_OBJECTED
        from exchange.mous.offers import briefings_before, way_to_briefing
        from exchange.mous.proved import promises_proved_by
        from exchange.mous.references import kept_files
        from exchange.mous.signings import signed_at, way_to_mous
        from exchange.notices import rules

        agenda.register(signings_between)
        agenda.register(promises_between)
        outcomes.register(signed_at)
        outcomes.register(promises_of)
        proofs.register(promises_proved_by)
        rules.register(COMMITMENT_DUE)
        rules.register(YEAR_DUE)
        rules.register(MOU_DORMANT)
        rules.register(WORDING_OBJECTED)
        content.register_references(kept_files)
        ways.register(way_to_mous)
        ways.register(way_to_briefing)
        outcomes.register(briefings_before)
        navigation.register(navigation.Entry(40, _("업무협약"), "mous:mou_list", "mous.list_mous"))
        navigation.register(navigation.Entry(50, _("약속"), "mous:commitment_list", "mous.list_commitments"))
