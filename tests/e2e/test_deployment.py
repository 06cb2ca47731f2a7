"""What docker-compose.yml and the Dockerfile say, done in that order without an engine: the same commands,
settings and health checks, with a real PostgreSQL and Redis. Only names of hosts, ports and folders differ."""

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import yaml

from scripts.processes import Family

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SECRETS = ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "POSTGRES_PASSWORD"]
HOST = "portal.example.org"


def image_command():
    source = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    return json.loads(re.search(r"^CMD (\[.*\])", source, re.MULTILINE)[1])


@pytest.fixture(scope="module")
def database():
    """An empty PostgreSQL database beside the one of the tests."""
    url = os.environ.get("POSTGRES_URL") or pytest.fail("POSTGRES_URL is not set: use `make test`")
    name = f"deployment_{os.getpid()}"
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        yield url.rsplit("/", 1)[0] + f"/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def environment(database, port, tmp_path_factory):
    redis_url = os.environ.get("REDIS_URL") or pytest.fail("REDIS_URL is not set: use `make test`")
    given = {
        "SECRET_KEY": "a-long-random-text-made-for-this-test-only-and-never-used-elsewhere",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "EMAIL_URL": "consolemail://",
        "DEFAULT_FROM_EMAIL": f"portal@{HOST}",
    }
    composed = {
        name: given.get(name) or re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value)
        for name, value in COMPOSE["x-portal"]["environment"].items()
    }
    here = {
        "DATABASE_URL": database,
        "REDIS_URL": redis_url.rsplit("/", 1)[0] + "/1",
        "VAR_DIR": str(tmp_path_factory.mktemp("files")),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
    }
    return composed | here


def check(service, environment):
    test = SERVICES[service]["healthcheck"]["test"]
    return subprocess.run(test[1:], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def wait_until_healthy(service, environment, family):
    deadline = time.monotonic() + 90
    while (answer := check(service, environment)).returncode:
        assert not family.first_dead(), family.last_words(family.first_dead())
        assert time.monotonic() < deadline, answer.stderr + family.last_words(service)
        time.sleep(0.5)


@pytest.fixture(scope="module")
def portal(environment, port, tmp_path_factory):
    """Set up once, then web, worker and beat, as `docker compose up` would start them."""
    setup = subprocess.run(
        SERVICES["setup"]["command"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert setup.returncode == 0, setup.stderr
    family = Family(tmp_path_factory.mktemp("logs"))
    web = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in image_command()]
    commands = {"web": web, "worker": SERVICES["worker"]["command"], "beat": SERVICES["beat"]["command"]}
    try:
        for name, command in commands.items():
            family.start(name, command, cwd=ROOT, env=environment)
        for name in ("web", "worker"):
            wait_until_healthy(name, environment, family)
        yield family
    finally:
        family.stop()


@pytest.fixture
def ask(portal, port):
    def ask(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": HOST, **headers})
            answer = connection.getresponse()
            return answer, answer.read().decode()

    return ask


BEHIND_TLS = {"X-Forwarded-Proto": "https"}


@pytest.mark.jobs
def test_plain_http_is_sent_to_https(ask):
    answer, _body = ask("/delegations/")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/delegations/")


@pytest.mark.jobs
def test_a_page_behind_the_proxy_asks_for_sign_in_over_a_secure_cookie(ask):
    answer, _body = ask("/delegations/", **BEHIND_TLS)
    assert (answer.status, answer.headers["Location"]) == (302, "/accounts/login/?next=/delegations/")
    answer, body = ask("/accounts/login/", **BEHIND_TLS)
    assert answer.status == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie"))
    stylesheet = re.search(r'href="(/static/portal\.[0-9a-f]+\.css)"', body)[1]
    answer, _body = ask(stylesheet, **BEHIND_TLS)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.jobs
def test_another_host_is_refused(ask):
    answer, _body = ask("/accounts/login/", **BEHIND_TLS, Host="elsewhere.example.org")
    assert answer.status == 400


@pytest.mark.jobs
def test_the_first_administrator_is_invited_by_mail(portal, environment):
    """The command queues, the worker sends."""
    invite = ["python", "manage.py", "invite_administrator", "admin@example.org", "예시 관리자"]
    subprocess.run(invite, cwd=ROOT, env=environment, check=True, capture_output=True)
    deadline = time.monotonic() + 30
    while f"https://{HOST}/accounts/" not in portal.log_of("worker").read_text():
        assert time.monotonic() < deadline, portal.last_words("worker")
        time.sleep(0.2)


@pytest.mark.jobs
def test_a_dead_web_server_is_unhealthy(portal, environment):
    assert check("web", environment).returncode == 0
    assert check("web", environment | {"PORT": "1"}).returncode != 0


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_has_no_default(name):
    source = (ROOT / "docker-compose.yml").read_text()
    assert f"${{{name}:?" in source
    assert f"${{{name}:-" not in source


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_without(name, tmp_path):
    given = {
        "SECRET_KEY": "x",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": "x",
        "EMAIL_URL": "consolemail://",
        "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
        "REDIS_URL": "redis://127.0.0.1",
    }
    del given[name]
    environment = {"PRODUCTION": "1", "VAR_DIR": str(tmp_path), **given}
    start = [sys.executable, "-c", "import exchange.settings"]
    started = subprocess.run(start, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert started.returncode != 0
    assert f"{name} must be set" in started.stderr
