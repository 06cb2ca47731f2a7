"""Everybody's own account: profile, language, API token, and the door for the invited."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from rest_framework.authtoken.models import Token

from exchange.accounts import selectors, services
from exchange.accounts.forms import InvitationForm, LanguageForm, ProfileForm
from exchange.accounts.models import User
from exchange.accounts.posted import answer_with_texts, typed_texts
from exchange.core.views import require_permission

NEW_TOKEN = "new_token"  # noqa: S105  (the session's key for a token that is shown once)


@never_cache
@require_permission("accounts.change_profile")
def profile(request):
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        services.change_profile(by=request.user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("내 정보를 저장했습니다."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "token": Token.objects.filter(user=request.user).first(),
        "new_token": request.session.pop(NEW_TOKEN, None),
    }
    return render(request, "accounts/profile.html", context)


@require_permission("accounts.manage_token")
@require_POST
def token_create(request):
    request.session[NEW_TOKEN] = services.create_token(by=request.user).key
    return redirect("accounts:profile")


@require_permission("accounts.manage_token")
@require_POST
def token_revoke(request):
    services.revoke_token(by=request.user)
    request.session.pop(NEW_TOKEN, None)
    messages.success(request, _("API 토큰을 없앴습니다. 이 토큰을 쓰던 프로그램은 더 이상 접속하지 못합니다."))
    return redirect("accounts:profile")


@login_not_required
@require_POST
def set_language(request):
    """Kept with the account; before sign-in in a cookie."""
    form = LanguageForm(request.POST)
    response = redirect(_safe_next(request))
    if not form.is_valid():
        return response
    language = form.cleaned_data["language"]
    if request.user.is_authenticated:
        services.change_profile(by=request.user, language=language)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400,
            httponly=True, samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    return response


def _safe_next(request):
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else resolve_url("home")


@sensitive_post_parameters()
@never_cache
@login_not_required
def invitation(request, token):
    """The invited person's first page: a password, and in."""
    user = selectors.invited_user(token)
    if user is None:
        return render(request, "accounts/invitation_used.html", status=410)
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    language = request.LANGUAGE_CODE if chosen else user.language
    with override(language):
        response = _accept(request, token, user)
        response.headers["Content-Language"] = language
    return response


def _accept(request, token, user):
    form = InvitationForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(token=token, password=form.cleaned_data["password1"])
        except ValidationError:
            return render(request, "accounts/invitation_used.html", status=410)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("home")
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})


@login_not_required
def signup_closed(request):
    """allauth links its sign-up page by this name; there is none."""
    raise Http404


def csrf_failure(request, reason=""):
    """The form is older than the session."""
    return answer_with_texts(request, "403_csrf.html", texts=typed_texts(request.POST), status=403)
