"""The parts that other tests stand on do what they promise."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template, engines
from django.template.base import Origin

from exchange.accounts.models import User
from exchange.celery import app
from tests import openings, undefined
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


def test_an_answer_is_remembered_for_the_same_script_arguments_and_bytes(tmp_path):
    script, file = tmp_path / "script.py", tmp_path / "file"
    script.write_text("import os; print(os.urandom(8).hex())")

    def answer(data, *arguments, root=tmp_path):
        file.write_bytes(data)
        command = [
            sys.executable,
            "-I",
            "-c",
            "import runpy, sys; runpy.run_path(sys.argv[1])",
            str(script),
            *arguments,
        ]
        with file.open("rb") as stdin:
            return remembered[root].run(command, stdin=stdin, capture_output=True, check=True).stdout

    remembered = {root: openings.Remembered(root) for root in (tmp_path, settings.BASE_DIR)}
    assert answer(b"1") == answer(b"1")
    assert len({answer(b"1"), answer(b"2"), answer(b"1", "pdf")}) == 3
    assert answer(b"1", root=settings.BASE_DIR) != answer(b"1", root=settings.BASE_DIR)


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
