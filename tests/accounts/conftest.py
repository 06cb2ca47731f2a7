import re

import pytest
from django.conf import settings as django_settings

from tests.factories.accounts import UserFactory

NEW_PASSWORD = "shuttle-line-2026"


@pytest.fixture
def administrator(db):
    return UserFactory(administrator=True)


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def link_in(mail):
    """The path of the portal's link in a mail."""
    return re.search(rf"{django_settings.SITE_URL}(\S+)", mail.body).group(1)
