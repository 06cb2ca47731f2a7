"""Run the embedded portal: web, worker and beat start together and stop together.

`serve.py check` only says whether it could start: the port is free and no other portal runs on VAR_DIR.
"""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from processes import Family, StopRequest

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
START_SECONDS = 60


def main():
    lock = hold_folder()
    claim_port()
    if "check" in sys.argv[1:]:
        return
    os.environ.setdefault("SITE_URL", f"http://localhost:{PORT}")
    stop = StopRequest()
    family = Family(VAR_DIR / "log")
    try:
        for name, command in commands().items():
            family.start(name, command, cwd=ROOT)
        if wait_for_web(family, stop):
            print(banner(), flush=True)
        while not stop and not family.first_dead():
            time.sleep(0.2)
        dead = None if stop else family.first_dead()
        print(f"\n{dead} ended by itself; stopping the rest." if dead else "\nStopping.", flush=True)
        if dead:
            sys.exit(f"--- {family.log_of(dead)}\n{family.last_words(dead)}")
    finally:
        family.stop()
        lock.close()


def commands():
    bin_dir = Path(sys.executable).parent
    celery = [bin_dir / "celery", "-A", "exchange"]
    return {
        "web": [bin_dir / "gunicorn", "exchange.wsgi", "--bind", f"{HOST}:{PORT}", "--workers", "2", "--threads", "4",
                "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO",
                   "--without-gossip", "--without-mingle", "--without-heartbeat"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile="],
    }  # fmt: skip


def hold_folder():
    """Two portals on one folder would share one queue and one schedule."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    lock = (VAR_DIR / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"error: a portal already runs on {VAR_DIR}; stop it first, or name another folder with VAR_DIR=")
    return lock


def claim_port():
    try:
        with socket.create_server((HOST, int(PORT))):
            pass
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"error: port {PORT} of {HOST} cannot be used ({error}); choose another: make run PORT=8001")


def wait_for_web(family, stop):
    deadline = time.monotonic() + START_SECONDS
    while not stop and not family.first_dead():
        try:
            with urllib.request.urlopen(f"http://localhost:{PORT}/readyz", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            sys.exit(f"error: /readyz answers {error.code}\n{family.last_words('web')}")
        except OSError:
            pass
        if time.monotonic() > deadline:
            sys.exit(f"error: no answer after {START_SECONDS} s\n{family.last_words('web')}")
        time.sleep(0.1)
    return False


def banner():
    demo = VAR_DIR / "demo-accounts.txt"
    accounts = demo.read_text() if demo.exists() else ""
    mail = "" if os.environ.get("EMAIL_URL") else f"; mail that it sends: {VAR_DIR / 'mail'}"
    return f"\n{accounts}\n  http://localhost:{PORT}/   (Ctrl-C stops it; logs: {VAR_DIR / 'log'}{mail})\n"


if __name__ == "__main__":
    main()
