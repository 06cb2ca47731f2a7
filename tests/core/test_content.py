"""Files named by what they hold."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from exchange.core import content


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    media = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    media["OPTIONS"] = {"location": tmp_path / "media", "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": media}


def path(sha256):
    return f"content/{sha256[:2]}/{sha256}"


def test_the_same_bytes_are_kept_once():
    first, second = content.store(b"picture"), content.store(b"picture")
    assert first == second == hashlib.sha256(b"picture").hexdigest()
    assert default_storage.listdir(f"content/{first[:2]}")[1] == [first]
    assert content.load(first) == b"picture"


def test_what_a_dying_process_left_half_written_is_written_again():
    sha256 = content.store(b"picture")
    with default_storage.open(path(sha256), "wb") as file:
        file.write(b"pict")
    assert content.store(b"picture") == sha256
    assert content.load(sha256) == b"picture"


def test_what_is_not_kept_is_not_found():
    with pytest.raises(FileNotFoundError):
        content.load("0" * 64)
