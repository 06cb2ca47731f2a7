"""What a firm sees of a session without an account, by a link that works once."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from ambassadors.letters import SESSION_LINK
from ambassadors.models import AdvisorySession
from exchange.privacy import links


@never_cache
@login_not_required
def session_confirm(request, key):
    row = _row(AdvisorySession, SESSION_LINK, key)
    return render(request, "ambassadors/session_confirm.html", {"session": row})


def _row(model, salt, key):
    """404 for anything that is not a key of this kind, or no longer is."""
    uid_and_version = links.read(salt, key)
    row = uid_and_version and model.objects.filter(uid=uid_and_version[0], link_version=uid_and_version[1]).first()
    if not row:
        raise Http404
    return row
