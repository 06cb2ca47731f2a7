"""`make run` on the embedded default: SQLite, the file-system broker, nothing left behind."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
REPORT = """
from delegations.models import Delegation
from exchange.accounts.models import User
from exchange.documents import definitions, services
by = User.objects.get(email="{email}")
trip = Delegation.objects.get(slug="tokyo-2024")
print(services.request_rendition(definition=definitions.get("trip-report"), subject=trip, language="ko", by=by).pk)
"""
STATE = "SELECT state FROM documents_rendition WHERE id = ?"


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory, port):
    outside = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "TEST_RUN_DIR"}
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    return {**kept, "VAR_DIR": str(tmp_path_factory.mktemp("var")), "PORT": str(port)}


@pytest.fixture(scope="module")
def manage(environment):
    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()

    return manage


@pytest.fixture(scope="module")
def demo(environment, manage):
    """The demo, loaded once; the e-mail of one of its accounts."""
    if not migrated.copy_to(Path(environment["VAR_DIR"], "portal.sqlite3")):
        manage("migrate", "--verbosity", "0")
    Path(environment["VAR_DIR"], "static").mkdir()
    return manage("seed_demo").split()[0]


@pytest.fixture
def serve(environment, demo):
    """Start the last step of scripts/run and wait until it says that the page answers."""
    processes = []

    def serve():
        process = subprocess.Popen(
            [sys.executable, "scripts/serve.py"], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        processes.append(process)
        while "Ctrl-C" not in (line := process.stdout.readline()):
            assert line, f"ended with {process.wait()}"
        return process

    yield serve
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def children(process):
    """What runs below the process, by kind."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = status.with_name("cmdline").read_text().split("\0")
        except OSError:
            continue
        if int(fields[1]) == process.pid:
            kind = next((part for part in command if part in ("worker", "beat")), "web")
            found[kind] = int(status.parent.name)
    return found


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def is_gone(pid):
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.e2e
def test_a_report_comes_out_and_an_interrupt_leaves_nothing(serve, manage, environment, demo, port):
    process = serve()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as answer:
        assert answer.read() == b"ok"
    pk = manage("shell", "--verbosity", "0", "-c", REPORT.format(email=demo)).split()[-1]
    with contextlib.closing(sqlite3.connect(Path(environment["VAR_DIR"], "portal.sqlite3"))) as database:
        wait_until(lambda: database.execute(STATE, [pk]).fetchone() == ("ready",))
    started = children(process)
    assert set(started) == {"web", "worker", "beat"}
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert all(is_gone(pid) for pid in started.values())


@pytest.mark.e2e
def test_a_dead_worker_stops_the_portal_and_is_named(serve):
    process = serve()
    started = children(process)
    os.kill(started["worker"], signal.SIGKILL)
    assert process.wait(30) != 0
    assert "worker ended by itself" in process.stdout.read()
    assert all(is_gone(pid) for pid in started.values())


@pytest.mark.e2e
def test_a_killed_parent_takes_its_children_along(serve):
    process = serve()
    started = children(process)
    process.kill()
    process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in started.values()), seconds=30)


@pytest.mark.e2e
def test_a_second_portal_on_the_same_folder_or_port_is_told_why(serve, environment, tmp_path):
    serve()
    check = [sys.executable, "scripts/serve.py", "check"]
    again = subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode != 0
    assert "already runs on" in again.stderr
    elsewhere = environment | {"VAR_DIR": str(tmp_path / "other")}
    again = subprocess.run(check, cwd=ROOT, env=elsewhere, capture_output=True, text=True, check=False)
    assert again.returncode != 0
    assert f"port {environment['PORT']} of 127.0.0.1 cannot be used" in again.stderr
