"""The portal's settings for a worker that renders slowly or dies of its work (see slow_renderer)."""

from exchange.settings import *  # noqa: F403

CELERY_IMPORTS = ["tests.documents.slow_renderer"]
