"""The life of a rendition as a job. The row is the truth; a message only says "look at this row".

dispatch → claim (a lease, renewed as long as the process lives) → progress → finish or fail. Whoever
lost the lease changes nothing any more, so that a second run or a late worker is harmless.
`heal_renditions` finds rows that nobody is working on, whatever became of their message or their worker.
"""

import logging
import threading
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from kombu.exceptions import KombuError, OperationalError

from exchange.documents import failures, renderers, tasks
from exchange.documents.blocks import Photos, Tree
from exchange.documents.enums import RenditionState
from exchange.documents.models import Rendition

logger = logging.getLogger(__name__)

PROGRESS_EVERY_SECONDS = 0.3
LONGEST_WAIT_FACTOR = 16


class LeaseLost(Exception):
    """Somebody else has the job now, or its row is gone."""


def dispatch_on_commit(rendition):
    """The message leaves when the row is there for everybody to see."""
    transaction.on_commit(partial(dispatch, rendition.pk))


def dispatch(rendition_id):
    """Send the message. When the broker is down the row stays queued, and healing sends it later."""
    try:
        tasks.render_rendition.delay(rendition_id)
    except (OperationalError, KombuError, OSError):
        logger.exception("rendition %s: no broker, left to heal_renditions", rendition_id)
        Rendition.objects.filter(pk=rendition_id, state=RenditionState.QUEUED).update(dispatched_at=None)


def run_rendition(rendition_id):
    """Render one row, if it is still to be done and nobody is at it."""
    rendition = _claim(rendition_id)
    if rendition is None:
        return
    edition = rendition.edition
    if edition.content_sha256(rendition.format) != rendition.content_sha256:
        _leave_to_another(rendition)
        return
    tree = Tree.from_json(edition.tree)
    try:
        with _lease_kept(rendition):
            data = renderers.render(tree, rendition.format, on_progress=_progress_of(rendition))
            _finish(rendition, data)
    except LeaseLost:
        logger.warning("rendition %s: lease lost in attempt %s", rendition.pk, rendition.attempts)
    except renderers.RenderError as error:
        _fail(rendition, error.code, _caption(tree, error.detail) or error.detail)
    except SoftTimeLimitExceeded:
        _fail(rendition, failures.TIMEOUT)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logger.exception("rendition %s failed, reference %s", rendition.pk, reference)
        _fail(rendition, failures.UNEXPECTED, reference)


def heal_renditions():
    """Send again what was lost; give up on a row whose workers keep dying."""
    now = timezone.now()
    for rendition in Rendition.objects.filter(state=RenditionState.RENDERING, leased_until__lt=now).order_by("pk"):
        if rendition.attempts >= settings.RENDITION_MAX_ATTEMPTS:
            _fail(rendition, failures.WORKER_LOST)
        elif _held(rendition).update(state=RenditionState.QUEUED, progress=0, leased_until=None, dispatched_at=now):
            dispatch(rendition.pk)
    for rendition in Rendition.objects.filter(state=RenditionState.QUEUED).order_by("requested_at", "pk"):
        same = Rendition.objects.filter(
            pk=rendition.pk, state=RenditionState.QUEUED, dispatched_at=rendition.dispatched_at
        )
        if _is_due_again(rendition, now) and same.update(dispatched_at=now):
            dispatch(rendition.pk)


def _is_due_again(rendition, now):
    """A message may just be waiting behind others: each time the row is left alone twice as long."""
    sent = rendition.dispatched_at
    if sent is None:
        return True
    shortest = timedelta(seconds=settings.RENDITION_RESEND_SECONDS)
    wait = min(max(sent - rendition.requested_at, shortest), shortest * LONGEST_WAIT_FACTOR)
    return sent + wait <= now


@transaction.atomic
def _claim(rendition_id):
    """The row with a lease of our own, or None when there is nothing to do."""
    rows = Rendition.objects.select_for_update(of=("self",)).select_related("edition")
    rendition = rows.filter(pk=rendition_id).first()
    now = timezone.now()
    if rendition is None or not rendition.is_waiting:
        return None
    if rendition.state == RenditionState.RENDERING and rendition.leased_until > now:
        return None
    if rendition.attempts >= settings.RENDITION_MAX_ATTEMPTS:
        return None
    rendition.state = RenditionState.RENDERING
    rendition.attempts += 1
    rendition.progress = 0
    rendition.leased_until = now + _lease()
    rendition.save(update_fields=["state", "attempts", "progress", "leased_until"])
    return rendition


def _lease():
    return timedelta(seconds=settings.RENDITION_LEASE_SECONDS)


def _held(rendition):
    """The row as long as the lease is that of this attempt: every later claim counts one more."""
    return Rendition.objects.filter(pk=rendition.pk, state=RenditionState.RENDERING, attempts=rendition.attempts)


@contextmanager
def _lease_kept(rendition):
    """Renew the lease also while the renderer is silent: the pages of a long report are one step to it."""
    over = threading.Event()

    def renew():
        try:
            while not over.wait(settings.RENDITION_LEASE_SECONDS / 3):
                _held(rendition).update(leased_until=timezone.now() + _lease())
        except DatabaseError:  # the job goes on; whether it still has the row is seen at its end
            logger.exception("rendition %s: lease not renewed", rendition.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _progress_of(rendition):
    """A callback that writes the percentage, a few times a second at most, and stops who has lost the row."""
    written_at = time.monotonic()

    def on_progress(percent):
        nonlocal written_at
        if time.monotonic() - written_at < PROGRESS_EVERY_SECONDS:
            return
        written_at = time.monotonic()
        # 100 is said by _finish alone
        if not _held(rendition).update(progress=min(int(percent), 99)):
            raise LeaseLost

    return on_progress


def _finish(rendition, data):
    file = rendition.file
    file.save(f"{rendition.content_sha256}.{rendition.format}", ContentFile(data), save=False)
    done = _held(rendition).update(
        state=RenditionState.READY,
        progress=100,
        file=file.name,
        size=len(data),
        pages=getattr(data, "pages", 0) or _page_count(data),
        error="",
        error_detail="",
        leased_until=None,
        finished_at=timezone.now(),
    )
    if not done:
        file.storage.delete(file.name)
        raise LeaseLost


def _leave_to_another(rendition):
    """Asked for under another version of the renderer: while a new release starts, its worker comes soon."""
    if rendition.attempts >= settings.RENDITION_MAX_ATTEMPTS:
        _fail(rendition, failures.SUPERSEDED)
    else:
        _held(rendition).update(state=RenditionState.QUEUED, leased_until=None)


def _fail(rendition, code, detail=""):
    _held(rendition).update(
        state=RenditionState.FAILED,
        error=code[:40],
        error_detail=detail,
        leased_until=None,
        finished_at=timezone.now(),
    )


def _caption(tree, sha256):
    """A picture's name for people."""
    photos = (picture for block in tree.blocks if isinstance(block, Photos) for picture in block.pictures)
    return next((picture.caption for picture in photos if picture.sha256 == sha256), "")


def _page_count(data):
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(data)).pages)
