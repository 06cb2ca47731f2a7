from rest_framework import serializers

from delegations.models import Clipping, Delegate, Delegation, Host, ItineraryItem, Leg
from exchange.core import zones
from exchange.core.days import validate_year
from exchange.core.serializers import InstantField, Shape, UidField
from exchange.directory.models import Person
from exchange.directory.serializers import OrganizationSerializer, PersonSerializer
from exchange.meetings.serializers import AttachmentSerializer, MeetingSerializer, PhotoSerializer

HEAD = [
    "slug", "title_ko", "title_ja", "direction", "purpose_ko", "purpose_ja", "starts_on", "ends_on", "country",
    "place_ko", "place_ja", "department_ko", "department_ja", "state", "cancelled_reason", "lessons_ko", "lessons_ja",
    "next_steps_ko", "next_steps_ja", "report_dated_on", "reviewed_on",
]  # fmt: skip
DAYS = {name: {"validators": [validate_year]} for name in ("starts_on", "ends_on", "reviewed_on")}


class DelegationSerializer(Shape):
    """The head of a trip. It is cancelled and taken up again on its page, with a reason."""

    slug = serializers.SlugField(max_length=60, required=False)
    report_due_on = serializers.DateField(read_only=True)

    class Meta:
        model = Delegation
        fields = [*HEAD, "report_due_on", "is_sample"]
        read_only_fields = ["state", "cancelled_reason", "is_sample"]
        extra_kwargs = DAYS


class DelegateSerializer(Shape):
    person = UidField(Person, required=False, allow_null=True)

    class Meta:
        model = Delegate
        fields = ["group", "person", "title_ko", "title_ja"]


class HostSerializer(Shape):
    """One of ours who receives an inbound delegation."""

    person = UidField(Person, required=False, allow_null=True)

    class Meta:
        model = Host
        fields = ["person", "title_ko", "title_ja", "duty_ko", "duty_ja"]


class PlacesField(serializers.ListField):
    """Some of the trip's delegates, counted from 0; the context knows everybody's place."""

    child = serializers.IntegerField(min_value=0)

    def to_representation(self, delegates):
        return sorted(self.context["places"][delegate.pk] for delegate in delegates.all())


class LegSerializer(Shape):
    """`delegates` are those on board, as in an entry of the itinerary."""

    departs_at = InstantField("origin_zone")
    arrives_at = InstantField("destination_zone")
    delegates = PlacesField(required=False)

    class Meta:
        model = Leg
        fields = [
            "mode", "direction", "number", "origin_code", "origin_ko", "origin_ja", "origin_zone", "destination_code",
            "destination_ko", "destination_ja", "destination_zone", "departs_at", "arrives_at", "delegates",
        ]  # fmt: skip


class ItemSerializer(Shape):
    """`meeting` is one of the trip's; `delegates` counts from 0 in the trip's list, empty means everybody."""

    zone = serializers.CharField(max_length=40, validators=[zones.validate_zone], default="Asia/Tokyo")
    meeting = serializers.UUIDField(source="meeting.uid", required=False, allow_null=True)
    delegates = PlacesField(required=False)

    class Meta:
        model = ItineraryItem
        fields = [
            "day", "starts", "ends", "zone", "kind", "title_ko", "title_ja", "place_ko", "place_ja", "address",
            "meeting", "delegates",
        ]  # fmt: skip
        extra_kwargs = {"day": {"validators": [validate_year]}}


class Sha256Field(serializers.RegexField):
    def __init__(self, **kwargs):
        super().__init__(r"^[0-9a-f]{64}$", **kwargs)


class ScanPageSerializer(serializers.Serializer):
    """A print copy of one page, by its SHA-256."""

    sha256 = Sha256Field()
    width = serializers.IntegerField(min_value=1)
    height = serializers.IntegerField(min_value=1)


class ClippingSerializer(Shape):
    """`scan_sha256` is the file as it came, `scan_pages` what a report prints when the cutting is licensed."""

    scan_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    scan_sha256 = Sha256Field(required=False, allow_blank=True)
    scan_pages = ScanPageSerializer(many=True, required=False)

    class Meta:
        model = Clipping
        fields = [
            "outlet", "published_on", "page", "headline", "author", "link", "copyright_note", "is_licensed",
            "scan_name", "scan_sha256", "scan_pages",
        ]  # fmt: skip


class CarriedOrganizationSerializer(OrganizationSerializer):
    """An organisation that travels with a trip; the body above it may come in the same document."""

    uid = serializers.UUIDField()
    parent = serializers.UUIDField(source="parent.uid", required=False, allow_null=True)


class CarriedPersonSerializer(PersonSerializer):
    uid = serializers.UUIDField()


class TripMeetingSerializer(MeetingSerializer):
    """A meeting with its files, as it stands in a whole-trip document."""

    uid = serializers.UUIDField()
    photos = PhotoSerializer(many=True, required=False)
    attachments = AttachmentSerializer(many=True, required=False)

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "photos", "attachments"]


class TripSerializer(Shape):
    """The trip with everything that belongs to it. The context needs the delegates' `places`."""

    slug = serializers.SlugField(max_length=60)

    is_sample = serializers.BooleanField(default=False)
    delegates = DelegateSerializer(many=True, required=False)
    hosts = HostSerializer(many=True, required=False)
    legs = LegSerializer(many=True, required=False)
    items = ItemSerializer(many=True, required=False)
    meetings = TripMeetingSerializer(many=True, required=False)
    clippings = ClippingSerializer(many=True, required=False)

    class Meta:
        model = Delegation
        fields = [*HEAD, "is_sample", "delegates", "hosts", "legs", "items", "meetings", "clippings"]
        extra_kwargs = DAYS
