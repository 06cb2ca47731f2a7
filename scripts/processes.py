"""Child processes that live and die together, for the scripts beside this file (standard library only)."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def _die_with_parent():
    """Even when this process is killed without a chance to stop its children, they end."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Family:
    """Processes by name, each leading a group of its own, so that a Ctrl-C reaches only us."""

    def __init__(self, log_dir):
        self.log_dir = Path(log_dir)
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self.members = {}

    def start(self, name, command, **popen):
        with self.log_of(name).open("wb") as log:
            self.members[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  (before any thread)  # noqa: PLW1509  (one prctl call)
                **popen,
            )

    def log_of(self, name):
        return self.log_dir / f"{name}.log"

    def last_words(self, name, lines=15):
        return "\n".join(self.log_of(name).read_text(errors="replace").splitlines()[-lines:])

    def first_dead(self):
        return next((name for name, process in self.members.items() if process.poll() is not None), None)

    def stop(self, *, patience=15, how=signal.SIGTERM):
        """Ask everybody to finish; after `patience` seconds nobody is asked any more."""
        for process in self.members.values():
            if process.poll() is None:
                process.send_signal(how)
        deadline = time.monotonic() + patience
        for process in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, deadline - time.monotonic()))
            signal_group(process.pid, signal.SIGKILL)  # also what a dead leader left behind
            process.wait()


def signal_group(leader, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, number)


class StopRequest:
    """True once somebody wants us to stop: a signal to us, or to the `make` that started us.

    A SIGINT sent to make alone is not passed on: make blocks the signal, then waits for us.
    Its /proc entry shows the block.
    """

    def __init__(self):
        self.parent = os.getppid()
        self.signals = 0
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._note)

    def _note(self, number, frame):
        self.signals += 1

    def __bool__(self):
        return bool(self.signals) or os.getppid() != self.parent or self._make_was_interrupted()

    def _make_was_interrupted(self):
        try:
            status = Path(f"/proc/{self.parent}/status").read_text()
        except OSError:
            return False
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        interrupt = 1 << (signal.SIGINT - 1)
        return fields.get("Name") == "make" and bool(int(fields.get("SigBlk", "0"), 16) & interrupt)
