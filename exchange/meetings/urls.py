from django.urls import path

from exchange.meetings.views import attachments, minutes, outcomes, photos

app_name = "meetings"

urlpatterns = [
    path("", minutes.meeting_list, name="meeting_list"),
    path("add/", minutes.meeting_add, name="meeting_add"),
    path("<int:pk>/", minutes.meeting_detail, name="meeting_detail"),
    path("<int:pk>/outcomes/", outcomes.meeting_outcomes, name="meeting_outcomes"),
    path("<int:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("<int:pk>/photos/", photos.meeting_photos, name="meeting_photos"),
    path("<int:pk>/photos/add/", photos.meeting_photo_add, name="meeting_photo_add"),
    path("<int:pk>/attachments/", attachments.meeting_attachments, name="meeting_attachments"),
    path("<int:pk>/attachments/add/", attachments.meeting_attachment_add, name="meeting_attachment_add"),
    path("photos/<int:pk>/", photos.photo_print, name="photo_print"),
    path("photos/<int:pk>/thumbnail/", photos.photo_thumbnail, name="photo_thumbnail"),
    path("photos/<int:pk>/delete/", photos.photo_delete, name="photo_delete"),
    path("attachments/<int:pk>/", attachments.attachment_download, name="attachment_download"),
    path("attachments/<int:pk>/delete/", attachments.attachment_delete, name="attachment_delete"),
]
