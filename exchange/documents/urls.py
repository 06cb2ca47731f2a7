from django.urls import path

from exchange.documents import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("<int:pk>/", views.edition_detail, name="edition_detail"),
    path("<int:pk>/publish/", views.edition_publish, name="edition_publish"),
    path("<int:pk>/withdraw/", views.edition_withdraw, name="edition_withdraw"),
    path("<int:pk>/pictures/<str:sha256>/", views.edition_picture, name="edition_picture"),
    path("make/<str:definition>/<int:subject_id>/<str:language>/", views.document_make, name="document_make"),
    path("renditions/<int:pk>/status/", views.rendition_status, name="rendition_status"),
    path("renditions/<int:pk>/retry/", views.rendition_retry, name="rendition_retry"),
    path("renditions/<int:pk>/download/", views.rendition_download, name="rendition_download"),
    path("renditions/<int:pk>/inline/", views.rendition_inline, name="rendition_inline"),
]
