import pytest
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "media", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def client_of(db):
    """A client signed in as a user of that role: client_of("staff")."""

    def sign_in(role):
        client = APIClient()
        client.force_login(UserFactory(**{role: True}))
        return client

    return sign_in


@pytest.fixture
def staff(client_of):
    return client_of("staff")
