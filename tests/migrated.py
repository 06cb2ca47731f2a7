"""A portal on SQLite that scripts/suites has migrated with the portal's own command, to start from."""

import contextlib
import os
import sqlite3


def copy_to(path):
    """Whether there is one; a run of its own has none and migrates for itself."""
    source = os.environ.get("MIGRATED_SQLITE")
    if not source:
        return False
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as ready,
        contextlib.closing(sqlite3.connect(path)) as copy,
    ):
        ready.backup(copy)
    return True
