from django.urls import path
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response

from exchange.core.endpoints import Endpoint
from exchange.notices import services
from exchange.notices.models import Notice
from exchange.notices.wording import lines_of


class NoticeSerializer(serializers.Serializer):
    """A reminder in the reader's words; `title`, `text` and `url` are null when its subject may not be seen.

    `settled`: its cause is gone, or a later notice took its place.
    """

    id = serializers.IntegerField(source="notice.pk", read_only=True)
    rule = serializers.CharField(source="notice.rule", read_only=True)
    on = serializers.DateField(source="notice.on", read_only=True)
    title = serializers.CharField(source="words.title", allow_null=True, read_only=True)
    text = serializers.CharField(source="words.text", allow_null=True, read_only=True)
    url = serializers.SerializerMethodField()
    settled = serializers.BooleanField(source="is_settled", read_only=True)
    made_at = serializers.DateTimeField(source="notice.made_at", read_only=True)
    read_at = serializers.DateTimeField(source="notice.read_at", allow_null=True, read_only=True)

    def get_url(self, line) -> str | None:
        return line.words and self.context["request"].build_absolute_uri(line.words.url)


class NoticeEndpoint(ListModelMixin, Endpoint):
    """The caller's own notices, newest first."""

    queryset = Notice.objects.order_by("-on", "-pk")
    serializer_class = NoticeSerializer
    filter_backends = []
    lookup_field = "pk"
    permissions = {"list": "notices.list_notices", "read": "notices.read_notice", "read_all": "notices.list_notices"}

    def paginate_queryset(self, queryset):
        return lines_of(super().paginate_queryset(queryset), reader=self.request.user)

    @extend_schema(request=None, responses=NoticeSerializer, operation_id="notices_read")
    def read(self, request, pk):
        """Mark as read."""
        notice = services.read_notice(notice=self.get_object(), by=request.user)
        [line] = lines_of([notice], reader=request.user)
        return Response(self.get_serializer(line).data)

    @extend_schema(
        request=None,
        responses=inline_serializer("NoticesRead", {"read": serializers.IntegerField()}),
        operation_id="notices_read_all",
    )
    def read_all(self, request):
        """Mark all as read; answers how many were not."""
        return Response({"read": services.read_all_notices(by=request.user)})


urlpatterns = [
    path("notices/", NoticeEndpoint.as_view({"get": "list"}), name="notice_list"),
    path("notices/read/", NoticeEndpoint.as_view({"post": "read_all"}), name="notice_read_all"),
    path("notices/<int:pk>/read/", NoticeEndpoint.as_view({"post": "read"}), name="notice_read"),
]
