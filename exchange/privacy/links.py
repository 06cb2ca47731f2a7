"""Private links: whoever holds one may open one row without an account. Nothing secret is stored.

    key = make("advisory-request", request.uid, request.link_version)
    uid, version = read("advisory-request", key)

A row that raises its `link_version` ends all links made before. `salt` keeps a link from opening another kind.
"""

from uuid import UUID

from django.core import signing


def make(salt, uid, version):
    return signing.dumps([uid.hex, version], salt=f"link.{salt}", compress=False)


def read(salt, key):
    """(uid, version), or None for anything that is not a key of this kind."""
    try:
        uid, version = signing.loads(key, salt=f"link.{salt}")
        return UUID(uid), version
    except (signing.BadSignature, ValueError, TypeError):
        return None
