from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The roof as an app, so that its commands are found."""

    name = "exchange"
