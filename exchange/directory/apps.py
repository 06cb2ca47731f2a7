from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from exchange.core import navigation


class DirectoryConfig(AppConfig):
    name = "exchange.directory"

    def ready(self):
        navigation.register(
            navigation.Entry(100, _("기관·인물"), "directory:directory_search", "directory.list_organizations")
        )
