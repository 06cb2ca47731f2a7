from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response

from exchange.core.endpoints import Endpoint
from exchange.notices import services, wording
from exchange.notices.models import Notice


class NoticeSerializer(serializers.ModelSerializer):
    """A reminder in the reader's words; `title`, `text` and `url` are null when its subject may not be seen."""

    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    settled = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = ["id", "rule", "on", "title", "text", "url", "settled", "made_at", "read_at"]
        read_only_fields = fields

    def _words(self, notice, name):
        words = self.context["lines"][notice.pk].words
        return words and getattr(words, name)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_title(self, notice):
        return self._words(notice, "title")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_text(self, notice):
        return self._words(notice, "text")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_url(self, notice):
        """The page of the portal that it leads to."""
        url = self._words(notice, "url")
        return url and self.context["request"].build_absolute_uri(url)

    @extend_schema_field(serializers.BooleanField)
    def get_settled(self, notice):
        """Its cause is gone, or a later notice took its place."""
        return self.context["lines"][notice.pk].is_settled


class NoticeEndpoint(ListModelMixin, Endpoint):
    """The caller's own notices, newest first."""

    queryset = Notice.objects.order_by("-on", "-pk")
    serializer_class = NoticeSerializer
    filter_backends = []
    lookup_field = "pk"
    permissions = {"list": "notices.list_notices", "read": "notices.read_notice", "read_all": "notices.list_notices"}

    def get_serializer(self, notices, **kwargs):
        lines = wording.lines_of(notices if kwargs.get("many") else [notices], reader=self.request.user)
        context = self.get_serializer_context() | {"lines": {line.notice.pk: line for line in lines}}
        return NoticeSerializer(notices, context=context, **kwargs)

    @extend_schema(request=None, responses=NoticeSerializer)
    def read(self, request, pk):
        """Mark as read."""
        notice = services.read_notice(notice=self.get_object(), by=request.user)
        return Response(self.get_serializer(notice).data)

    @extend_schema(request=None, responses=inline_serializer("ReadAll", {"read": serializers.IntegerField()}))
    def read_all(self, request):
        """Mark all as read; answers how many were not."""
        return Response({"read": services.read_all_notices(by=request.user)})


urlpatterns = [
    path("notices/", NoticeEndpoint.as_view({"get": "list"}), name="notice_list"),
    path("notices/read/", NoticeEndpoint.as_view({"post": "read_all"}), name="notice_read_all"),
    path("notices/<int:pk>/read/", NoticeEndpoint.as_view({"post": "read"}), name="notice_read"),
]
