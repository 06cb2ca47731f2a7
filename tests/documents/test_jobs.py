"""The life of a job, step by step and without a worker: who holds the row, and who may no longer write."""

import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from exchange.documents import jobs, renderers, tasks
from exchange.documents.enums import RenditionState
from exchange.documents.models import Rendition
from tests.factories.documents import EditionFactory, RenditionFactory, pdf

pytestmark = pytest.mark.django_db

QUEUED, RENDERING = RenditionState.QUEUED, RenditionState.RENDERING
READY, FAILED = RenditionState.READY, RenditionState.FAILED


def ago(**kwargs):
    return timezone.now() - timedelta(**kwargs)


@pytest.fixture
def sent(monkeypatch):
    numbers = []
    monkeypatch.setattr(tasks.render_rendition, "delay", numbers.append)
    return numbers


@pytest.fixture
def rendered(monkeypatch):
    """Stands in for the renderer where only the job is looked at; `rendered.steps` happen while it works."""

    class Renderer:
        def __init__(self):
            self.trees = []
            self.during = lambda on_progress: None

        def __call__(self, tree, format, *, on_progress):
            self.trees.append(tree)
            self.during(on_progress)
            return pdf(pages=2)

    renderer = Renderer()
    monkeypatch.setattr(renderers, "render", renderer)
    monkeypatch.setattr(jobs, "PROGRESS_EVERY_SECONDS", 0)
    return renderer


def test_a_job_ends_with_a_readable_file():
    rendition = RenditionFactory()
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.progress, rendition.attempts) == (READY, 100, 1)
    with rendition.file.open() as file:
        data = file.read()
    assert data.startswith(b"%PDF-")
    assert (rendition.size, rendition.pages) == (len(data), 2)  # cover and one page
    assert rendition.finished_at is not None and rendition.leased_until is None


def test_progress_is_written_while_it_renders(rendered):
    rendition = RenditionFactory()
    seen = []

    def during(on_progress):
        for percent in (40, 100):  # only the finished row says 100
            on_progress(percent)
            seen.append(Rendition.objects.values_list("progress", flat=True).get())

    rendered.during = during
    jobs.run_rendition(rendition.pk)
    assert seen == [40, 99]


@pytest.mark.django_db(transaction=True)
def test_a_silent_renderer_keeps_its_lease(rendered, sent, settings):
    settings.RENDITION_LEASE_SECONDS = 1
    rendition = RenditionFactory()

    def during(on_progress):
        time.sleep(2)
        jobs.heal_renditions()

    rendered.during = during
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts, sent) == (READY, 1, [])


@pytest.mark.parametrize("state", ["ready", "failed"])
def test_a_message_for_a_finished_row_does_nothing(rendered, state):
    rendition = RenditionFactory(**{state: True})
    jobs.run_rendition(rendition.pk)
    assert rendered.trees == []


def test_a_message_for_a_row_that_is_gone_does_nothing(rendered):
    jobs.run_rendition(4711)
    assert rendered.trees == []


def test_a_row_under_lease_is_left_to_its_worker(rendered):
    rendition = RenditionFactory(state=RENDERING, attempts=1, leased_until=timezone.now() + timedelta(seconds=5))
    jobs.run_rendition(rendition.pk)
    assert rendered.trees == []


def test_a_row_whose_lease_ran_out_is_taken_over(rendered):
    rendition = RenditionFactory(state=RENDERING, attempts=1, leased_until=ago(seconds=1))
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (READY, 2)


def late_worker(rendered, rendition, during):
    """Another worker takes the row over while the first one renders."""

    def take_over(on_progress):
        rendered.during = lambda on_progress: None
        Rendition.objects.filter(pk=rendition.pk).update(leased_until=ago(seconds=1))
        jobs.run_rendition(rendition.pk)
        during(on_progress)

    rendered.during = take_over
    jobs.run_rendition(rendition.pk)


def files(rendition):
    return rendition.file.storage.listdir("renditions")[1]


def test_a_late_worker_changes_nothing_and_leaves_no_file(rendered):
    rendition = RenditionFactory()
    late_worker(rendered, rendition, during=lambda on_progress: None)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts, len(rendered.trees)) == (READY, 2, 2)
    assert files(rendition) == [rendition.file.name.removeprefix("renditions/")]


def test_a_late_worker_stops_at_its_next_progress(rendered):
    rendition = RenditionFactory()
    after = []

    def during(on_progress):
        on_progress(50)
        after.append("not reached")

    late_worker(rendered, rendition, during)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.progress, after) == (READY, 100, [])


