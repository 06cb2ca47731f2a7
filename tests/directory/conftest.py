import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)


@pytest.fixture
def pages(client, staff):
    """A browser of a writer who is signed in."""
    client.force_login(staff)
    return client
