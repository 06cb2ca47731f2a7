import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)


@pytest.fixture
def sign_in(client, db):
    def sign_in(**traits):
        user = UserFactory(**traits)
        client.force_login(user)
        return user

    return sign_in
