from django.urls import path

from exchange.privacy import views

app_name = "privacy"

urlpatterns = [
    path("", views.consent_list, name="consent_list"),
    path("<slug:purpose>/", views.consent_detail, name="consent_detail"),
    path("<slug:purpose>/publish/", views.consent_publish, name="consent_publish"),
]
