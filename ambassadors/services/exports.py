from django.db import transaction

from exchange.audit.services import record


@transaction.atomic
def record_session_export(*, rows, by, at=None):
    """Somebody took the sessions along: who, when and how many rows of them."""
    return record("export_sessions", by, by=by, at=at, changes={"rows": rows})
