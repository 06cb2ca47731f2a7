from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "delegations"

    def ready(self):
        from delegations.documents import register_documents

        register_documents()
