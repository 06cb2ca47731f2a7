from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from exchange.accounts import services
from exchange.accounts.models import User

SETTLED = timedelta(minutes=1)


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=6)
def send_invitation(user_pk):
    services.send_invitation(user=User.objects.get(pk=user_pk))


@shared_task
def send_waiting_invitations():
    """Beat's second look at invitations whose message was lost."""
    now = timezone.now()
    span = (now - timedelta(days=settings.INVITATION_DAYS), now - SETTLED)
    waiting = User.objects.awaiting_invitation().filter(invitation_sent_at__isnull=True, invited_at__range=span)
    for pk in waiting.order_by("pk").values_list("pk", flat=True):
        send_invitation.delay(pk)
