"""The demo, loaded once for all tests of a class: each of them finds it as it was loaded."""

from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from exchange.demo import pictures


def load():
    """What the command said."""
    output = StringIO()
    call_command("seed_demo", stdout=output)
    return output.getvalue()


def files_in(folder):
    storages = django_settings.STORAGES
    options = {"location": folder, "base_url": None}
    return override_settings(STORAGES={**storages, "default": {**storages["default"], "OPTIONS": options}})


@pytest.fixture
def media(tmp_path):
    with files_in(tmp_path / "media"):
        yield


@pytest.fixture
def sketches(monkeypatch):
    """Small pictures: what they show is tested once, at full size."""
    monkeypatch.setattr(pictures, "SIZE", (400, 300))


@pytest.fixture(scope="class")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """What loading it said; the transaction of each test lies within the one that is taken back here."""
    with pytest.MonkeyPatch.context() as patch, files_in(tmp_path_factory.mktemp("media")):
        patch.setattr(pictures, "SIZE", (400, 300))
        loading = transaction.atomic()
        with django_db_blocker.unblock():
            loading.__enter__()
            said = load()
        yield said
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            loading.__exit__(None, None, None)
