"""Numbers beside the rows of a list, counted in the list's own query."""

from django.db.models import Func, IntegerField


def number_of(model, parent, *, of="pk", **only):
    """How many rows of `model` name the outer row, or what its field `of` points to, in their field `parent`."""
    return _Number(of, model=model, parent=parent, only=only)


class _Number(Func):
    """In words of the database: a query set would be put together anew in every request, longer than it is counted."""

    output_field = IntegerField()

    def as_sql(self, compiler, connection, **_):
        quote = connection.ops.quote_name
        meta, only = self.extra["model"]._meta, self.extra["only"]
        outer, params = compiler.compile(self.source_expressions[0])
        conditions = [f"counted.{quote(meta.get_field(self.extra['parent']).column)} = {outer}"]
        conditions += [f"counted.{quote(meta.get_field(name).column)} = %s" for name in only]
        rows = f"FROM {quote(meta.db_table)} counted WHERE {' AND '.join(conditions)}"
        return f"(SELECT COUNT(*) {rows})", [*params, *only.values()]
