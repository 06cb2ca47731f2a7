from django.contrib import admin

from exchange.accounts.admin import ReadOnlyAdmin
from exchange.notices.models import Mail, RuleRun


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Whether mail leaves, and why not. What it says is between the portal and its reader."""

    list_display = ["made_at", "to", "state", "attempts", "not_before", "sent_at", "error"]
    list_filter = ["state"]
    search_fields = ["to"]
    date_hierarchy = "made_at"
    fields = list_display


@admin.register(RuleRun)
class RuleRunAdmin(ReadOnlyAdmin):
    list_display = ["rule", "ran_on", "finished_at"]
