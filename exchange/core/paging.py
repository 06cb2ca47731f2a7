"""Lists in pages: `page_of(rows, request)` in the view, `components/pages.html` with `page` in the template."""

from contextlib import suppress

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from rest_framework.pagination import PageNumberPagination

PAGE_SIZE = 50
COUNTED = 10_000
FARTHEST = 2**40  # more rows than any table has


class PortalPage(Page):
    gap = Paginator.ELLIPSIS

    @property
    def shown(self):
        """The page numbers to offer: both ends, the neighbours, `gap` between."""
        return self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1)

    @property
    def address(self):
        """Of a page of this list, before its number; filters stay."""
        asked = self.asked.copy()
        asked.pop("page", None)
        asked["page"] = ""
        return f"?{asked.urlencode()}"


class PortalPaginator(Paginator):
    """Counts the rows only as far as somebody may look: a long list is found by its filters, not by its end.

    From a page further back it counts further, so that none is out of reach.
    """

    reach = COUNTED

    def _get_page(self, *args, **kwargs):
        return PortalPage(*args, **kwargs)

    def validate_number(self, number):
        with suppress(TypeError, ValueError):
            self.reach = min(max(self.reach, (int(number) + 1) * self.per_page), FARTHEST)
        return super().validate_number(number)

    @cached_property
    def count(self):
        rows = self.object_list
        return rows.order_by().values("pk")[: self.reach + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def total(self):
        """How many there are, in words for people."""
        return f"{self.reach:,}+" if self.count > self.reach else self.count


class PortalPagination(PageNumberPagination):
    """Of the API: `count` goes as far as that of the pages; `next` is there as long as there is more."""

    django_paginator_class = PortalPaginator


def page_of(queryset, request, *, size=PAGE_SIZE, count=None, reach=COUNTED):
    """The page that `?page=` names; a wrong number shows the nearest page instead of an error.

    `count`: how many rows there are, where the view knows it already; `reach`: how far they are counted, else.
    """
    paginator = PortalPaginator(queryset, size)
    paginator.reach = reach
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    if count is not None:
        paginator.reach = count
    page.asked = request.GET
    return page
