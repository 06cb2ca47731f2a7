"""Accounts for tests; every one signs in with PASSWORD.

    UserFactory(), UserFactory(manager=True), UserFactory(administrator=True)

An administrator has no role; `UserFactory(staff=True, is_administrator=True)` has both.
"""

from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from exchange.accounts.enums import Role
from exchange.accounts.models import User

PASSWORD = "password"


@cache
def hashed(password):
    """Hashing is slow on purpose; one hash serves every account of the run."""
    return make_password(password)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        staff = factory.Trait(role=Role.STAFF, job_title="과장")
        manager = factory.Trait(role=Role.MANAGER, job_title="부장")
        executive = factory.Trait(role=Role.EXECUTIVE, job_title="본부장")
        ambassador = factory.Trait(role=Role.AMBASSADOR, job_title="민간대사")
        counterpart = factory.Trait(role=Role.COUNTERPART, job_title="課長", language="ja")
        administrator = factory.Trait(role="", is_administrator=True, job_title="주임")
        deactivated = factory.Trait(is_active=False, deactivated_at=factory.LazyFunction(timezone.now))

    email = factory.Sequence(lambda n: f"user{n}@example.com")
    name = factory.Sequence(lambda n: f"예시{n}")
    role = Role.STAFF
    password = factory.LazyFunction(lambda: hashed(PASSWORD))
