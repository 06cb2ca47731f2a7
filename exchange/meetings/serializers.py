from datetime import UTC

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.core import zones
from exchange.core.serializers import InstantField, RowShape, Shape, UidField
from exchange.directory.models import Organization, Person
from exchange.meetings import outline
from exchange.meetings.models import Attachment, Attendance, Meeting, Photo, Point


class AttendanceSerializer(RowShape):
    person = UidField(Person, required=False, allow_null=True)
    organization = UidField(Organization, required=False, allow_null=True)

    class Meta:
        model = Attendance
        fields = ["id", "side", "person", "title_ko", "title_ja", "organization"]


class PointsSerializer(serializers.ListSerializer):
    def to_representation(self, points):
        return super().to_representation(outline.levelled(points.all()))

    def validate(self, rows):
        """A line stands at most one step deeper than the line above it."""
        above = -1
        errors = {}
        for place, row in enumerate(rows):
            row.setdefault("level", 0)  # a partial update knows no defaults
            if row["level"] > above + 1:
                errors[place] = {"level": [_("윗줄보다 한 단계만 안으로 들일 수 있습니다.")]}
            above = row["level"]
        if errors:
            raise serializers.ValidationError(errors)
        return rows


class PointSerializer(RowShape):
    """A line of the minutes; `level` 0 stands at the margin, each further one a step to the right."""

    level = serializers.IntegerField(min_value=0, max_value=outline.MAX_LEVEL, default=0)

    class Meta:
        model = Point
        list_serializer_class = PointsSerializer
        fields = ["id", "level", "text_ko", "text_ja", "kind"]


class PhotoSerializer(Shape):
    """The pictures themselves are named by the SHA-256 of their bytes."""

    taken_at = serializers.DateTimeField(required=False, allow_null=True, default_timezone=UTC)

    class Meta:
        model = Photo
        fields = [
            "print_sha256", "thumbnail_sha256", "width", "height", "caption_ko", "caption_ja", "taken_at",
            "is_proposed", "is_sample",
        ]  # fmt: skip


class AttachmentSerializer(Shape):
    class Meta:
        model = Attachment
        fields = ["name", "sha256", "size", "content_type"]


class MeetingSerializer(Shape):
    starts_at = InstantField()
    ends_at = InstantField(required=False, allow_null=True)
    zone = serializers.CharField(max_length=40, validators=[zones.validate_zone], default="Asia/Tokyo")
    counterparts = UidField(Organization, many=True, required=False)
    attendances = AttendanceSerializer(many=True, required=False)
    points = PointSerializer(many=True, required=False)

    class Meta:
        model = Meeting
        fields = [
            "uid", "title_ko", "title_ja", "starts_at", "ends_at", "zone", "country", "venue_ko", "venue_ja",
            "address", "summary_ko", "summary_ja", "counterparts", "state", "cancelled_reason", "attendances", "points",
        ]  # fmt: skip
