"""Whether this container's part of the portal works: `healthy.py web`, `worker` or `beat`; no output means yes."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

BEAT_WRITES_WITHIN_SECONDS = 600  # it saves its schedule every three minutes


def web():
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz"
    request = urllib.request.Request(address, headers={"Host": urlsplit(os.environ["SITE_URL"]).netloc})
    with urllib.request.urlopen(request, timeout=4):
        pass


def worker():
    ping = ["celery", "-A", "exchange", "inspect", "ping", "--timeout", "5", "-d", f"celery@{socket.gethostname()}"]
    subprocess.run(ping, check=True, stdout=subprocess.DEVNULL)


def beat():
    schedules = list(Path(os.environ["VAR_DIR"]).glob("beat-schedule*"))
    age = time.time() - max(path.stat().st_mtime for path in schedules)
    assert age < BEAT_WRITES_WITHIN_SECONDS, f"beat wrote nothing for {age:.0f} s"


if __name__ == "__main__":
    {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
