from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"

    def ready(self):
        from django.db.models import OuterRef

        from exchange.core import agenda, content, navigation
        from exchange.meetings import occasions
        from exchange.mous import records, serving
        from exchange.notices import rules
        from forums.agenda import editions_between
        from forums.badges import register_badges
        from forums.documents import register_documents
        from forums.models import Series
        from forums.notices import LIST_SENT, TASK_DUE
        from forums.occasions import forums_of
        from forums.proved import EDITION
        from forums.serving import editions_serving
        from forums.slides import kept_slides

        records.register(EDITION)
        rules.register(TASK_DUE)
        rules.register(LIST_SENT)
        content.register_references(kept_slides)
        serving.register(editions_serving, Series.objects.filter(commitment=OuterRef("pk")))
        register_documents()
        register_badges()
        agenda.register(editions_between)
        occasions.register(forums_of, link="forum_link")
        navigation.register(
            navigation.Entry(60, _("포럼"), "forums:series_list", "forums.list_forums"),
        )
