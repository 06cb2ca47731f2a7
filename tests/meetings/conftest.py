import pytest
from django.test import Client

from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def files_in_memory(settings):
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def signed_in(db):
    """signed_in(executive=True) -> a browser of a new user of that role."""

    def sign_in(**role):
        browser = Client()
        browser.user = UserFactory(**role)
        browser.force_login(browser.user)
        return browser

    return sign_in


@pytest.fixture
def staff(signed_in):
    return signed_in(staff=True)
