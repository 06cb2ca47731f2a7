from django.apps import AppConfig


class MousConfig(AppConfig):
    name = "exchange.mous"

    def ready(self):
        from exchange.core import content
        from exchange.mous.references import kept_files

        content.register_references(kept_files)
