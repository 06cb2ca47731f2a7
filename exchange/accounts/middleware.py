from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.utils import translation


class UserLanguageMiddleware:
    """The user's own language; before sign-in the one chosen on the page, Korean by default."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            language = request.user.language
        else:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        response.headers.setdefault("Content-Language", language)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends to the sign-in page; a part of a page that is drawn anew stays as it is, with what was typed in it."""

    def handle_no_permission(self, request, view_func):
        if request.htmx:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method == "POST":
            names = self.get_login_url(view_func), self.get_redirect_field_name(view_func)
            return redirect_to_login(page_of_form(request), *names)
        return super().handle_no_permission(request, view_func)


def page_of_form(request):
    """Where the form stood: the address that it was sent to may have no page to come back to."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return request.get_full_path()
    return page._replace(scheme="", netloc="", fragment="").geturl()
