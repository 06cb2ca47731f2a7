"""The API's map: every app's own api.py under one version."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

app_name = "api"

docs = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api/docs.html")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", login_required(docs), name="docs"),
    path("", include("delegations.api")),
    path("", include("exchange.mous.api")),
    path("", include("exchange.mous.commitment_api")),
    path("", include("exchange.meetings.api")),
    path("", include("exchange.documents.api")),
    path("", include("exchange.notices.api")),
    path("", include("forums.api")),
    path("", include("ambassadors.api")),
    path("", include("ambassadors.advice_api")),
    path("", include("exchange.directory.api")),
]