def test_a_late_failure_does_not_spoil_the_result(rendered):
    rendition = RenditionFactory()

    def during(on_progress):
        raise renderers.RenderError("picture_missing")

    late_worker(rendered, rendition, during)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.error) == (READY, "")


def test_a_known_failure_keeps_its_code_and_detail(rendered):
    rendition = RenditionFactory()

    def during(on_progress):
        raise renderers.RenderError("font_missing", "Noto Serif CJK KR")

    rendered.during = during
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.error, rendition.error_detail) == (FAILED, "font_missing", "Noto Serif CJK KR")
    assert "글꼴" in str(rendition.what_failed)


def test_an_unforeseen_failure_has_a_number_that_stands_in_the_log(rendered, caplog):
    rendition = RenditionFactory()

    def during(on_progress):
        raise ZeroDivisionError("secret detail")

    rendered.during = during
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.error) == (FAILED, "unexpected")
    assert "secret" not in rendition.error_detail
    assert rendition.error_detail in caplog.text


def test_another_version_of_the_renderer_leaves_the_row_to_its_own_worker(rendered, sent, settings, monkeypatch):
    settings.RENDITION_MAX_ATTEMPTS = 3
    rendition = RenditionFactory(requested_at=ago(minutes=1), dispatched_at=ago(minutes=1))
    with monkeypatch.context() as old:
        old.setattr(renderers, "RENDERER_VERSION", "the release before")
        jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendered.trees) == (QUEUED, [])
    healed(rendition)
    assert sent == [rendition.pk]
    jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert rendition.is_ready


def test_a_row_whose_version_is_gone_is_not_kept_waiting_for_ever(rendered, settings):
    settings.RENDITION_MAX_ATTEMPTS = 3
    rendition = RenditionFactory(content_sha256="0" * 64)
    for _n in range(3):
        jobs.run_rendition(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.error, rendered.trees) == (FAILED, "superseded", [])


def test_no_broker_leaves_the_row_for_healing(monkeypatch):
    rendition = RenditionFactory()

    def down(pk):
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.render_rendition, "delay", down)
    jobs.dispatch(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.dispatched_at) == (QUEUED, None)


def healed(rendition):
    jobs.heal_renditions()
    rendition.refresh_from_db()
    return rendition


def test_healing_sends_what_nobody_sent(sent):
    rendition = healed(RenditionFactory(requested_at=timezone.now(), dispatched_at=None))
    assert sent == [rendition.pk]
    assert rendition.dispatched_at is not None


def test_healing_sends_again_what_was_lost(sent, settings):
    settings.RENDITION_RESEND_SECONDS = 20
    RenditionFactory(requested_at=ago(seconds=19), dispatched_at=ago(seconds=19))
    lost = RenditionFactory(requested_at=ago(seconds=21), dispatched_at=ago(seconds=21))
    jobs.heal_renditions()
    assert sent == [lost.pk]
    jobs.heal_renditions()
    assert sent == [lost.pk]


def test_healing_a_long_queue_waits_twice_as_long_each_time(sent, settings):
    """A row that waits an hour behind others is sent a dozen times, not 240 times."""
    settings.RENDITION_RESEND_SECONDS = 20
    start = timezone.now()
    rendition = RenditionFactory(requested_at=start, dispatched_at=start)
    for second in range(0, 3600, 15):
        moment = start + timedelta(seconds=second)
        if jobs._is_due_again(rendition, moment):
            rendition.dispatched_at = moment
            sent.append(second)
    assert sent[:4] == [30, 60, 120, 240]
    assert len(sent) <= 16
    assert max(b - a for a, b in pairwise(sent)) <= 20 * 16 + 15


def test_healing_takes_over_from_a_dead_worker(sent):
    dead = RenditionFactory(state=RENDERING, attempts=1, progress=60, leased_until=ago(seconds=1))
    RenditionFactory(state=RENDERING, attempts=1, leased_until=timezone.now() + timedelta(seconds=30))
    healed(dead)
    assert (dead.state, dead.progress, dead.leased_until) == (QUEUED, 0, None)
    assert sent == [dead.pk]


def test_healing_gives_up_when_workers_keep_dying(sent, settings):
    settings.RENDITION_MAX_ATTEMPTS = 3
    rendition = healed(RenditionFactory(state=RENDERING, attempts=3, leased_until=ago(seconds=1)))
    assert (rendition.state, rendition.error) == (FAILED, "worker_lost")
    assert sent == []


def test_healing_leaves_finished_rows_alone(sent):
    edition = EditionFactory()
    RenditionFactory(edition=edition, ready=True)
    RenditionFactory(failed=True, dispatched_at=ago(days=1))
    jobs.heal_renditions()
    assert sent == []
