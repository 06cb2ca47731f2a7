"""What static/uploads.js is told about each file that it sends."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _

REFUSED = 422


def sent_file(request):
    """The one file of the request."""
    if file := request.FILES.get("file"):
        return file
    raise ValidationError(_("올릴 파일을 골라 주세요."), code="missing")


def kept(html):
    """Kept; `html` is its row for the page."""
    return JsonResponse({"html": html}, status=201)


def refused(error):
    """Not kept, and why; the code lets the page offer a way out."""
    return JsonResponse({"reason": " ".join(error.messages), "code": getattr(error, "code", "")}, status=REFUSED)
