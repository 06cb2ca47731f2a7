from django.urls import path

from ambassadors.views import ambassadors, asking, casebooks, client, requests, sessions

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/<int:pk>/", ambassadors.ambassador_detail, name="ambassador_detail"),
    path("advisory/requests/<int:pk>/", requests.request_detail, name="request_detail"),
    path("advisory/sessions/<int:pk>/", sessions.session_detail, name="session_detail"),
    path("advisory/casebooks/<slug:slug>/", casebooks.casebook_detail, name="casebook_detail"),
    # without an account
    path("advisory/request/", asking.request_form, name="request_form"),
    path("advisory/request/sent/<str:key>/", asking.request_sent, name="request_sent"),
    path("advisory/follow/<str:key>/", asking.request_follow, name="request_follow"),
    path("advisory/follow/<str:key>/withdraw/", asking.request_withdraw, name="request_withdraw"),
    path("advisory/confirm/<str:key>/", client.session_confirm, name="session_confirm"),
]
