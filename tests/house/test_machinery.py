"""The parts that other tests stand on do what they promise."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template, engines
from django.template.base import Origin

from exchange.accounts.models import User
from exchange.celery import app
from tests import undefined
from tests.browser import sign_in
from tests.factories.accounts import UserFactory


def template(source, name):
    return Template(source, origin=Origin(name=str(name)), engine=engines["django"].engine)


def test_an_undefined_variable_of_ours_fails():
    with pytest.raises(AssertionError, match=r"undefined variable nobody in .*templates/page\.html"):
        template("{{ nobody }}", settings.BASE_DIR / "templates" / "page.html").render(Context())


def test_an_undefined_variable_met_in_another_thread_is_remembered():
    page = template("{{ nobody }}", settings.BASE_DIR / "templates" / "page.html")
    with ThreadPoolExecutor(1) as pool:
        assert isinstance(pool.submit(page.render, Context()).exception(), AssertionError)
    assert len(undefined.seen) == 1
    undefined.seen.clear()


def test_an_undefined_variable_of_a_package_stays_silent():
    page = template("<{{ nobody }}>", settings.BASE_DIR / ".venv/lib/site-packages/package/page.html")
    assert page.render(Context()) == "<>"


def test_the_run_writes_to_a_folder_of_its_own():
    assert Path(settings.VAR_DIR) != settings.BASE_DIR / "var"
    assert settings.MEDIA_ROOT.is_relative_to(settings.VAR_DIR)


def test_the_worker_works_on_the_database_and_queue_of_the_test(worker, beat):
    """What the worker would do is asked of it over Redis; a killed one no longer answers."""
    first = worker()
    assert app.control.ping(timeout=2), first.log
    beat().wait_for("Sending due task heal-renditions", seconds=20)
    first.wait_for("heal_renditions", seconds=20)
    first.kill9()
    assert app.control.ping(timeout=1) == []
    worker().stop()


def test_a_person_signs_in_through_the_page(page):
    user = UserFactory(staff=True)
    sign_in(page, user)
    assert User.objects.get(pk=user.pk).last_login is not None
    assert page.locator("header").is_visible()


def test_the_database_of_the_run_can_be_opened_by_another_process(transactional_db):
    name = str(connection.settings_dict["NAME"])
    assert Path(name).is_file() if connection.vendor == "sqlite" else name.startswith("test_portal_")
