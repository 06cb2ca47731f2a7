from celery import shared_task


@shared_task
def sweep_content():
    from exchange.core import content

    content.sweep()
