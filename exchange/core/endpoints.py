"""How the API asks and answers: the permission names, `visible_to` and services of the pages."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import views
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.status import HTTP_409_CONFLICT
from rest_framework.viewsets import GenericViewSet

from exchange.core.search import matches


class Conflict(APIException):
    status_code = HTTP_409_CONFLICT
    default_code = "conflict"


class NamedPermission(BasePermission):
    """The permission that the endpoint names for the action, asked of the row where there is one."""

    def has_permission(self, request, view):
        name = view.permission
        return name is None or view.lookup_field in view.kwargs or request.user.has_perm(name)

    def has_object_permission(self, request, view, obj):
        return request.user.has_perm(view.permission, obj)


class WordsFilter(BaseFilterBackend):
    """`?q=`: the rows that the page's own search would find."""

    def filter_queryset(self, request, queryset, view):
        text = request.query_params.get("q", "").replace("\0", " ")[:200]
        return queryset.search(text) if hasattr(queryset, "search") else matches(queryset, text)

    def get_schema_operation_parameters(self, view):
        return [{"name": "q", "in": "query", "required": False, "schema": {"type": "string", "maxLength": 200}}]


class Reply:
    """Answers in the language of the user, whichever way the user signed in."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        translation.activate(request.user.language)


class Endpoint(Reply, GenericViewSet):
    """`permissions`: the name asked for at each action. Rows that the user may not see are not there (404)."""

    permission_classes = [IsAuthenticated, NamedPermission]
    filter_backends = [WordsFilter]
    http_method_names = ["get", "post", "patch", "head"]
    lookup_field = "uid"
    permissions = {}

    @property
    def permission(self):
        return self.permissions.get(self.action)

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    def load(self, rows):
        """What the rows of a list name, where a prefetch would take longer than the answer."""

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        self.load(rows)
        return rows

    def get_serializer_context(self):
        return {**super().get_serializer_context(), "by": self.request.user}


class ReadEndpoint(ListModelMixin, RetrieveModelMixin, Endpoint):
    pass


def exception_handler(error, context):
    """What a service refuses is the sender's error, at the field that the service names."""
    if isinstance(error, ModelError):
        error = ValidationError(reasons(error))
    elif isinstance(error, IntegrityError):  # somebody else was first, between the check and the write
        error = Conflict(_("그사이 같은 자료가 저장되었습니다. 다시 읽은 뒤 보내 주세요."))
    return views.exception_handler(error, context)


def reasons(error):
    if not hasattr(error, "error_dict"):
        return {"non_field_errors": error.messages}
    return {("non_field_errors" if n == NON_FIELD_ERRORS else n): found for n, found in error.message_dict.items()}


@contextmanager
def rows_named(name):
    """Refusals of a service that writes rows are shown at the row that they belong to."""
    try:
        yield
    except ModelError as error:
        if not hasattr(error, "row"):
            raise ValidationError({name: error.messages}) from error
        raise ValidationError({name: {error.row: reasons(error)}}) from error
