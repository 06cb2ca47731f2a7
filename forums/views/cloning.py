from django.shortcuts import redirect

from exchange.core.views import with_object
from forums.models import Edition


@with_object(Edition, "forums.change_edition")
def edition_clone(request, edition):
    return redirect(edition)
