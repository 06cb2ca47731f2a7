from django.db import transaction
from django.db.models import F
from django.urls import path
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin

from exchange.audit.endpoints import Versioned, overtaken_is_conflict
from exchange.core.endpoints import ReadEndpoint, rows_named
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import keep_below, prepared_many
from exchange.meetings import services
from exchange.meetings.models import Meeting
from exchange.meetings.serializers import MeetingSerializer


def _bodies(meetings):
    """No more of them than the list says."""
    links = Meeting.counterparts.through.objects.filter(meeting__in=meetings)
    links = links.order_by("organization__name_ko", "organization_id").annotate(uid=F("organization__uid"))
    return links.values_list("meeting_id", "uid", named=True)


_bodies_of = prepared_many(_bodies, PAGE_SIZE)


class VersionedMeetingSerializer(Versioned, MeetingSerializer):
    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "version"]


class MeetingHeadSerializer(VersionedMeetingSerializer):
    """A meeting in a list, which would be too long with everything that was said."""

    class Meta(VersionedMeetingSerializer.Meta):
        fields = [name for name in VersionedMeetingSerializer.Meta.fields if name not in ("attendances", "points")]

    attendances = points = None


class MeetingEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """The list is of the heads; one meeting is read with who sat at the table and the lines of the minutes.

    A list of these that is sent replaces the stored one.
    """

    queryset = Meeting.objects.all()
    serializer_class = VersionedMeetingSerializer
    permissions = {
        "list": "meetings.list_meetings",
        "retrieve": "meetings.view_meeting",
        "create": "meetings.add_meeting",
        "partial_update": "meetings.change_meeting",
    }

    def get_queryset(self):
        meetings = super().get_queryset()
        if self.action == "list":
            return meetings.defer("search_key")
        return meetings.prefetch_related("counterparts", "attendances__person", "attendances__organization", "points")

    def load(self, rows):
        keep_below(rows, "counterparts", _bodies_of([row.pk for row in rows]), by="meeting_id")

    def get_serializer_class(self):
        return MeetingHeadSerializer if self.action == "list" else VersionedMeetingSerializer

    @transaction.atomic
    def perform_create(self, serializer):
        facts, parts, _version = _parted(serializer)
        meeting = services.create_meeting(by=self.request.user, **facts)
        serializer.instance = self._with_parts(meeting, parts, version=None)

    @transaction.atomic
    def perform_update(self, serializer):
        facts, parts, version = _parted(serializer)
        meeting = serializer.instance
        with overtaken_is_conflict():
            if facts:
                services.change_meeting(meeting=meeting, version=version, by=self.request.user, **facts)
            serializer.instance = self._with_parts(meeting, parts, version=version)

    def _with_parts(self, meeting, parts, version):
        for name, write in (("attendances", services.set_attendances), ("points", services.set_points)):
            if name in parts:
                with rows_named(name):
                    write(meeting=meeting, rows=parts[name], version=version, by=self.request.user)
        return Meeting.objects.get(pk=meeting.pk)


def _parted(serializer):
    """The meeting's own facts, the lists that were sent, and the version that the sender read."""
    facts = dict(serializer.validated_data)
    parts = {name: facts.pop(name) for name in ("attendances", "points") if name in facts}
    return facts, parts, facts.pop("version", None)


urlpatterns = [
    path("meetings/", MeetingEndpoint.as_view({"get": "list", "post": "create"}), name="meeting_list"),
    path(
        "meetings/<uuid:uid>/",
        MeetingEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="meeting_detail",
    ),
]
