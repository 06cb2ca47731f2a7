"""Lists in pages: `page_of(rows, request)` in the view, `components/pages.html` with `page` in the template."""

from django.core.paginator import Page, Paginator

PAGE_SIZE = 50


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
    def _get_page(self, *args, **kwargs):
        return PortalPage(*args, **kwargs)


def page_of(queryset, request, *, size=PAGE_SIZE, count=None):
    """The page that `?page=` names; a wrong number shows the nearest page instead of an error.

    `count`: how many rows there are, where the view knows it already.
    """
    paginator = PortalPaginator(queryset, size)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    page.asked = request.GET
    return page
