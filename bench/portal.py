"""The portal's own side: a real worker, the demo trip with its six photos of 12 megapixels, one job at a time."""

import os
import random
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

ROOT = Path(__file__).resolve().parent.parent
CELERY = Path(sys.executable).with_name("celery")
PATIENCE = 60
SYLLABLES = [chr(code) for code in range(ord("가"), ord("힣"), 7)]


class Portal:
    def __enter__(self):
        from delegations.models import Delegation
        from exchange.accounts.models import User
        from exchange.documents import definitions

        call_command("migrate", verbosity=0)
        call_command("seed_demo", stdout=StringIO())
        self.definition = definitions.get("trip-report")
        self.trip = Delegation.objects.get(slug="tokyo-2024")
        self.staff = User.objects.order_by("pk").first()
        self.words = random.Random(2024)
        self.log = (Path(os.environ["VAR_DIR"]) / "worker.log").open("wb")
        self.worker = subprocess.Popen(
            [CELERY, "-A", "exchange", "worker", "--concurrency", "1", "--loglevel", "WARNING"],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_):
        os.killpg(self.worker.pid, signal.SIGTERM)
        try:
            self.worker.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.log.close()

    def change_content(self):
        """Words never printed before, so that no cache of fonts can be warm for them."""
        lines = [" ".join("".join(self.words.choices(SYLLABLES, k=3)) for _ in range(8)) for _ in range(4)]
        self.trip.lessons_ko = "\n".join(lines)
        self.trip.save()

    def request(self):
        from exchange.documents.services import request_rendition

        return request_rendition(definition=self.definition, subject=self.trip, language="ko", by=self.staff)

    def report(self):
        """Seconds from dispatch to the ready file, with the row."""
        self.change_content()
        rendition = self.request()
        start, sent_at = time.perf_counter(), timezone.now()
        while rendition.state != "ready":
            if rendition.state == "failed" or time.perf_counter() - start > PATIENCE:
                log = Path(self.log.name).read_text(errors="replace")
                raise SystemExit(f"error: the report did not come out: {rendition.state} {rendition.error}\n{log}")
            time.sleep(0.02)  # more often would take from the worker what is measured
            rendition.refresh_from_db(fields=["state", "error", "size", "finished_at"])
        return (rendition.finished_at - sent_at).total_seconds(), rendition

    def renders_of_unchanged_content(self):
        """How often the worker renders when the same content is asked for again."""
        from exchange.documents.models import Rendition

        def renders():
            return sum(Rendition.objects.values_list("attempts", flat=True))

        before = renders()
        again = [self.request() for _ in range(3)]
        time.sleep(1)
        assert all(rendition.state == "ready" for rendition in again)
        return renders() - before

    def memory(self):
        """Megabytes held by the process that renders."""
        children = Path(f"/proc/{self.worker.pid}/task/{self.worker.pid}/children").read_text().split()
        return sum(_resident(pid) for pid in children)


def _resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
