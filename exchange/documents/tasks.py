from celery import shared_task
from django.conf import settings

LIMIT = settings.RENDITION_TIME_LIMIT_SECONDS


@shared_task(soft_time_limit=LIMIT, time_limit=LIMIT + 30)
def render_rendition(rendition_id):
    from exchange.documents import jobs

    jobs.run_rendition(rendition_id)


@shared_task
def heal_renditions():
    from exchange.documents import jobs

    jobs.heal_renditions()
