"""How a page loads and authorises: 404 for what you may not see, 403 for what you may not do."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from exchange.core import content


def require_permission(permission):
    """For pages without an object of their own (lists, creation)."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        wrapped.permission = permission
        return wrapped

    return decorate


def with_object(model, permission, *, by="pk", kwarg=None, rows=lambda visible: visible):
    """Replace the URL's key by the object, found among what the user may see.

    `by` is the lookup (also the URL keyword unless `kwarg` names another); `rows` may add to the query.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            key = kwargs.pop(kwarg or by)
            obj = get_object_or_404(rows(model.objects.visible_to(request.user)), **{by: key})
            obj.found_for = request.user.pk
            if not request.user.has_perm(permission, obj):
                raise PermissionDenied(permission)
            return view(request, obj, *args, **kwargs)

        wrapped.permission, wrapped.model = permission, model
        return wrapped

    return decorate


def stored_file(row, name):
    """The content that the row names: always saved, never shown in the page, under the name it came with."""
    try:
        response = FileResponse(content.open_file(row.sha256), content_type=row.content_type)
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Length"] = row.size
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
