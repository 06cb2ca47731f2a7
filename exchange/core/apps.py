from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "exchange.core"

    def ready(self):
        """Every app's permissions are registered before the first request asks for one."""
        from exchange.core.bulk import allow_long_statements

        autodiscover_modules("permissions")
        connection_created.connect(allow_long_statements, dispatch_uid="long_statements")
