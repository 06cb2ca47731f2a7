"""A check that names its field: for people in forms and the API; the database and migrations know a plain one."""

import pytest
from django.db.models import CheckConstraint
from django.forms import modelform_factory

from delegations.models import Delegation
from exchange.core.constraints import CheckAt, refusal
from tests.factories.delegations import DelegationFactory

pytestmark = pytest.mark.django_db
CHECK = next(each for each in Delegation._meta.constraints if each.name == "delegation_ends_after_start")


def test_a_form_shows_it_at_its_field_and_passes_over_it_without_the_field():
    trip = DelegationFactory()
    both, one = (modelform_factory(Delegation, fields=f) for f in (["starts_on", "ends_on"], ["starts_on"]))
    days = {"starts_on": "2024-07-20", "ends_on": "2024-07-17"}
    assert both(days, instance=trip).errors == {"ends_on": ["귀국일이 출발일보다 빠릅니다."]}
    assert one(days, instance=trip).errors == {}


def test_migrations_and_copies():
    path, args, kwargs = CHECK.deconstruct()
    assert path == "django.db.models.CheckConstraint" and CheckConstraint(*args, **kwargs) == CHECK
    assert CHECK.clone().at == CHECK.at == "ends_on"


def test_refusal_of_a_check_without_a_field_is_about_the_whole():
    assert refusal(CHECK).message_dict == {"ends_on": ["귀국일이 출발일보다 빠릅니다."]}
    plain = CheckAt(condition=CHECK.condition, name="plain", violation_error_message="아닙니다.")
    assert refusal(plain).message_dict == {"__all__": ["아닙니다."]}
