import pytest

from exchange.directory.fields import Choices
from tests.factories.accounts import UserFactory


@pytest.fixture
def staff_choices(db):
    return Choices(UserFactory(staff=True))
