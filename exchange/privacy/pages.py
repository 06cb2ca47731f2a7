"""Pages that open by a private link: no sign-in, nothing kept, found by no search engine, told to no other site."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.translation import override
from django.views.decorators.cache import never_cache


def private_page(view):
    """`same-origin` where a form is sent: without any referrer a browser hides the origin that CSRF asks for."""

    @login_not_required
    @never_cache
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return wrapped


def in_another_language(request, draw):
    """`draw(typed)`: the form as it was typed, unchecked, in the language of the button that was pressed.

    None where none was pressed. The choice is remembered as on any page.
    """
    language = request.POST.get("show_in")
    if language not in dict(settings.LANGUAGES):
        return None
    typed = request.POST.dict() | {"language": language}
    typed.pop("homepage", None)
    with override(language):
        response = draw(typed)
    response.headers["Content-Language"] = language
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400,
        httponly=True, samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip
    return response
