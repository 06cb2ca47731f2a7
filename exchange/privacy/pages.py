"""Pages that open by a private link: no sign-in, nothing kept, found by no search engine, told to no other site."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
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
