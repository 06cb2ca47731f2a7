"""Hostile files meet a process of their own."""

import io
import tempfile
from contextlib import ExitStack

import pytest
from django.core.exceptions import ValidationError

from exchange.core import sandbox


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "script.py"
        path.write_text("import json, os, sys\n" + text)
        return path

    return write


ECHO = "print(json.dumps({'size': len(sys.stdin.buffer.read()), 'word': sys.argv[2:]}))\nprint('rest', end='')"


def test_the_answer_is_one_line_and_the_bytes_after_it(script):
    assert sandbox.run(script(ECHO), io.BytesIO(b"12345"), "pdf") == ({"size": 5, "word": ["pdf"]}, b"rest")


def test_a_file_on_disk_is_read_from_its_beginning(script):
    with tempfile.TemporaryFile() as file:
        file.write(b"1234567")
        assert sandbox.run(script(ECHO), file)[0]["size"] == 7


@pytest.mark.parametrize(
    "deed",
    [
        "os.kill(os.getpid(), 11)",  # a decoder that crashes
        "bytearray(2 * 1024 ** 3)",
        "open('/tmp/portal-sandbox-probe', 'wb').write(b'x' * 100000)",
        "print('no answer')",
        "sys.exit(1)",
    ],
    ids=["crash", "memory", "write", "nonsense", "exit"],
)
def test_whatever_it_does_the_portal_goes_on(script, deed):
    with pytest.raises(sandbox.Lost):
        sandbox.run(script(deed), io.BytesIO(b""))


def test_it_gets_only_so_much_time(script, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    with pytest.raises(sandbox.Lost):
        sandbox.run(script("import time; time.sleep(20)"), io.BytesIO(b""))


def test_it_knows_nothing_of_the_portal(script, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    answer, _rest = sandbox.run(script("print(json.dumps(sorted(os.environ)))"), io.BytesIO(b""))
    assert "SECRET_KEY" not in answer
    with pytest.raises(sandbox.Lost):
        sandbox.run(script("import exchange; print('{}')"), io.BytesIO(b""))


def test_files_that_wait_never_take_the_last_thread_of_the_portal(script):
    with ExitStack() as others:
        for _other in range(3):
            others.enter_context(sandbox.ROOM)
        with pytest.raises(ValidationError) as refused:
            sandbox.run(script(ECHO), io.BytesIO(b"1"))
    assert refused.value.code == "busy"
    for _again in range(5):  # whatever becomes of a file, its place is free again
        with pytest.raises(sandbox.Lost):
            sandbox.run(script("sys.exit(1)"), io.BytesIO(b""))
    assert sandbox.run(script(ECHO), io.BytesIO(b"1"))[0]["size"] == 1
