from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from delegations import forms, services
from delegations.models import Delegation
from delegations.views.pages import rows_page, trip_page
from exchange.core import content
from exchange.core.rows import RowSet
from exchange.core.views import with_object
from exchange.documents.files import picture_response


@with_object(Delegation, "delegations.change_delegation", by="slug")
def delegation_clippings_edit(request, delegation):
    def save(rows, version):
        services.set_clippings(delegation=delegation, rows=rows, version=version, by=request.user)

    if request.method == "POST":
        forms.keep_scans(request)
    clippings = {str(clipping.pk): clipping for clipping in delegation.clippings.all()}
    initial = forms.rows_of_clippings(clippings.values())
    rows = RowSet(request, forms.ClippingRow, initial=initial, form_kwargs={"clippings": clippings})
    return rows_page(
        request, delegation, rows, save, template="delegations/delegation_clippings_edit.html", tab="detail",
        saved=_("신문기사를 저장했습니다."), done="delegations:delegation_detail",
    )  # fmt: skip


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_clipping(request, delegation, clipping):
    """The reference, its scan page by page, and what may be done with it."""
    clipping = get_object_or_404(delegation.clippings, pk=clipping)
    return trip_page(request, delegation, "delegations/delegation_clipping.html", tab="detail", clipping=clipping)


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_clipping_page(request, delegation, clipping, number):
    """The print copy of a page, counted from 1."""
    pages = get_object_or_404(delegation.clippings, pk=clipping).scan_pages
    if not 1 <= number <= len(pages):
        raise Http404
    return picture_response(_kept(pages[number - 1]["sha256"]))


@require_GET
@with_object(Delegation, "delegations.view_delegation", by="slug")
def delegation_clipping_scan(request, delegation, clipping):
    """The file as it came: always saved, never shown in the page."""
    clipping = get_object_or_404(delegation.clippings.exclude(scan_sha256=""), pk=clipping)
    response = HttpResponse(_kept(clipping.scan_sha256), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, clipping.scan_name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _kept(sha256):
    try:
        return content.load(sha256)
    except FileNotFoundError as error:
        raise Http404 from error
