"""Files kept by what they hold: the name is the SHA-256 of the bytes, so the same file is kept once.

Whoever keeps such names in rows tells `register_references`; what nobody names any more is swept away
after a time of grace, which is counted from the last time that the same bytes were stored.
"""

import hashlib
import os
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

ROOT = "content"
ARRIVING = f"{ROOT}/arriving"  # what a killed process left here is swept away like all else

_references = []


def _path(sha256):
    return f"{ROOT}/{sha256[:2]}/{sha256}"


def store(data):
    """Keep the bytes and return their SHA-256."""
    return store_file(ContentFile(data))


def store_file(file):
    """The same for an open file, which is read piece by piece."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    path = _path(sha256)
    if not _is_kept(path, file.size):
        _write(path, file)
    return sha256


def load(sha256):
    """The bytes; FileNotFoundError when nothing is kept under that name."""
    with default_storage.open(_path(sha256)) as file:
        return file.read()


def open_file(sha256):
    """The same as an open file."""
    return default_storage.open(_path(sha256))


def _is_kept(path, size):
    """All of it is there, and its time of grace begins again: a row will point to these bytes."""
    if not (default_storage.exists(path) and default_storage.size(path) == size):
        return False
    if not _in_a_folder():
        return True  # written anew it would be missing for a moment, and rows point to it
    try:
        os.utime(default_storage.path(path))
    except FileNotFoundError:
        return False
    return True


def _write(path, file):
    """Under its name the file is whole or not there."""
    if not _in_a_folder():
        _write_elsewhere(path, file)
        return
    arriving = default_storage.save(f"{ARRIVING}/{uuid.uuid4().hex}", file)
    whole = Path(default_storage.path(path))
    whole.parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(arriving)).replace(whole)


def _write_elsewhere(path, file):
    """Such a storage shows only whole files. What stands under the name is none, or it would have been kept."""
    if default_storage.exists(path):
        default_storage.delete(path)
    saved = default_storage.save(path, file)
    if saved != path:  # somebody stored the same bytes meanwhile
        default_storage.delete(saved)


def _in_a_folder():
    return isinstance(default_storage, FileSystemStorage)


# --- what nobody points to any more ----------------------------------------------------------


def register_references(names):
    """`names()` yields the SHA-256 of everything that rows of one app point to."""
    _references.append(names)


def referenced():
    return {sha256 for names in _references for sha256 in names()}


@dataclass(frozen=True)
class Sweep:
    deleted: int
    size: int
    kept: int


def sweep(*, is_trial=False):
    """Delete what has been older than the time of grace and is named nowhere.

    Where nothing at all is named nothing is deleted: that is an empty database beside a full store.
    """
    before = timezone.now() - timedelta(days=settings.CONTENT_GRACE_DAYS)
    old = [path for path in _paths() if default_storage.get_modified_time(path) < before]
    total, needed = len(old), referenced()  # asked last: a row that was added meanwhile counts
    gone, size = 0, 0
    for path in old if needed else []:
        if path.rpartition("/")[2] in needed or default_storage.get_modified_time(path) >= before:
            continue
        gone, size = gone + 1, size + default_storage.size(path)
        if not is_trial:
            default_storage.delete(path)
    return Sweep(gone, size, total - gone)


def _paths():
    try:
        folders = default_storage.listdir(ROOT)[0]
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in default_storage.listdir(f"{ROOT}/{folder}")[1]:
            yield f"{ROOT}/{folder}/{name}"
