"""Private links: whoever holds one may open one row without an account. Nothing secret is stored.

    key = make("advisory-request", request.uid, request.link_version)
    uid, version = read("advisory-request", key)

A row that raises its `link_version` ends all links made before. `salt` keeps a link from opening another kind.
"""

from uuid import UUID

from django.core import signing

WHOLE = 33  # bytes that stay the same whatever comes after them: three of them are four characters of a key


class _AsOf(signing.TimestampSigner):
    """Signs as at this moment, so that the key is the same whenever it is made."""

    def __init__(self, *args, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at

    def timestamp(self):
        return signing.b62_encode(int(self.at.timestamp()))


def make(salt, uid, version, *, at=None):
    """`at`: for a key that is printed, and has to come out the same each time."""
    if at:
        return _AsOf(salt=f"link.{salt}", at=at).sign_object([uid.hex, version])
    return signing.dumps([uid.hex, version], salt=f"link.{salt}", compress=False)


def stem(uid):
    """What stands in every key of this row, whichever its kind and version: a mail that holds it is about the row."""
    return signing.b64_encode(f'["{uid.hex}'.encode()[:WHOLE]).decode()


def read(salt, key):
    """(uid, version), or None for anything that is not a key of this kind."""
    try:
        uid, version = signing.loads(key, salt=f"link.{salt}")
        return UUID(uid), version
    except (signing.BadSignature, ValueError, TypeError):
        return None
