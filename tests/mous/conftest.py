import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)
