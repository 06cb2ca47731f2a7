from django.urls import path

from forums.views import editions, series

app_name = "forums"

urlpatterns = [
    path("forums/", series.series_list, name="series_list"),
    path("forums/series/<int:pk>/", series.series_detail, name="series_detail"),
    path("forums/<int:pk>/", editions.edition_detail, name="edition_detail"),
]
