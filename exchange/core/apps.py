from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "exchange.core"

    def ready(self):
        """Every app's permissions are registered before the first request asks for one."""
        autodiscover_modules("permissions")
