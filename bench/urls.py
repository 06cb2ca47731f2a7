"""The portal's pages and the two bare ones that they are measured against."""

from django.http import HttpResponse
from django.template import Context, Template
from django.urls import include, path

from exchange.directory.models import Organization

TABLE = Template(
    "<!doctype html><title>bare</title><table>"
    "{% for row in rows %}<tr><td>{{ row.pk }}<td>{{ row.name_ko }}<td>{{ row.country }}</tr>{% endfor %}</table>"
)


def bare(request):
    return HttpResponse(TABLE.render(Context({"rows": Organization.objects.order_by("pk")[:50]})))


def empty(request):
    return HttpResponse(TABLE.render(Context({"rows": []})))


urlpatterns = [path("bare/", bare), path("empty/", empty), path("", include("exchange.urls"))]
