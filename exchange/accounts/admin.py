from django.contrib import admin

from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.audit.models import Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Looked at here, changed only through the portal's own pages and services."""

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["email", "name", "job_title", "role", "is_administrator", "is_active", "last_login"]
    list_filter = ["role", "is_administrator", "is_active", "language"]
    search_fields = ["email", "name", "job_title"]
    exclude = ["password"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "object_type", "object_label"]
    list_filter = ["verb", "object_type"]
    list_select_related = ["by"]
    search_fields = ["object_label", "by__email", "by__name"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        """Labels and changes repeat business data; who reads none of it sees what happened to accounts."""
        events = super().get_queryset(request)
        return events if reads_everything(request.user) else events.filter(object_type__startswith="accounts.")
