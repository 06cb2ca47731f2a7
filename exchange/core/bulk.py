"""Lists that grow long are saved as a whole, in as many queries however long they are."""

import sqlite3

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey


def sync_in_bulk(existing, rows, *, build):
    """As `exchange.core.sync.sync_rows`, but the database's own constraints are for the caller to judge before.

    Related objects are taken as they are: whoever calls has found them. Only columns of the model are set.
    """
    by_id = {row.pk: row for row in existing}
    kept = [by_id.pop(row.get("id"), None) or build() for row in rows]
    model = existing.model
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    related = {field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}
    for place, (obj, row) in enumerate(zip(kept, rows, strict=True)):
        for name in row.keys() & columns:
            setattr(obj, name, row[name])
        obj.order = place
        try:
            obj.full_clean(exclude=related, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            error.row = place
            raise
    if by_id:
        existing.filter(pk__in=by_id).delete()
    new, stay = [obj for obj in kept if obj.pk is None], [obj for obj in kept if obj.pk]
    model.objects.bulk_create(new)
    if stay:
        model.objects.bulk_create(stay, update_conflicts=True, unique_fields=["id"], update_fields=sorted(columns))
    return kept


def allow_long_statements(sender, connection, **kwargs):
    """Django counts on 999 values in a statement of SQLite; the library at hand takes many more."""
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit
