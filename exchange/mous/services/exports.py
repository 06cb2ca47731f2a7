from django.db import transaction

from exchange.audit.services import record


@transaction.atomic
def record_export(*, rows, by, at=None):
    """Somebody took the ledger along: who, when and how many rows of it."""
    return record("export_commitments", by, by=by, at=at, changes={"rows": rows})
