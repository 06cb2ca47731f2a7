from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def trip(today):
    """`trip(-40)` returned 40 days ago, `trip(10)` leaves in ten days; each takes four days."""

    def trip(days, **fields):
        if days < 0:
            fields |= {"ends_on": today + timedelta(days=days), "starts_on": today + timedelta(days=days - 3)}
        else:
            fields |= {"starts_on": today + timedelta(days=days), "ends_on": today + timedelta(days=days + 3)}
        return DelegationFactory(**fields)

    return trip


@pytest.fixture
def sign_in(client, db):
    def sign_in(**traits):
        user = UserFactory(**traits)
        client.force_login(user)
        return user

    return sign_in
