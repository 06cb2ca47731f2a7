from django.urls import path

from exchange.directory import account_views as accounts
from exchange.directory import merge_views as merges
from exchange.directory import organization_views as organizations
from exchange.directory import person_views as people
from exchange.directory import quick, views

app_name = "directory"

urlpatterns = [
    # While somebody types: tried first.
    path("organizations/options/", views.organization_options, name="organization_options"),
    path("people/options/", views.person_options, name="person_options"),
    path("", views.directory_search, name="directory_search"),
    path("organizations/", organizations.organization_list, name="organization_list"),
    path("organizations/quick-add/", quick.organization_quick_add, name="organization_quick_add"),
    path("organizations/add/", organizations.organization_add, name="organization_add"),
    path("organizations/<int:pk>/", organizations.organization_detail, name="organization_detail"),
    path("organizations/<int:pk>/edit/", organizations.organization_edit, name="organization_edit"),
    path("organizations/<int:pk>/delete/", organizations.organization_delete, name="organization_delete"),
    path("organizations/<int:pk>/merge/", merges.organization_merge, name="organization_merge"),
    path("people/", people.person_list, name="person_list"),
    path("people/quick-add/", quick.person_quick_add, name="person_quick_add"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/delete/", people.person_delete, name="person_delete"),
    path("people/<int:pk>/merge/", merges.person_merge, name="person_merge"),
    path("people/<int:pk>/account/", accounts.person_account, name="person_account"),
    path("people/<int:pk>/account/unlink/", accounts.person_account_unlink, name="person_account_unlink"),
    path("merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
]
