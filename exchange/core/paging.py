from django.core.paginator import Paginator

PAGE_SIZE = 50


def page_of(queryset, request):
    """The page that `?page=` names; a wrong number shows the nearest page instead of an error."""
    return Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))
