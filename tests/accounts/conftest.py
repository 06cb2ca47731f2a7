import re

import pytest
from django.conf import settings as django_settings

from exchange.celery import app
from tests.factories.accounts import UserFactory

NEW_PASSWORD = "shuttle-line-2026"


@pytest.fixture
def administrator(db):
    return UserFactory(administrator=True)


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def jobs_at_once():
    """A job runs where it is sent; what a real worker adds is tested with one elsewhere."""
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield
    app.conf.task_always_eager = app.conf.task_eager_propagates = False


def link_in(mail):
    """The path of the portal's link in a mail."""
    return re.search(rf"{django_settings.SITE_URL}(\S+)", mail.body).group(1)
