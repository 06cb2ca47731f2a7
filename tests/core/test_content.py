"""Files named by what they hold."""

import hashlib
import os
import time
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from exchange.core import content


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = _storages(tmp_path / "media")


def _storages(folder):
    options = {"location": folder, "base_url": None}
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


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


def test_a_process_that_dies_while_it_writes_leaves_no_name(monkeypatch):
    def dies(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", dies)
    with pytest.raises(KeyboardInterrupt):
        content.store(b"picture")
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        content.load(hashlib.sha256(b"picture").hexdigest())


def test_a_storage_that_is_no_folder_never_misses_what_it_keeps(settings, monkeypatch):
    """Stored again the bytes stay in their place; two who store them at once leave one."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    with monkeypatch.context() as patched:
        patched.setattr(InMemoryStorage, "delete", lambda self, name: pytest.fail(f"{name} is gone"))
        sha256 = content.store(b"picture")
        assert content.store(b"picture") == sha256 and content.load(sha256) == b"picture"
    with monkeypatch.context() as patched:
        patched.setattr(InMemoryStorage, "exists", lambda self, name: False)
        content.store(b"picture")
    assert default_storage.listdir(f"content/{sha256[:2]}")[1] == [sha256]
    with default_storage.open(path(sha256), "wb") as file:
        file.write(b"pict")
    assert content.store(b"picture") == sha256 and content.load(sha256) == b"picture"


# --- what nobody points to any more ---------------------------------------------------


@pytest.fixture
def needed(monkeypatch):
    names = {content.store(b"needed")}
    monkeypatch.setattr(content, "_references", [lambda: names])
    return names


def age(sha256, days):
    moment = time.time() - days * 86400
    os.utime(default_storage.path(path(sha256)), (moment, moment))


def test_only_what_is_old_and_named_nowhere_is_swept(needed, settings):
    settings.CONTENT_GRACE_DAYS = 7
    old, young, kept = content.store(b"old"), content.store(b"young"), content.store(b"needed")
    age(old, 8), age(kept, 400), age(young, 6)
    assert content.sweep(is_trial=True) == content.Sweep(deleted=1, size=3, kept=1)
    assert content.load(old) == b"old"
    assert content.sweep() == content.Sweep(deleted=1, size=3, kept=1)
    with pytest.raises(FileNotFoundError):
        content.load(old)
    assert content.load(young) == b"young" and content.load(kept) == b"needed"


def test_what_a_killed_upload_left_is_swept_too(needed):
    left = default_storage.save(f"{content.ARRIVING}/1234", ContentFile(b"half"))
    moment = time.time() - 30 * 86400
    os.utime(default_storage.path(left), (moment, moment))
    assert content.sweep().deleted == 1 and not default_storage.exists(left)


def test_bytes_that_are_stored_again_begin_their_grace_anew(needed):
    sha256 = content.store(b"deleted and uploaded again")
    age(sha256, 30)
    content.store(b"deleted and uploaded again")
    assert content.sweep().deleted == 0 and content.load(sha256)


def test_a_row_that_came_while_the_sweep_was_looking_is_kept(monkeypatch):
    other, sha256 = content.store(b"other"), content.store(b"picture")
    age(sha256, 30)

    def names():
        content.store(b"picture")  # somebody uploads it at this moment; the row is not committed yet
        return [other]

    monkeypatch.setattr(content, "_references", [names])
    assert content.sweep().deleted == 0 and content.load(sha256) == b"picture"


def test_an_empty_database_beside_a_full_store_deletes_nothing(monkeypatch):
    monkeypatch.setattr(content, "_references", [lambda: []])
    sha256 = content.store(b"picture")
    age(sha256, 400)
    assert content.sweep().deleted == 0 and content.load(sha256)


def test_an_empty_store_is_swept_in_peace(monkeypatch):
    monkeypatch.setattr(content, "_references", [lambda: ["0" * 64]])
    assert content.sweep() == content.Sweep(0, 0, 0)


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=3), st.booleans(), st.booleans()), max_size=12))
@settings_of_hypothesis(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_named_is_ever_deleted(tmp_path_factory, files):
    with (
        override_settings(STORAGES=_storages(tmp_path_factory.mktemp("media"))),
        patch.object(content, "_references", []),
    ):
        names = {content.store(data) for data, is_needed, _ in files if is_needed}
        stored = {content.store(data): is_old for data, _, is_old in files}
        for sha256, is_old in stored.items():
            age(sha256, 30 if is_old else 0)
        content.register_references(lambda: names)
        content.sweep()
        left = {sha256 for sha256 in stored if default_storage.exists(path(sha256))}
    gone = {sha256 for sha256, is_old in stored.items() if is_old and sha256 not in names}
    assert left == (stored.keys() - gone if names else stored.keys())
