from django.urls import path

from exchange.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="notice_list"),
    path("count/", views.notice_count, name="notice_count"),
    path("read/", views.notice_read_all, name="notice_read_all"),
    path("preferences/", views.preference_change, name="preference_change"),
    path("<int:pk>/", views.notice_open, name="notice_open"),
    path("<int:pk>/read/", views.notice_read, name="notice_read"),
]
