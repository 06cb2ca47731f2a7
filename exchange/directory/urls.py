from django.urls import path

from exchange.directory import views

app_name = "directory"

urlpatterns = [
    path("people/options/", views.person_options, name="person_options"),
    path("organizations/options/", views.organization_options, name="organization_options"),
]
