"""Jobs with real workers over a real Redis that are killed, robbed of their messages and sent twice."""

import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.db import connection
from django.urls import reverse
from kombu import pools

from exchange.celery import app
from exchange.documents import definitions, jobs, renderers, services, tasks
from exchange.documents.enums import RenditionState
from exchange.documents.models import Document, Edition, Rendition
from tests import processes
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import RenditionFactory

SLOW = "tests.documents.slow_settings"
QUICK_TO_HEAL = {"RENDITION_LEASE_SECONDS": "2", "RENDITION_RESEND_SECONDS": "1"}


@pytest.fixture(autouse=True)
def release(monkeypatch):
    monkeypatch.setattr(renderers, "RENDERER_VERSION", "tests")


@pytest.fixture(scope="module")
def crew(tmp_path_factory):
    """The worker of these tests: started when one asks for it and none is alive, asked to do nothing in between."""

    class Crew:
        folder = tmp_path_factory.mktemp("crew")
        worker = None
        numbers = itertools.count(1)

        def at_work(self, **orders):
            path = self.folder / "orders.json"
            path.write_text(json.dumps(orders))
            if self.worker is None or self.worker.process.poll() is not None:
                environment = {"DJANGO_SETTINGS_MODULE": SLOW, "RENDER_ORDERS": str(path), **QUICK_TO_HEAL}
                log = self.folder / f"crew{next(self.numbers)}.log"
                self.worker = processes.start_worker(log, concurrency=2, **environment)
            return self.worker

        def dismiss(self):
            if self.worker:
                self.worker.kill9()

    crew = Crew()
    yield crew
    crew.dismiss()


@pytest.fixture
def slow_worker(crew, celery_processes):
    """A worker that takes `seconds` to render before it does, or whose process dies in the middle of it."""
    yield lambda seconds=0, deadly=False: crew.at_work(seconds=seconds, deadly=deadly)
    if crew.worker and not is_idle(crew.worker):  # the next test begins with an empty database
        crew.dismiss()


def is_idle(worker):
    """Whether every message that it took is done with."""
    if worker.process.poll() is not None:
        return True
    app.control.purge()
    answers = app.control.inspect(limit=1, timeout=5).active() or {"nobody": ["answers"]}
    return not any(answers.values())


@pytest.fixture
def trip(transactional_db):
    return DelegationFactory()


def request(trip, by=None):
    return services.request_rendition(
        definition=definitions.get("trip-report"), subject=trip, language="ko", by=by or UserFactory(staff=True)
    )


def wait_until(rendition, condition, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        rendition.refresh_from_db()
        if condition(rendition):
            return rendition
        assert time.monotonic() < deadline, (rendition.state, rendition.progress, rendition.error)
        time.sleep(0.05)


def at_once(count, call):
    """The call made by so many threads in the same moment, each with a connection of its own."""

    def one(_number):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_a_worker_makes_the_report(trip, slow_worker):
    slow_worker()
    rendition = wait_until(request(trip), lambda r: not r.is_waiting)
    assert (rendition.state, rendition.attempts, rendition.error) == (RenditionState.READY, 1, "")
    with rendition.file.open() as file:
        assert file.read().startswith(b"%PDF-")


def test_progress_is_seen_by_others_while_the_worker_renders(trip, slow_worker, client):
    slow_worker(seconds=3)
    rendition = request(trip)
    seen = set()
    wait_until(rendition, lambda r: seen.add(r.progress) or r.is_ready)
    assert len(seen) > 4


def test_the_job_of_a_killed_worker_is_taken_over(trip, slow_worker, beat):
    first = slow_worker(seconds=60)
    rendition = wait_until(request(trip), lambda r: r.progress > 0)
    first.kill9()
    beat()
    slow_worker()
    rendition = wait_until(rendition, lambda r: not r.is_waiting)
    assert (rendition.state, rendition.attempts) == (RenditionState.READY, 2)
    assert rendition.has_file


def test_a_report_that_kills_its_workers_is_given_up(trip, slow_worker, beat):
    slow_worker(seconds=0.5, deadly=True)
    rendition = request(trip)
    beat()
    rendition = wait_until(rendition, lambda r: r.has_failed, seconds=90)
    assert (rendition.error, rendition.attempts) == ("worker_lost", 3)


def test_a_report_that_takes_too_long_is_ended(slow_worker, settings):
    assert tasks.render_rendition.soft_time_limit == settings.RENDITION_TIME_LIMIT_SECONDS
    slow_worker(seconds=60)
    rendition = RenditionFactory()
    tasks.render_rendition.apply_async([rendition.pk], soft_time_limit=1)
    wait_until(rendition, lambda r: not r.is_waiting)
    assert (rendition.state, rendition.error) == (RenditionState.FAILED, "timeout")


def test_a_message_sent_twice_renders_once(trip, slow_worker):
    worker = slow_worker(seconds=1)
    before = worker.log
    rendition = request(trip)
    for _n in range(3):
        tasks.render_rendition.delay(rendition.pk)
    wait_until(rendition, lambda r: r.is_ready)
    worker.stop()
    said = worker.log.removeprefix(before)
    assert said.count("rendering starts") == 1
    assert said.count("succeeded in") == 4
    assert rendition.attempts == 1


def test_a_worker_told_to_stop_finishes_its_report(trip, slow_worker):
    worker = slow_worker(seconds=2)
    rendition = wait_until(request(trip), lambda r: r.progress > 0)
    worker.stop()
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (RenditionState.READY, 1)


def test_a_message_lost_with_the_broker_is_sent_again(trip, redis_url, crew, slow_worker, beat):
    crew.dismiss()
    rendition = request(trip)
    with redis.Redis.from_url(redis_url) as broker:
        assert broker.llen("celery") == 1
        broker.delete("celery")
    beat()
    slow_worker()
    rendition = wait_until(rendition, lambda r: not r.is_waiting)
    assert (rendition.state, rendition.attempts) == (RenditionState.READY, 1)


@pytest.fixture
def no_broker(redis_url):
    """Nothing listens where messages should go."""

    def send_to(url):
        app.conf.broker_write_url = url
        pools.reset()
        app._pool = None
        app.amqp._producer_pool = None

    before = app.conf.broker_write_url
    send_to("redis://127.0.0.1:1/0")
    yield lambda: send_to(before)
    send_to(before)


def test_a_broker_that_is_down_costs_time_but_no_report(trip, client, slow_worker, no_broker):
    client.force_login(UserFactory(staff=True))
    started = time.monotonic()
    answer = client.post(reverse("documents:document_make", args=["trip-report", trip.pk, "ko"]))
    assert answer.status_code == 302
    assert time.monotonic() - started < 5
    rendition = Rendition.objects.get()
    assert (rendition.state, rendition.dispatched_at) == (RenditionState.QUEUED, None)
    no_broker()  # it is back
    slow_worker()
    tasks.heal_renditions.delay()
    wait_until(rendition, lambda r: r.is_ready)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_row(trip, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.render_rendition, "delay", sent.append)
    staff = UserFactory(staff=True)
    renditions = at_once(4, lambda: request(trip, staff))
    assert len({rendition.pk for rendition in renditions}) == 1
    assert [model.objects.count() for model in (Document, Edition, Rendition)] == [1, 1, 1]
    assert sent == [renditions[0].pk]


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_give_one_lease(db):
    rendition = RenditionFactory()
    claims = at_once(4, lambda: jobs._claim(rendition.pk))
    assert [claim for claim in claims if claim] == [rendition]
    rendition.refresh_from_db()
    assert rendition.attempts == 1
