import os

from celery import Celery

from exchange.core import folderqueue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")

folderqueue.register()
app = Celery("exchange")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
