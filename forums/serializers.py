"""How forums read as JSON. A counterpart reads of registrations only the numbers."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.accounts.serializers import Shared
from exchange.audit.endpoints import Versioned
from exchange.core.serializers import InstantField, Shape, UidField
from exchange.directory.models import Organization, Person
from exchange.meetings.enums import Side
from exchange.mous.models import Commitment
from forums.alternation import next_turn
from forums.enums import HostCountry
from forums.models import CoChair, Edition, EditionBody, Registration, Room, Series, Session, Speaker, Talk, Task

STEPS = [(name, name) for name in ("agree", "announce", "reopen", "skip", "cancel", "hold", "unhold")]
NAMES = [f"{name}_{language}" for name in ("name", "theme", "city", "venue") for language in ("ko", "ja", "en")]


class SeriesSerializer(Versioned, Shape):
    """`next_year`, `next_host`: what the rule of turns proposes."""

    counterpart = UidField(Organization)
    commitment = UidField(Commitment, required=False, allow_null=True)
    next_year = serializers.SerializerMethodField()
    next_host = serializers.SerializerMethodField()

    class Meta:
        model = Series
        fields = [
            "slug", "name_ko", "name_ja", "name_en", "counterpart", "commitment", "alternates", "next_year",
            "next_host", "version",
        ]  # fmt: skip

    def get_next_year(self, series) -> int | None:
        return next_turn(series, series.editions.all())[0]

    def get_next_host(self, series) -> HostCountry:
        return next_turn(series, series.editions.all())[1]


class BodySerializer(Shape):
    organization = UidField(Organization)

    class Meta:
        model = EditionBody
        fields = ["organization", "role"]


class CoChairSerializer(Shape):
    person = UidField(Person)

    class Meta:
        model = CoChair
        fields = ["side", "person", "title_ko", "title_ja"]


class ForumEditionHeadSerializer(Shape):
    """One row of the list."""

    series = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Edition
        fields = [
            "uid", "series", "year", "number", "host_country", "state", "name_ko", "name_ja", "name_en", "city_ko",
            "city_ja", "city_en", "zone", "starts_on", "ends_on", "is_sample",
        ]  # fmt: skip


class SeriesField(serializers.SlugRelatedField):
    def __init__(self, **kwargs):
        super().__init__("slug", queryset=Series.objects.none(), **kwargs)

    def get_queryset(self):
        return Series.objects.visible_to(self.context["by"])


class SeatsSerializer(serializers.Serializer):
    """The numbers of one side."""

    side = serializers.ChoiceField(Side.choices)
    seats = serializers.IntegerField()
    registered = serializers.IntegerField()
    waiting = serializers.IntegerField()


class ForumEditionSerializer(Versioned, Shared):
    """An edition. Its state changes by steps; `break_reason` says why it follows one in its own country."""

    series = SeriesField()
    zone = serializers.CharField(max_length=64, required=False)
    bodies = BodySerializer(many=True, required=False)
    co_chairs = CoChairSerializer(many=True, required=False)
    seats = SeatsSerializer(many=True, read_only=True)
    internal = ("note", "interpreters")

    class Meta:
        model = Edition
        fields = [
            "uid", "series", "year", "number", "host_country", "break_reason", "state", "state_reason", *NAMES, "zone",
            "starts_on", "ends_on", "text_ko", "text_ja", "text_en", "planned_ours", "planned_counterpart",
            "planned_total", "attended_ours", "attended_counterpart", "attended_total", "interpreters",
            "registration_opens_at", "registration_closes_at", "is_programme_public", "bodies", "co_chairs", "seats",
            "note", "is_sample", "version",
        ]  # fmt: skip
        read_only_fields = ["uid", "state", "state_reason", "is_sample"]

    def validate(self, attrs):
        if self.instance and attrs.get("series", self.instance.series) != self.instance.series:
            raise serializers.ValidationError({"series": [_("다른 포럼으로 옮길 수 없습니다.")]})
        return super().validate(attrs)


class ForumStepSerializer(serializers.Serializer):
    """`reason` for skip and cancel, with what becomes of the next edition; `attended_…` for hold."""

    step = serializers.ChoiceField(STEPS)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    swap_next = serializers.BooleanField(required=False)
    next_reason = serializers.CharField(max_length=300, required=False, allow_blank=True)
    attended_ours = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    attended_counterpart = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    attended_total = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)


class RoomSerializer(Shape):
    class Meta:
        model = Room
        fields = ["id", "name_ko", "name_ja", "name_en"]


class SpeakerSerializer(Shape):
    person = UidField(Person, read_only=True)
    name = serializers.CharField(source="person.local_name", read_only=True)

    class Meta:
        model = Speaker
        fields = ["person", "name", "side", "role", "title_ko", "title_ja", "title_en"]


class TalkSerializer(Shape):
    speakers = SpeakerSerializer(many=True, read_only=True)

    class Meta:
        model = Talk
        fields = ["id", "title_ko", "title_ja", "title_en", "minutes", "language", "needs_interpreter", "speakers"]


class ForumSessionSerializer(Shape):
    """`starts_at` on the venue's clock; talks follow one another from there."""

    starts_at = InstantField("zone", read_only=True)
    talks = TalkSerializer(many=True, read_only=True)

    class Meta:
        model = Session
        fields = [
            "id", "kind", "title_ko", "title_ja", "title_en", "room", "starts_at", "minutes", "interpreters",
            "attended_ours", "attended_counterpart", "talks",
        ]  # fmt: skip


class ProgrammeSerializer(serializers.Serializer):
    rooms = RoomSerializer(many=True)
    sessions = ForumSessionSerializer(many=True)


class ForumTaskSerializer(Versioned, Shape):
    """`days` counts from the forum's first day; `is_done` is set and taken back by `done`."""

    is_done = serializers.BooleanField(read_only=True)

    class Meta:
        model = Task
        fields = [
            "id", "title_ko", "title_ja", "days", "due_on", "side", "is_shared", "note_ko", "note_ja", "is_done",
            "version",
        ]  # fmt: skip
        read_only_fields = ["due_on"]


class DoneSerializer(serializers.Serializer):
    done = serializers.BooleanField()


class RegistrationSerializer(Versioned, Shape):
    """Somebody who comes, waits or has cancelled; `submission` sent twice is one registration."""

    came = serializers.BooleanField(read_only=True)
    submission = serializers.UUIDField(required=False, write_only=True)

    class Meta:
        model = Registration
        fields = [
            "uid", "submission", "side", "state", "arrival", "origin", "name", "name_other", "company",
            "company_other", "title", "title_other", "email", "phone", "language", "needs_interpreter", "diet",
            "diet_note", "registered_at", "came", "is_sample", "version",
        ]  # fmt: skip
        read_only_fields = ["uid", "state", "arrival", "origin", "registered_at", "is_sample"]

    def validate(self, attrs):
        if self.instance and attrs.get("side", self.instance.side) != self.instance.side:
            raise serializers.ValidationError({"side": [_("편은 바꿀 수 없습니다. 취소하고 다시 등록해 주세요.")]})
        if self.instance:
            attrs.pop("submission", None)
        return super().validate(attrs)
