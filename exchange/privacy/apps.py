from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "exchange.privacy"
