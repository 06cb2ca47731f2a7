#!/usr/bin/env python3
"""Run a command with a PostgreSQL and a Redis of its own, which are gone when it ends.

Usage: scripts/services.py COMMAND...     for example: scripts/services.py .venv/bin/pytest -m jobs
The command finds POSTGRES_URL and REDIS_URL in its environment. Run as root, the servers drop to an
unprivileged user.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import Family, StopRequest, signal_group

START_SECONDS = 60
UNPRIVILEGED = ("postgres", "nobody")
# A database that need not survive a power cut.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def main():
    command = sys.argv[1:] or sys.exit(__doc__)
    stop = StopRequest()
    with tempfile.TemporaryDirectory(prefix="portal-services-") as folder, servers(Path(folder)) as urls:
        sys.exit(run(command, {**os.environ, **urls}, stop))


@contextlib.contextmanager
def servers(folder):
    folder.chmod(0o711)
    family = Family(folder / "log")
    postgres_port, redis_port = free_port(), free_port()
    try:
        start_redis(family, folder / "redis", redis_port)
        start_postgres(family, folder / "postgres", postgres_port)
        wait_for_port(family, "redis", redis_port)
        wait_for_port(family, "postgres", postgres_port)
        yield {
            "POSTGRES_URL": f"postgres://portal:portal@127.0.0.1:{postgres_port}/postgres",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        }
    finally:
        family.stop(how=signal.SIGINT)


def start_redis(family, data, port):
    server = shutil.which("redis-server") or sys.exit("error: redis-server is missing; `make test` installs it")
    own(data)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(data)]
    family.start("redis", [server, *options], **unprivileged())


def start_postgres(family, data, port):
    own(data)
    initdb = [binary("initdb"), "--auth=trust", "--username=portal", "--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(
        [*initdb, "--no-sync", "-D", data], cwd=data, capture_output=True, text=True, check=False, **unprivileged()
    )
    if made.returncode:
        sys.exit(f"error: initdb failed\n{made.stdout}{made.stderr}")
    command = [binary("postgres"), "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data]
    for setting in CARELESS:
        command += ["-c", setting]
    family.start("postgres", command, **unprivileged())


def binary(name):
    """Debian keeps the servers of each version outside PATH; the newest will do."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    path = found[-1] if found else shutil.which(name)
    return str(path) if path else sys.exit(f"error: PostgreSQL's {name} is missing; `make test` installs it")


def unprivileged():
    """PostgreSQL refuses to run as root, and nothing here needs to."""
    if os.geteuid() != 0:
        return {}
    user = account()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def account():
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit(f"error: none of these users exists to run the servers as: {', '.join(UNPRIVILEGED)}")


def own(folder):
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, account().pw_uid, account().pw_gid)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for_port(family, name, port):
    deadline = time.monotonic() + START_SECONDS
    while True:
        if family.first_dead() == name or time.monotonic() > deadline:
            sys.exit(f"error: {name} did not start\n{family.last_words(name)}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)


def run(command, environment, stop):
    """The command's exit code; whoever stops us stops it first."""
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    while process.poll() is None:
        if stop:
            stop_command(process)
        time.sleep(0.1)
    return process.returncode


def stop_command(process):
    signal_group(process.pid, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(20)
    signal_group(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
