"""Files from outside are opened in a process of their own, which knows neither settings nor database.

It has little memory, little time and may write nothing; whatever a hostile file does to it, the
portal goes on. So the memory of the web process does not grow with what people upload, either.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS, SECONDS = 30, 60
ONE_AT_A_TIME = threading.Lock()  # per web process
ROOM = threading.BoundedSemaphore(3)  # at work or waiting: a web process has four threads, one is left for pages

_BOUNDED = """
import resource, runpy, sys
for name, most in (("AS", {memory}), ("CPU", {cpu}), ("FSIZE", 0), ("CORE", 0)):
    resource.setrlimit(getattr(resource, "RLIMIT_" + name), (most, most))
runpy.run_path(sys.argv[1], run_name="__main__")
"""


class Lost(Exception):
    """The process died, or would have needed more memory or time than it gets."""


def run(script, file, *arguments):
    """What `script` answers about `file`: its first line as JSON, and the bytes after it.

    The script reads the file from its standard input, which can be sought, and imports nothing of the portal.
    ValidationError (busy) when too many files wait already.
    """
    bounded = _BOUNDED.format(memory=MEMORY, cpu=CPU_SECONDS)
    command = [sys.executable, "-I", "-c", bounded, str(Path(script)), *arguments]
    with _room(), _on_disk(file) as source, ONE_AT_A_TIME:
        source.seek(0)
        try:
            done = subprocess.run(  # noqa: S603  the script is ours
                command, stdin=source, capture_output=True, timeout=SECONDS, env={"LC_ALL": "C.UTF-8"}, check=True
            )
            answer, _end, rest = done.stdout.partition(b"\n")
            return json.loads(answer), rest
        except (subprocess.SubprocessError, ValueError) as error:
            raise Lost(_last_words(error)) from error


def _last_words(error):
    said = getattr(error, "stderr", None) or b""
    return f"{error} {said[-500:].decode(errors='replace')}"


@contextmanager
def _room():
    if not ROOM.acquire(blocking=False):
        raise ValidationError(_("지금 처리하는 파일이 많습니다. 잠시 뒤 다시 올려 주세요."), code="busy")
    try:
        yield
    finally:
        ROOM.release()


@contextmanager
def _on_disk(file):
    """The file as one with a descriptor; a copy when it lies in memory only."""
    try:
        file.fileno()
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
            copy.flush()
            yield copy
    else:
        yield file
