"""Files kept by what they hold: the name is the SHA-256 of the bytes, so the same file is kept once."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def _path(sha256):
    return f"content/{sha256[:2]}/{sha256}"


def store(data):
    """Keep the bytes and return their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    if default_storage.exists(path):
        if default_storage.size(path) == len(data):
            return sha256
        default_storage.delete(path)  # left by a process that died while it wrote
    default_storage.save(path, ContentFile(data))
    return sha256


def load(sha256):
    """The bytes; FileNotFoundError when nothing is kept under that name."""
    with default_storage.open(_path(sha256)) as file:
        return file.read()
