"""Real Celery processes on the test database, over the run's own Redis."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
CELERY = Path(sys.executable).parent / "celery"


def database_url():
    """How another process reaches the database that this test uses."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


class CeleryProcess:
    """One worker or beat with its children, in a process group of its own."""

    def __init__(self, *arguments, log, ready, **environment):
        self.log_path = log
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "exchange.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "VAR_DIR": str(settings.VAR_DIR),
            "PYTHONUNBUFFERED": "1",
            "CELERY_SKIP_CHECKS": "1",  # half of its start; what make run and the image start is checked
            **environment,
        }
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [CELERY, "-A", "exchange", *arguments, "--loglevel", "INFO"],
                cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        self.wait_for(ready)

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def wait_for(self, text, seconds=60):
        """Until the log contains the text."""
        deadline = time.monotonic() + seconds
        while text not in self.log:
            assert self.process.poll() is None, f"ended by itself:\n{self.log}"
            assert time.monotonic() < deadline, f"no {text!r} within {seconds} s:\n{self.log}"
            time.sleep(0.05)

    def kill9(self):
        """As when the machine goes down: no goodbye, children included."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As in a deployment: finish the job at hand, then go."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        self.kill9()


def start_worker(log, *, concurrency=1, **environment):
    return CeleryProcess(
        "worker", "--concurrency", str(concurrency), "--hostname", f"{log.stem}-{os.getpid()}@test",
        "--without-gossip", "--without-mingle", log=log, ready=" ready.", **environment,
    )  # fmt: skip


def start_beat(log, **environment):
    arguments = ["beat", "--pidfile=", "--schedule", str(log.with_suffix(".schedule"))]
    return CeleryProcess(*arguments, log=log, ready="beat: Starting", **environment)
