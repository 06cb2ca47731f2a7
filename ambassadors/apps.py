from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"

    def ready(self):
        from ambassadors.casebooks import register_casebook
        from ambassadors.documents import register_documents
        from ambassadors.nudges import SESSION_MISSING, TERM_ENDING
        from ambassadors.proved import SESSION
        from ambassadors.references import files_of_sessions, photos_of_ambassadors
        from ambassadors.request_notices import ANSWER_DUE, REQUEST_WAITING
        from exchange.core import content, navigation
        from exchange.mous import records
        from exchange.notices import rules

        records.register(SESSION)
        register_documents()
        register_casebook()
        content.register_references(photos_of_ambassadors)
        content.register_references(files_of_sessions)
        rules.register(SESSION_MISSING)
        rules.register(TERM_ENDING)
        rules.register(ANSWER_DUE)
        rules.register(REQUEST_WAITING)
        for entry in (
            navigation.Entry(70, _("민간대사"), "ambassadors:ambassador_list", "ambassadors.list_ambassadors"),
            navigation.Entry(80, _("자문 일지"), "ambassadors:session_list", "ambassadors.log_session"),
            navigation.Entry(75, _("자문"), "ambassadors:request_list", "ambassadors.view_statistics"),
            navigation.Entry(75, _("자문 신청"), "ambassadors:request_list", "ambassadors.log_session"),
            navigation.Entry(90, _("내 정보"), "ambassadors:ambassador_own", "ambassadors.view_own"),
        ):
            navigation.register(entry)
