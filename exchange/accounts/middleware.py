from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from exchange.accounts.posted import answer_with_texts, came_from, typed_texts
from exchange.core.languages import chosen_language


class UserLanguageMiddleware:
    """The user's own language; before sign-in the one chosen on the page, else the one that the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            language = request.user.language
        else:
            language = chosen_language(request) or translation.get_language_from_request(request)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        if not request.user.is_authenticated:
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends to the sign-in page. What was typed is not lost on the way: a part of a page that is drawn anew stays
    as it is, and a form comes back as texts to copy."""

    def handle_no_permission(self, request, view_func):
        if request.htmx:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        back = came_from(request) or request.get_full_path()  # which may have no page to come back to
        sign_in = redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        if not (texts := typed_texts(request.POST)):
            return sign_in
        return answer_with_texts(
            request, "signed_out.html", texts=texts, sign_in=sign_in.url, status=HTTPStatus.UNAUTHORIZED
        )
