import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def staff(db):
    return UserFactory(staff=True)


@pytest.fixture
def executive(db):
    return UserFactory(executive=True)


@pytest.fixture
def as_staff(client, staff):
    client.force_login(staff)
    return client


def rows_data(rows, prefix="rows", **buttons):
    """What a browser sends for the rows of an edit page."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows), **buttons}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data
