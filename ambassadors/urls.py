from django.urls import path

from ambassadors.views import ambassadors, casebooks, client, requests, sessions

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/<int:pk>/", ambassadors.ambassador_detail, name="ambassador_detail"),
    path("advisory/requests/<int:pk>/", requests.request_detail, name="request_detail"),
    path("advisory/sessions/<int:pk>/", sessions.session_detail, name="session_detail"),
    path("advisory/casebooks/<slug:slug>/", casebooks.casebook_detail, name="casebook_detail"),
    # without an account
    path("advisory/follow/<str:key>/", client.request_follow, name="request_follow"),
    path("advisory/confirm/<str:key>/", client.session_confirm, name="session_confirm"),
]
