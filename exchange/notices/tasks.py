from celery import shared_task
from django.utils import timezone


@shared_task
def run_rules():
    """Every hour: what is missing is made, what is new is mailed. A second run finds nothing left to do."""
    from exchange.notices import outbox, posting, running

    outbox.forget_mails()
    try:
        running.run_rules(timezone.localdate())
    finally:
        posting.post_notices(timezone.now())


@shared_task
def send_mails():
    from exchange.notices import outbox

    outbox.send_mails()
