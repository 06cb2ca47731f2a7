from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED
from rest_framework.views import APIView

from exchange.core.endpoints import Endpoint, Reply
from exchange.documents import selectors, services
from exchange.documents.enums import Format
from exchange.documents.files import file_response
from exchange.documents.models import Edition, Rendition


class RenditionSerializer(serializers.ModelSerializer):
    """A file, and at the same time the job that makes it; `download` is there when the file is."""

    edition = serializers.IntegerField(source="edition_id", read_only=True)
    download = serializers.SerializerMethodField()

    class Meta:
        model = Rendition
        fields = [
            "id", "edition", "format", "state", "progress", "attempts", "size", "pages", "error", "requested_at",
            "finished_at", "download",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download(self, rendition):
        if not rendition.is_ready:
            return None
        address = reverse("api:rendition_download", args=[rendition.pk])
        return self.context["request"].build_absolute_uri(address)


class EditionSerializer(serializers.ModelSerializer):
    definition = serializers.CharField(source="document.definition", read_only=True)
    language = serializers.CharField(source="document.language", read_only=True)
    files = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = ["id", "definition", "language", "number", "title", "dated_on", "published_at", "files"]
        read_only_fields = fields

    @extend_schema_field(RenditionSerializer(many=True))
    def get_files(self, edition):
        ready = [rendition for rendition in edition.renditions.all() if rendition.is_ready]
        return RenditionSerializer(ready, many=True, context=self.context).data


class EditionEndpoint(ListModelMixin, Endpoint):
    """The shelf: published documents, newest first. `q` searches titles and texts."""

    queryset = selectors.shelf_of(Edition.objects.published())
    serializer_class = EditionSerializer
    permissions = {"list": "documents.list_documents"}


class RequestSerializer(serializers.Serializer):
    language = serializers.CharField(max_length=2)
    format = serializers.ChoiceField(choices=Format.choices, default=Format.PDF)


class RequestView(Reply, APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(
        parameters=[
            OpenApiParameter("definition", str, OpenApiParameter.PATH, description="trip-report"),
            OpenApiParameter("subject", str, OpenApiParameter.PATH, description="tokyo-2024"),
        ],
        request=RequestSerializer,
        responses={202: RenditionSerializer},
    )
    def post(self, request, definition, subject):
        """Ask for the file of what the data say now; what is there already is not made again."""
        definition, subject = selectors.visible_subject(request.user, definition, key=subject)
        if not selectors.may_make_document(request.user, definition, subject):
            raise PermissionDenied(definition.make)
        asked = RequestSerializer(data=request.data)
        asked.fields["language"] = serializers.ChoiceField(choices=definition.languages)
        asked.is_valid(raise_exception=True)
        rendition = services.request_rendition(
            definition=definition, subject=subject, by=request.user, **asked.validated_data
        )
        return Response(RenditionSerializer(rendition, context={"request": request}).data, HTTP_202_ACCEPTED)


class RenditionEndpoint(RetrieveModelMixin, Endpoint):
    queryset = Rendition.objects.select_related("edition__document")
    serializer_class = RenditionSerializer
    filter_backends = []
    lookup_field = "pk"
    permissions = {"retrieve": "documents.view_rendition", "download": "documents.view_rendition"}

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def download(self, request, pk):
        """The file, under the name that a person would choose; 404 until it is ready."""
        rendition = self.get_object()
        response = file_response(rendition, selectors.file_name(rendition), as_attachment=True)
        services.record_download(rendition=rendition, by=request.user)
        return response


urlpatterns = [
    path("documents/", EditionEndpoint.as_view({"get": "list"}), name="document_list"),
    path("documents/<slug:definition>/<slug:subject>/renditions/", RequestView.as_view(), name="rendition_request"),
    path("renditions/<int:pk>/", RenditionEndpoint.as_view({"get": "retrieve"}), name="rendition_detail"),
    path("renditions/<int:pk>/download/", RenditionEndpoint.as_view({"get": "download"}), name="rendition_download"),
]
