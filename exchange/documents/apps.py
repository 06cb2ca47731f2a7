from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "exchange.documents"

    def ready(self):
        from exchange.core import content, navigation
        from exchange.documents.references import pictures_of_editions

        content.register_references(pictures_of_editions)
        navigation.register(navigation.Entry(90, _("보고서"), "documents:document_list", "documents.list_documents"))
