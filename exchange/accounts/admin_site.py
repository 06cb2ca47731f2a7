"""/admin/: administrators look up accounts and the audit trail there; nothing of the business."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_title = site_header = _("셔틀교류 관리")
    index_title = _("기록")
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """The portal's own sign-in is the only door, with its rate limits."""
        from django.contrib.auth.views import redirect_to_login  # reads models, which are not loaded before apps

        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")


class PortalAdminConfig(AdminConfig):
    default_site = "exchange.accounts.admin_site.PortalAdminSite"
