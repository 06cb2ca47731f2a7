"""`has_perm(view, row)` and `visible_to` say the same of every row and every role."""

import pytest
from django.apps import apps

from exchange.core.permissions import registered
from tests.house.sources import PACKAGES
from tests.house.world import make_world

pytestmark = pytest.mark.django_db


def viewable_models():
    for model in apps.get_models():
        name = f"{model._meta.app_label}.view_{model._meta.model_name}"
        if model.__module__.split(".")[0] in PACKAGES and name in registered:
            yield model, name


def test_view_permission_equals_visibility():
    world = make_world()
    seen = 0
    for model, permission in viewable_models():
        for user in world.users.values():
            visible = set(model.objects.visible_to(user).values_list("pk", flat=True))
            for row in model.objects.all():
                assert user.has_perm(permission, row) == (row.pk in visible), (permission, user.role)
                seen += 1
    assert seen > 50


def test_models_that_people_see_have_both():
    assert {model._meta.model_name for model, _ in viewable_models()} >= {
        "user", "organization", "person", "meeting", "delegation", "edition", "rendition", "mou",
        "commitment",
    }  # fmt: skip
