from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "exchange.meetings"

    def ready(self):
        from exchange.core import agenda, navigation
        from exchange.meetings.agenda import meetings_between

        agenda.register(meetings_between)
        navigation.register(navigation.Entry(30, _("면담"), "meetings:meeting_list", "meetings.list_meetings"))
