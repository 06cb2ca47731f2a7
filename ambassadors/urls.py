from django.urls import path

from ambassadors.views import ambassadors, asking, casebooks, client, renewal, requests, sessions, terms

app_name = "ambassadors"

urlpatterns = [
    path("ambassadors/", ambassadors.ambassador_list, name="ambassador_list"),
    path("ambassadors/me/", ambassadors.ambassador_own, name="ambassador_own"),
    path("ambassadors/add/", ambassadors.ambassador_add, name="ambassador_add"),
    path("ambassadors/renewal/", renewal.renewal_list, name="renewal_list"),
    path("ambassadors/<int:pk>/edit/", ambassadors.ambassador_edit, name="ambassador_edit"),
    path("ambassadors/<int:pk>/profile/", ambassadors.ambassador_profile_edit, name="ambassador_profile_edit"),
    path("ambassadors/<int:pk>/photo/", ambassadors.ambassador_photo, name="ambassador_photo"),
    path("ambassadors/<int:pk>/terms/add/", terms.term_add, name="term_add"),
    path("ambassadors/terms/<int:pk>/", terms.term_document, name="term_document"),
    path("ambassadors/terms/<int:pk>/edit/", terms.term_edit, name="term_edit"),
    path("ambassadors/terms/<int:pk>/decide/", renewal.renewal_decide, name="renewal_decide"),
    path("ambassadors/terms/<int:pk>/renew/", renewal.term_renew, name="term_renew"),
    path("ambassadors/<int:pk>/", ambassadors.ambassador_detail, name="ambassador_detail"),
    path("advisory/", requests.request_list, name="request_list"),
    path("advisory/requests/<int:pk>/", requests.request_detail, name="request_detail"),
    path("advisory/requests/<int:pk>/contact/", requests.request_contact, name="request_contact"),
    path("advisory/requests/<int:pk>/assign/", requests.request_assign, name="request_assign"),
    path("advisory/requests/<int:pk>/answer/", requests.request_answer, name="request_answer"),
    path("advisory/requests/<int:pk>/step/", requests.request_step, name="request_step"),
    path("advisory/sessions/<int:pk>/", sessions.session_detail, name="session_detail"),
    path("advisory/casebooks/<slug:slug>/", casebooks.casebook_detail, name="casebook_detail"),
    # without an account
    path("advisory/request/", asking.request_form, name="request_form"),
    path("advisory/request/sent/<str:key>/", asking.request_sent, name="request_sent"),
    path("advisory/follow/<str:key>/", asking.request_follow, name="request_follow"),
    path("advisory/follow/<str:key>/withdraw/", asking.request_withdraw, name="request_withdraw"),
    path("advisory/confirm/<str:key>/", client.session_confirm, name="session_confirm"),
]
