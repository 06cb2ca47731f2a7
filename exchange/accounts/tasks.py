from celery import shared_task


@shared_task(autoretry_for=(OSError,), retry_backoff=10, max_retries=6)
def send_invitation(user_pk):
    from exchange.accounts.models import User
    from exchange.accounts.services import send_invitation

    send_invitation(user=User.objects.get(pk=user_pk))
