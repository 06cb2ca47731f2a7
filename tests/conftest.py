"""Parts that every test may use: clean caches, real Celery processes, a real browser.

A test that asks for `worker`, `beat` or `redis_url` is marked `jobs`, one that asks for `page` or
`live_server` is marked `e2e`; `make check` leaves both out. What is missing is an error, never a skip: also
PostgreSQL for a test marked `postgresql`, which a run on SQLite leaves out with `-m "not postgresql"`.
"""

import gc
import itertools
import os
import shutil
from functools import cache as cache_answers

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connection
from hypothesis import settings as hypothesis_settings

from exchange.core import sandbox
from exchange.demo import photos, pictures
from tests import migrated, openings, processes, undefined

hypothesis_settings.register_profile("portal", deadline=None)  # a busy machine is no defect
hypothesis_settings.load_profile("portal")
NEEDS_REDIS = {"redis_url", "worker", "beat"}
NEEDS_DATABASE = {"db", "transactional_db", "live_server"}
EMPTYING = {"transactional_db", "live_server"}
NEEDS_BROWSER = {"page", "context", "browser", "live_server"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whatever empties the database afterwards runs last, also where a browser's fixture would draw it forward: what
    migrations wrote, such as consent texts, is there for all the others.
    """
    for item in items:
        if NEEDS_REDIS & set(item.fixturenames):
            item.add_marker("jobs")
        if NEEDS_BROWSER & set(item.fixturenames):
            item.add_marker("e2e")
        if item.get_closest_marker("django_db") or NEEDS_DATABASE & set(item.fixturenames):
            item.add_marker("database")
    answer = yield
    items.sort(key=_empties_the_database)
    return answer


def _empties_the_database(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(EMPTYING & set(item.fixturenames))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.fail(
            "This test proves what PostgreSQL alone does or refuses, not SQLite: "
            'leave it out with -m "not postgresql", or use scripts/services.py and DATABASE_URL=$POSTGRES_URL',
            pytrace=False,
        )


def pytest_collection_finish():
    """What is loaded by now stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish(session, exitstatus):
    """Nothing is skipped silently: a run with a skipped test has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and exitstatus == pytest.ExitCode.OK:
        names = sorted({report.nodeid for report in skipped})
        reporter.ensure_newline()
        reporter.write_line(f"error: skipped tests prove nothing: {names}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """On SQLite from a copy of a migrated portal, where scripts/suites made one; without one it migrates here."""
    test = connection.settings_dict["TEST"]
    if connection.vendor != "sqlite" or not migrated.copy_to(test["NAME"]):
        return django_db_keepdb
    test["MIGRATE"] = False
    return True


@pytest.fixture(scope="session", autouse=True)
def known_files():
    """A file is opened in a process of its own once, a sample photo is drawn once: both come out the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "subprocess", openings.Remembered(django_settings.BASE_DIR))
        drawn = cache_answers(lambda scene, size: pictures.draw(scene))
        patch.setattr(photos, "draw", lambda scene: drawn(scene, pictures.SIZE))
        yield


@pytest.fixture(autouse=True)
def fresh_cache():
    """Rate limits and the like start anew for every test."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def defined_variables():
    """Also a page that a live server's thread rendered must not use an undefined variable."""
    undefined.seen.clear()
    yield
    assert undefined.seen == []


# --- jobs -------------------------------------------------------------------


@pytest.fixture
def redis_url():
    if not django_settings.REDIS_URL:
        pytest.fail("This test needs Redis and REDIS_URL is not set: use `make test` or scripts/services.py")
    return django_settings.REDIS_URL


@pytest.fixture
def shared_files(settings):
    """Files lie where the worker's own settings look for them."""
    options = {"location": settings.MEDIA_ROOT, "base_url": None}
    storage = f"{FileSystemStorage.__module__}.{FileSystemStorage.__qualname__}"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": storage, "OPTIONS": options}}
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def celery_processes(transactional_db, redis_url, shared_files, tmp_path):
    """Start function of a kind of process; all that it started is gone after the test."""
    cache.clear()  # the whole Redis database: no message of an earlier test is left in the queue
    started, numbers = [], itertools.count(1)

    def start(kind, start_kind, **options):
        started.append(start_kind(tmp_path / f"{kind}{next(numbers)}.log", **options))
        return started[-1]

    yield start
    for process in started:
        process.kill9()


@pytest.fixture
def worker(celery_processes):
    """`worker()` starts a real worker and waits until it is ready; it has .stop(), .kill9() and .log.

    `worker(concurrency=2, RENDITION_LEASE_SECONDS="2")` sets its size and its environment.
    """
    return lambda **options: celery_processes("worker", processes.start_worker, **options)


@pytest.fixture
def beat(celery_processes):
    """`beat()` starts a real beat that heals every second."""
    return lambda **options: celery_processes("beat", processes.start_beat, **{"HEAL_EVERY_SECONDS": "1", **options})


# --- browser ----------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("Chromium is missing: run `make test`, or name one with CHROMIUM=")
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    args = ["--no-sandbox", "--disable-gpu", "--disable-sync", *quiet]
    return {**browser_type_launch_args, "executable_path": path, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """A Korean desktop; `page.goto("/delegations/")` asks the live server."""
    viewport = {"width": 1440, "height": 900}
    return {**browser_context_args, "base_url": live_server.url, "locale": "ko-KR", "viewport": viewport}


@pytest.fixture
def page(page):
    """A page on which a script error, a refused style or a missing static file fails the test."""
    page.set_default_timeout(15_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_fault(message) else None)
    yield page
    assert complaints == []


def is_fault(message):
    """An answer such as 403 or 404 to a page is the test's own business."""
    answer = message.text.startswith("Failed to load resource")
    return message.type == "error" and (not answer or "/static/" in message.location["url"])
