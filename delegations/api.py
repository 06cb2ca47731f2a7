from django.db import transaction
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from delegations import services
from delegations.importing import ImportRefused, import_delegation
from delegations.interchange import as_bytes, export_delegation, places_in, record_export, whole_trip
from delegations.models import Delegation
from delegations.serializers import DelegationSerializer, TripSerializer
from exchange.core.endpoints import Conflict, ReadEndpoint


class DelegationEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """Trips: the list and the writes are about the head, one trip is read with all that belongs to it."""

    queryset = Delegation.objects.all()
    serializer_class = DelegationSerializer
    lookup_field = "slug"
    permissions = {
        "list": "delegations.list_delegations",
        "retrieve": "delegations.view_delegation",
        "create": "delegations.add_delegation",
        "partial_update": "delegations.change_delegation",
        "document": "delegations.export_delegation",
        "take_in": "delegations.import_delegation",
    }

    @extend_schema(responses=TripSerializer)
    def retrieve(self, request, slug):
        trip = whole_trip(self.get_object())
        context = {**self.get_serializer_context(), "places": places_in(trip)}
        return Response(TripSerializer(trip, context=context).data)

    @transaction.atomic
    def perform_create(self, serializer):
        fields = {"owner": self.request.user, **serializer.validated_data}
        serializer.instance = services.create_delegation(by=self.request.user, **fields)

    @transaction.atomic
    def perform_update(self, serializer):
        fields, by = dict(serializer.validated_data), self.request.user
        texts = {name: fields.pop(name) for name in services.REPORT_TEXTS if name in fields}
        delegation = services.change_delegation(delegation=serializer.instance, by=by, **fields)
        serializer.instance = services.write_report_texts(delegation=delegation, by=by, **texts)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def document(self, request, slug):
        """The whole trip with its organisations, people, meetings and pictures; the same trip is the same bytes."""
        delegation = self.get_object()
        try:
            data = as_bytes(export_delegation(delegation))
        except FileNotFoundError as error:
            raise Conflict(_("보관된 사진이나 첨부 파일이 없어 내보낼 수 없습니다.")) from error
        record_export(delegation=delegation, by=request.user)
        response = HttpResponse(data, content_type="application/json")
        response.headers["Content-Disposition"] = f'attachment; filename="{delegation.slug}.json"'
        return response

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: DelegationSerializer})
    def take_in(self, request):
        """Keep the trip of a whole-trip document, all of it or nothing. Errors are named by their path."""
        try:
            delegation = import_delegation(request.data, by=request.user)
        except ImportRefused as error:
            raise ValidationError(error.errors) from error
        return Response(self.get_serializer(delegation).data, HTTP_201_CREATED)


_detail = {"get": "retrieve", "patch": "partial_update"}

urlpatterns = [
    path("delegations/", DelegationEndpoint.as_view({"get": "list", "post": "create"}), name="delegation_list"),
    path("delegations/import/", DelegationEndpoint.as_view({"post": "take_in"}), name="delegation_import"),
    path("delegations/<slug:slug>/", DelegationEndpoint.as_view(_detail), name="delegation_detail"),
    path(
        "delegations/<slug:slug>/document/", DelegationEndpoint.as_view({"get": "document"}), name="delegation_document"
    ),
]
