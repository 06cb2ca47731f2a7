"""A worker that looks into the queue's folder while a message is being written does not find half of it."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from exchange import celery
from exchange.core import folderqueue


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    with Connection("filesystem://", transport_options=folders) as connection:
        yield connection.channel()


def test_the_portal_uses_it(channel):
    assert celery.app
    assert isinstance(channel, folderqueue.Channel)


def test_a_message_is_there_when_it_is_whole(channel, monkeypatch):
    really, looked = Path.write_bytes, []

    def slowly(path, data):
        for part in (b"", data[: len(data) // 2], data):
            really(path, part)
            with pytest.raises(Empty):
                channel._get("celery")
            looked.append(path.name)

    monkeypatch.setattr(Path, "write_bytes", slowly)
    channel._put("celery", {"task": "example"})
    assert len(looked) == 3
    assert channel._get("celery") == {"task": "example"}
    with pytest.raises(Empty):
        channel._get("celery")
