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
from urllib.parse import urlencode

import psycopg2
import pytest
import yaml

from scripts.processes import Family

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SECRETS = ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "POSTGRES_PASSWORD"]
HOST = "portal.example.org"
BEHIND_TLS = {"X-Forwarded-Proto": "https"}


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
        "REDIS_URL": redis_url.rsplit("/", 1)[0] + "/3",
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
    def ask(path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        with contextlib.closing(connection):
            connection.request(method, path, body, headers={"Host": HOST, **kind, **headers})
            answer = connection.getresponse()
            return answer, answer.read().decode()

    return ask


@pytest.fixture
def sign_in_form(ask, port):
    """The sign-in page asked for and sent back as a browser does."""

    def send(email, password):
        page, body = ask("/accounts/login/", **BEHIND_TLS)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', body)[1]
        cookie = page.headers["Set-Cookie"].split(";")[0]
        form = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
        headers = {"Cookie": cookie, "Referer": f"https://{HOST}/accounts/login/"}
        return ask("/accounts/login/", "POST", form, **BEHIND_TLS, **headers)[0]

    return send


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
def test_the_first_administrator_signs_in(environment, ask, sign_in_form):
    """Made by the command of the README; the account's password opens the portal behind TLS."""
    create = ["python", "manage.py", "create_administrator", "admin@example.org", "예시 관리자", "--password-stdin"]
    subprocess.run(
        create, cwd=ROOT, env=environment, check=True, capture_output=True, input="a-good-one-2024\n", text=True
    )
    answer = sign_in_form("admin@example.org", "a-good-one-2024")
    assert (answer.status, answer.headers["Location"]) == (302, "/")


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
