import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET

from delegations.calendars.ics import trip_calendar
from delegations.models import Delegate, Delegation
from exchange.core.views import with_object


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_calendar(request, delegation):
    return _file(request, trip_calendar(delegation), delegation.slug)


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegate_calendar(request, delegation, pk):
    delegate = get_object_or_404(Delegate.objects.select_related("person"), delegation=delegation, pk=pk)
    return _file(request, trip_calendar(delegation, delegate=delegate), f"{delegation.slug}-{delegate.pk}")


def _file(request, data, name):
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response.headers["ETag"] = f'"{_fingerprint(data)}"'
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def _fingerprint(data):
    """Of all but the moment at which the file was made."""
    lines = [line for line in data.splitlines() if not line.startswith(b"DTSTAMP")]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:32]
