"""The administrators' pages: who may use the portal, and as what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from exchange.accounts import selectors, services
from exchange.accounts.forms import InviteForm, UserFilter, UserForm
from exchange.accounts.models import User
from exchange.core.paging import page_of
from exchange.core.views import require_permission, with_object


@require_permission("accounts.list_users")
def user_list(request):
    form = UserFilter(request.GET)
    form.is_valid()
    found = form.cleaned_data
    users = selectors.users_found(
        request.user, text=found.get("q", ""), role=found.get("role", ""), state=found.get("state", "")
    )
    context = {"filter": form, "page": page_of(users, request), "numbers": selectors.user_numbers()}
    return render(request, "accounts/user_list.html", context)


@require_permission("accounts.invite_user")
def user_invite(request):
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.invite_user(by=request.user, **form.cleaned_data)
        except (ValidationError, IntegrityError):  # somebody invited the same address a moment ago
            form.add_error("email", User._meta.get_field("email").error_messages["unique"])
        else:
            messages.success(request, _("%(email)s 앞으로 초대 메일을 보냈습니다.") % {"email": user.email})
            return redirect("accounts:user_list")
    return render(request, "accounts/user_invite.html", {"form": form})


@with_object(User, "accounts.change_user")
def user_change(request, user):
    form = UserForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_user(user=user, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("is_administrator", error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect("accounts:user_list")
    return render(request, "accounts/user_change.html", {"form": form, "account": user})


def _change(service, done):
    """A button of the account's page: the service's word, or why not."""

    def view(request, user):
        try:
            service(user=user, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done % {"name": user.name, "email": user.email})
        return redirect("accounts:user_change", pk=user.pk)

    return require_POST(view)


user_resend = with_object(User, "accounts.resend_invitation")(
    _change(
        services.resend_invitation,
        gettext_lazy("%(email)s 앞으로 초대 메일을 다시 보냈습니다. 앞서 보낸 링크는 쓸 수 없습니다."),
    )
)
user_deactivate = with_object(User, "accounts.deactivate_user")(
    _change(
        services.deactivate_user,
        gettext_lazy("%(name)s 님의 사용을 중지했습니다. 로그인되어 있던 곳에서도 바로 나갑니다."),
    )
)
user_reactivate = with_object(User, "accounts.reactivate_user")(
    _change(services.reactivate_user, gettext_lazy("%(name)s 님이 다시 로그인할 수 있습니다."))
)
