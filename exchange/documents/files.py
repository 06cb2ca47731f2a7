"""Finished files and pictures as answers: under a good name, and harmless whatever they hold."""

from django.http import FileResponse, Http404, HttpResponse

# The browser shows the file and nothing in it may load, run or be framed elsewhere.
# No `sandbox`: under it Chromium's PDF viewer stays blank; plugin and inline style are the viewer's own.
POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
CONTENT_TYPES = {"pdf": "application/pdf"}
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}


def file_response(rendition, name, *, as_attachment):
    """The rendition's file; 404 when there is none (any more)."""
    try:
        file = rendition.file.open()
    except (ValueError, FileNotFoundError) as error:
        raise Http404(str(rendition.pk)) from error
    response = FileResponse(
        file, as_attachment=as_attachment, filename=name, content_type=CONTENT_TYPES[rendition.format]
    )
    return _guarded(response)


def picture_response(data):
    content_type = next((kind for start, kind in PICTURES.items() if data.startswith(start)), None)
    if content_type is None:
        raise Http404
    return _guarded(HttpResponse(data, content_type=content_type))


def _guarded(response):
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
