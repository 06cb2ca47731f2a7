from django.urls import path

from forums.views import cloning, editions, results, series

app_name = "forums"

urlpatterns = [
    path("forums/", series.series_list, name="series_list"),
    path("forums/series/add/", series.series_add, name="series_add"),
    path("forums/series/<int:pk>/", series.series_detail, name="series_detail"),
    path("forums/series/<int:pk>/edit/", series.series_edit, name="series_edit"),
    path("forums/series/<int:pk>/editions/add/", editions.edition_add, name="edition_add"),
    path("forums/<int:pk>/", editions.edition_detail, name="edition_detail"),
    path("forums/<int:pk>/edit/", editions.edition_edit, name="edition_edit"),
    path("forums/<int:pk>/step/", editions.edition_step, name="edition_step"),
    path("forums/<int:pk>/call-off/", editions.edition_call_off, name="edition_call_off"),
    path("forums/<int:pk>/delete/", editions.edition_delete, name="edition_delete"),
    path("forums/<int:pk>/clone/", cloning.edition_clone, name="edition_clone"),
    path("forums/<int:pk>/results/", results.edition_results, name="edition_results"),
    path("forums/<int:pk>/hold/", results.edition_hold, name="edition_hold"),
    path("forums/<int:pk>/unhold/", results.edition_unhold, name="edition_unhold"),
    path("forums/<int:pk>/meetings/", results.edition_meetings, name="edition_meetings"),
    path("forums/<int:pk>/meetings/add/", results.edition_meeting_add, name="edition_meeting_add"),
    path("forums/<int:pk>/meetings/<int:meeting>/unlink/", results.edition_meeting_unlink, name="edition_meeting_unlink"),
    path("forums/<int:pk>/proceedings/", results.edition_proceedings, name="edition_proceedings"),
]
