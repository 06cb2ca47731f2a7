from django.contrib import admin
from django.urls import include, path

from exchange import calendar, health, home, search

urlpatterns = [
    path("", home.home, name="home"),
    path("shuttle/", home.shuttle, name="shuttle"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("search/", search.search, name="search"),
    path("delegations/", include("delegations.urls")),
    path("meetings/", include("exchange.meetings.urls")),
    path("documents/", include("exchange.documents.urls")),
    path("notices/", include("exchange.notices.urls")),
    path("directory/", include("exchange.directory.urls")),
    path("privacy/", include("exchange.privacy.urls")),
    path("accounts/", include("exchange.accounts.urls")),
    path("accounts/", include("exchange.accounts.signin_urls")),
    path("api/v1/", include("exchange.api")),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    # Every address of these two is tried before what comes after them.
    path("", include("exchange.mous.urls")),
    path("", include("forums.urls")),
    path("", include("ambassadors.urls")),
]
