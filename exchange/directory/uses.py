"""Where records are used: rows of any model that point to them."""

from collections import defaultdict
from itertools import islice

from django.db import models
from django.db.models import Count

from exchange.directory.folding import pointers, spoken_of
from exchange.directory.models import Merge, Organization, OrganizationFigure, Person, Post

PARTS = {  # go with the record that they belong to
    (Organization, OrganizationFigure), (Organization, Merge), (Person, Post), (Person, Merge),
}  # fmt: skip


def uses(model):
    """The fields of other records that name one of these."""
    return [pointer for pointer in pointers(model) if (model, pointer.model) not in PARTS]


def used_by(obj):
    """Names of the kinds of row that point to the record, other than its own parts."""
    found = (p.model for p in uses(type(obj)) if p.model._base_manager.filter(**{p.name: obj}).exists())
    return list(dict.fromkeys(str(spoken_of(model)._meta.verbose_name) for model in found))


def counted(records):
    """{key: [(kind, how many)]} for a few records of one model, one query for each kind."""
    found = defaultdict(dict)
    records = list(records)
    for pointer in uses(type(records[0])) if records else ():
        rows = pointer.model._base_manager.filter(**{f"{pointer.name}__in": records}).order_by()
        for pk, number in rows.values_list(pointer.attname).annotate(Count("pk")):
            kind = str(spoken_of(pointer.model)._meta.verbose_name)
            found[pk][kind] = found[pk].get(kind, 0) + number
    return {pk: list(kinds.items()) for pk, kinds in found.items()}


def places(obj, *, user, limit=5):
    """For each kind that points to the record: (kind, how many, the first pages where they stand)."""
    for pointer in pointers(type(obj)):
        if pointer.model is Merge:
            continue
        rows = pointer.model._base_manager.filter(**{pointer.name: obj}).order_by("-pk")
        if number := rows.count():
            kind = str(spoken_of(pointer.model)._meta.verbose_name)
            yield kind, number, list(islice(_pages(rows, pointer, user), limit))


def _pages(rows, pointer, user):
    """The pages of the rows, or of what they belong to, each once."""
    path = _way_to_a_page(pointer)
    seen = set()
    for row in rows.select_related(path)[:50] if path else rows[:50]:
        page = getattr(row, path) if path else row
        if hasattr(page, "get_absolute_url") and page.pk not in seen:
            seen.add(page.pk)
            if type(page).objects.visible_to(user).filter(pk=page.pk).exists():
                yield page


def _way_to_a_page(pointer):
    """The reference of a part of something (a delegate, an attendance) to that which has a page."""
    if hasattr(pointer.model, "get_absolute_url"):
        return None
    for column in pointer.model._meta.concrete_fields:
        other = column.remote_field.model if column.is_relation and column != pointer else None
        if isinstance(column, models.ForeignKey) and hasattr(other, "get_absolute_url"):
            return column.name
    return None
