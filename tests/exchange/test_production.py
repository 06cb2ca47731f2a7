"""Production starts only when it is told everything, and then nothing is left open."""

import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

NEEDED = {
    "SECRET_KEY": "k7Jq-o2mWv9_xRz4Lb8TnYc3HdPfGs6AeUiXw5Zt1VyBKNMQjlr0hSg",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal:secret@localhost/portal",
    "REDIS_URL": "redis://localhost",
    "EMAIL_URL": "smtp://localhost",
}


def check(tmp_path, **changes):
    settings = {"PRODUCTION": "1", "VAR_DIR": str(tmp_path), **NEEDED, **changes}
    own = {*NEEDED, "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # what the test run sets for itself
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    environment = {**inherited, **settings, "DJANGO_SETTINGS_MODULE": "exchange.settings"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_nothing_is_left_open(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_missing_setting_is_named(name, tmp_path):
    done = check(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert f"{name} must be set when PRODUCTION=1" in done.stderr


def test_sqlite_is_refused(tmp_path):
    assert "DATABASE_URL must name a PostgreSQL" in check(tmp_path, DATABASE_URL="sqlite:////tmp/x.sqlite3").stderr
