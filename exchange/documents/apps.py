from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "exchange.documents"
