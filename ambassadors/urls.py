from django.urls import path

from ambassadors.views import ambassadors, asking, casebooks, client, renewal, requests, session_log, sessions, terms

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
    path("advisory/sessions/", sessions.session_list, name="session_list"),
    path("advisory/sessions/log/", session_log.session_log, name="session_log"),
    path("advisory/sessions/<int:pk>/", sessions.session_detail, name="session_detail"),
    path("advisory/sessions/<int:pk>/edit/", session_log.session_edit, name="session_edit"),
    path("advisory/sessions/<int:pk>/delete/", session_log.session_delete, name="session_delete"),
    path("advisory/sessions/<int:pk>/check/", sessions.session_check, name="session_check"),
    path("advisory/sessions/<int:pk>/uncheck/", sessions.session_uncheck, name="session_uncheck"),
    path("advisory/sessions/<int:pk>/outcomes/", sessions.session_outcome_add, name="session_outcome_add"),
    path("advisory/sessions/outcomes/<int:pk>/remove/", sessions.session_outcome_remove, name="session_outcome_remove"),
    path("advisory/sessions/<int:pk>/files/", sessions.session_file_add, name="session_file_add"),
    path("advisory/sessions/files/<int:file>/", sessions.session_file, name="session_file"),
    path("advisory/sessions/files/<int:file>/remove/", sessions.session_file_remove, name="session_file_remove"),
    path("advisory/casebooks/<slug:slug>/", casebooks.casebook_detail, name="casebook_detail"),
    # without an account
    path("advisory/request/", asking.request_form, name="request_form"),
    path("advisory/request/sent/<str:key>/", asking.request_sent, name="request_sent"),
    path("advisory/follow/<str:key>/", asking.request_follow, name="request_follow"),
    path("advisory/follow/<str:key>/withdraw/", asking.request_withdraw, name="request_withdraw"),
    path("advisory/confirm/<str:key>/", client.session_confirm, name="session_confirm"),
]
