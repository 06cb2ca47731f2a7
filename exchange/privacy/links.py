"""Private links: whoever holds one may open one row without an account. Nothing secret is stored.

    key = make("advisory-request", request.uid, request.link_version)
    uid, version = read("advisory-request", key)

A row that raises its `link_version` ends all links made before. `salt` keeps a link from opening another kind.
Made twice a key is the same: what a mail says, a poster shows and somebody copied is one address.
"""

from uuid import UUID

from django.core import signing

WHOLE = 33  # bytes that stay the same whatever comes after them: three of them are four characters of a key


class _Undated(signing.TimestampSigner):
    """Keys that were sent with the time in them are still read."""

    def timestamp(self):
        return "0"


def make(salt, uid, version):
    return _Undated(salt=f"link.{salt}").sign_object([uid.hex, version])


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
