from django.urls import path

from delegations.views import (
    clippings,
    cloning,
    delegates,
    entries,
    history,
    ics,
    itinerary,
    legs,
    meetings,
    overview,
    photos,
    today,
    trips,
)

app_name = "delegations"

urlpatterns = [
    path("", trips.delegation_list, name="delegation_list"),
    path("add/", trips.delegation_add, name="delegation_add"),
    path("airports/", legs.airport_options, name="airport_options"),
    path("<slug:slug>/", overview.delegation_detail, name="delegation_detail"),
    path("<slug:slug>/checks/", overview.delegation_checks, name="delegation_checks"),
    path("<slug:slug>/promises/", overview.delegation_promises, name="delegation_promises"),
    path("<slug:slug>/edit/", trips.delegation_edit, name="delegation_edit"),
    path("<slug:slug>/clone/", cloning.delegation_clone, name="delegation_clone"),
    path("<slug:slug>/history/", history.delegation_history, name="delegation_history"),
    path("<slug:slug>/cancel/", trips.delegation_cancel, name="delegation_cancel"),
    path("<slug:slug>/restore/", trips.delegation_restore, name="delegation_restore"),
    path("<slug:slug>/report/", trips.delegation_report, name="delegation_report"),
    path("<slug:slug>/delegates/", delegates.delegation_delegates, name="delegation_delegates"),
    path("<slug:slug>/delegates/edit/", delegates.delegation_delegates_edit, name="delegation_delegates_edit"),
    path("<slug:slug>/delegates/<int:pk>/calendar.ics", ics.delegate_calendar, name="delegate_calendar"),
    path("<slug:slug>/calendar.ics", ics.delegation_calendar, name="delegation_calendar"),
    path("<slug:slug>/delegates/take/", delegates.delegation_delegates_take, name="delegation_delegates_take"),
    path(
        "<slug:slug>/delegates/<int:delegate>/plan/", entries.delegation_delegate_plan,
        name="delegation_delegate_plan",
    ),
    path("<slug:slug>/itinerary/", itinerary.delegation_itinerary, name="delegation_itinerary"),
    path("<slug:slug>/itinerary/add/", itinerary.delegation_item_add, name="delegation_item_add"),
    path("<slug:slug>/itinerary/move/", itinerary.delegation_item_move, name="delegation_item_move"),
    path("<slug:slug>/itinerary/<int:item>/", itinerary.delegation_item_edit, name="delegation_item_edit"),
    path("<slug:slug>/today/", today.delegation_today, name="delegation_today"),
    path("<slug:slug>/today/<int:item>/", today.delegation_note_add, name="delegation_note_add"),
    path("<slug:slug>/legs/edit/", legs.delegation_legs_edit, name="delegation_legs_edit"),
    path("<slug:slug>/clippings/edit/", clippings.delegation_clippings_edit, name="delegation_clippings_edit"),
    path("<slug:slug>/clippings/<int:clipping>/", clippings.delegation_clipping, name="delegation_clipping"),
    path(
        "<slug:slug>/clippings/<int:clipping>/scan/", clippings.delegation_clipping_scan,
        name="delegation_clipping_scan",
    ),
    path(
        "<slug:slug>/clippings/<int:clipping>/pages/<int:number>/", clippings.delegation_clipping_page,
        name="delegation_clipping_page",
    ),
    path("<slug:slug>/meetings/", meetings.delegation_meetings, name="delegation_meetings"),
    path("<slug:slug>/photos/", photos.delegation_photos, name="delegation_photos"),
    path("<slug:slug>/photos/add/", photos.delegation_photo_add, name="delegation_photo_add"),
    path("<slug:slug>/meetings/add/", meetings.delegation_meeting_add, name="delegation_meeting_add"),
    path("<slug:slug>/meetings/link/", meetings.delegation_meeting_link, name="delegation_meeting_link"),
    path(
        "<slug:slug>/meetings/<int:meeting>/unlink/", meetings.delegation_meeting_unlink,
        name="delegation_meeting_unlink",
    ),
]  # fmt: skip
