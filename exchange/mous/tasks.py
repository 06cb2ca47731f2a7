from celery import shared_task
from django.utils import timezone

from exchange.mous import services


@shared_task
def turn_years():
    """Yearly commitments get the row of a new year; what nobody closed in the old one is missed."""
    today = timezone.localdate()
    services.open_occurrences(today=today)
    services.miss_past_occurrences(today=today)
