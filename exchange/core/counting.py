"""Numbers beside the rows of a list, counted in the list's own query."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce


def number_of(model, parent, *, of="pk", **only):
    """How many rows of `model` name the outer row, or what its field `of` points to, in their field `parent`."""
    rows = model.objects.filter(**{parent: OuterRef(of)}, **only).order_by().values(parent)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
