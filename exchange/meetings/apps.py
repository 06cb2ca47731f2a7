from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "exchange.meetings"

    def ready(self):
        from exchange.core import agenda, content, navigation
        from exchange.meetings import engagements
        from exchange.meetings.agenda import meetings_between
        from exchange.meetings.references import kept_files

        engagements.register(engagements.meetings_of_people)
        agenda.register(meetings_between)
        content.register_references(kept_files)
        navigation.register(navigation.Entry(30, _("면담"), "meetings:meeting_list", "meetings.list_meetings"))
