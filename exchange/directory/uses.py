"""Where records are used: rows of any model that point to them."""

from collections import defaultdict

from django.db import models
from django.db.models import Count

from exchange.core import days
from exchange.core.languages import in_language
from exchange.directory.folding import pointers, spoken_of
from exchange.directory.models import Merge, Organization, OrganizationFigure, Person, Post

PARTS = {  # go with the record that they belong to
    (Organization, OrganizationFigure), (Organization, Merge), (Person, Post), (Person, Merge),
}  # fmt: skip

_LOOKED_AT = 50


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
    """For each kind that points to the record: (kind, how many, the first pages where they stand, by their titles)."""
    for pointer in pointers(type(obj)):
        if pointer.model is Merge:
            continue
        rows = pointer.model._base_manager.filter(**{pointer.name: obj}).order_by("-pk")
        if number := rows.count():
            kind = str(spoken_of(pointer.model)._meta.verbose_name)
            yield kind, number, [(page, title_of(page)) for page in _pages(rows, pointer, user)[:limit]]


def page_of(row, besides):
    """The page on which a row stands: its own, or that of what it belongs to, other than a record of `besides`."""
    path = _way_to_a_page(type(row), besides)
    return getattr(row, path) if path else row if hasattr(row, "get_absolute_url") else None


def title_of(page):
    """What a page is called in the reader's language; with its day, for trips of two years may have one title."""
    title = getattr(page, "local_name", "") or in_language(page, "title")[0] or str(page)
    day = getattr(page, "starts_on", None) or getattr(page, "local_day", None)
    return f"{title} · {days.day(day)}" if day else title


def _pages(rows, pointer, user):
    """The pages of the latest rows, each once."""
    path = _way_to_a_page(pointer.model, pointer.remote_field.model)
    rows = rows.select_related(path) if path else rows
    found = [page_of(row, pointer.remote_field.model) for row in rows[:_LOOKED_AT]]
    pages = {page.pk: page for page in found if page is not None}
    if not pages:
        return []
    model = type(next(iter(pages.values())))
    seen = set(model.objects.visible_to(user).filter(pk__in=pages).values_list("pk", flat=True))
    return [page for pk, page in pages.items() if pk in seen]


def _way_to_a_page(model, besides):
    """The reference of a part of something (a delegate, an attendance) to that which has a page."""
    if hasattr(model, "get_absolute_url"):
        return None
    for column in model._meta.concrete_fields:
        other = column.remote_field.model if isinstance(column, models.ForeignKey) else None
        if other is not besides and hasattr(other, "get_absolute_url"):
            return column.name
    return None
