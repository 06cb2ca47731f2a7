"""How a commitment reads as JSON. A counterpart reads of its own ones what is known to both sides, nothing internal."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.accounts.serializers import Shared
from exchange.audit.endpoints import Versioned, VersionField
from exchange.core.days import FIRST_YEAR, LAST_YEAR
from exchange.core.serializers import Shape, UidField
from exchange.directory.models import Organization
from exchange.documents.models import Edition
from exchange.meetings.models import Meeting, Point
from exchange.mous import records
from exchange.mous.enums import EvidenceKind
from exchange.mous.flows import COMMITMENT, OCCURRENCE
from exchange.mous.models import Clause, Commitment, Confirmation, DueChange, Evidence, Mou, Occurrence

COMMITMENT_STEPS = [(name, name) for name in COMMITMENT.steps]
OCCURRENCE_STEPS = [(name, name) for name in OCCURRENCE.steps]
ELSEWHERE = ("sentence_ko", "clause", "meeting", "point", "due_on", "last_asked_on", "state", "dropped_reason")


class VisibleField(serializers.PrimaryKeyRelatedField):
    """A row without a `uid`, by its number, found among what the reader may see."""

    def __init__(self, model, **kwargs):
        self.model = model
        if not kwargs.get("read_only"):
            kwargs["queryset"] = model.objects.none()
        super().__init__(pk_field=serializers.IntegerField(min_value=1, max_value=2**31 - 1), **kwargs)

    def get_queryset(self):
        return self.model.objects.visible_to(self.context["by"])

    def to_representation(self, row):
        return row.pk  # None where there is none


class OccurrenceSerializer(Shape):
    """One year of a yearly commitment."""

    class Meta:
        model = Occurrence
        fields = ["year", "state", "kept_at", "missed_at"]
        read_only_fields = fields


class DueChangeSerializer(Shared):
    internal = ("reason", "by")
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = DueChange
        fields = ["before", "after", "reason", "at", "by"]
        read_only_fields = fields


class EvidenceSerializer(Shared):
    """Of kind `record`: `record_kind` says what a feature of the portal keeps, `record` which one it is."""

    internal = ("meeting", "edition", "record", "file_name", "size")
    record_kind = serializers.CharField(source="record.kind.name", read_only=True, default=None, allow_null=True)
    record = serializers.UUIDField(source="record.row.uid", read_only=True, default=None, allow_null=True)
    meeting = UidField(Meeting, read_only=True)
    year = serializers.IntegerField(source="occurrence.year", read_only=True, default=None)

    class Meta:
        model = Evidence
        fields = [
            "id", "kind", "dated_on", "year", "meeting", "edition", "record_kind", "record", "file_name", "size",
            "note_ko", "note_ja", "recorded_on",
        ]  # fmt: skip
        read_only_fields = fields


class ConfirmationSerializer(Shared):
    """`is_current`: it is about the wording as it stands now."""

    internal = ("by",)
    by = serializers.CharField(source="by.name", read_only=True)
    is_current = serializers.BooleanField(source="is_about_present_wording", read_only=True)

    class Meta:
        model = Confirmation
        fields = ["side", "answer", "comment", "at", "by", "wording_ko", "wording_ja", "is_current"]
        read_only_fields = fields


class FactsSerializer(Versioned, Shared):
    """`owner` is the mail address of who looks after it on our side.

    `is_kept_late`: kept on a day (`kept_on`, that of its latest evidence) after the due date in force. `is_objected`:
    the other side objects to the wording as it stands now.
    """

    internal = ("meeting", "point", "owner", "last_asked_on", "dropped_reason")
    clause = VisibleField(Clause, required=False, allow_null=True)
    meeting = UidField(Meeting, required=False, allow_null=True)
    point = VisibleField(Point, required=False, allow_null=True)
    mou = UidField(Mou, required=False, allow_null=True)
    counterpart = UidField(Organization, required=False, allow_null=True)
    recurs_from = serializers.IntegerField(required=False, allow_null=True, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    owner = serializers.SlugRelatedField("email", queryset=User.objects.filter(role__in=WRITERS, is_active=True))

    is_kept_late = serializers.BooleanField(read_only=True)
    is_objected = serializers.BooleanField(read_only=True)

    class Meta:
        model = Commitment
        fields = [
            "uid", "sentence_ko", "sentence_ja", "clause", "meeting", "point", "mou", "counterpart", "obligor",
            "owner", "last_asked_on", "made_on", "due_on", "recurrence", "recurs_from", "indicator_ko", "indicator_ja",
            "state", "kept_at", "kept_on", "is_kept_late", "is_objected", "missed_at", "dropped_at", "dropped_reason",
            "version",
        ]  # fmt: skip
        read_only_fields = ["state", "last_asked_on", "dropped_reason"]

    def to_representation(self, commitment):
        data, by = super().to_representation(commitment), self.context.get("by")
        if by and "owner" not in self.fields and commitment.mou_id not in self._mous_of(by):
            data["mou"] = data["clause"] = None
        return data

    def _mous_of(self, by):
        """Asked once for all rows: an MOU may still be a draft, or be one with somebody else."""
        if "mous" not in self.context:
            self.context["mous"] = set(Mou.objects.visible_to(by).values_list("pk", flat=True))
        return self.context["mous"]


class CommitmentHeadSerializer(FactsSerializer):
    """A commitment in a list, of which the query names what it points to: four records a row would be too many."""

    meeting = serializers.UUIDField(source="meeting_uid", read_only=True)
    mou = serializers.UUIDField(source="mou_uid", read_only=True)
    counterpart = serializers.UUIDField(source="counterpart_uid", read_only=True)
    owner = serializers.EmailField(source="owner_email", read_only=True)

    class Meta(FactsSerializer.Meta):
        read_only_fields = FactsSerializer.Meta.fields


class CommitmentSerializer(FactsSerializer):
    """One commitment with its years, moves of the due date, evidence and confirmations.

    `wording` is what an answer to the sentences names: it changes when they do.
    """

    wording = serializers.CharField(source="wording_digest", read_only=True)
    occurrences = OccurrenceSerializer(many=True, read_only=True)
    due_changes = DueChangeSerializer(many=True, read_only=True)
    evidence = EvidenceSerializer(many=True, read_only=True)
    confirmations = ConfirmationSerializer(many=True, read_only=True)

    class Meta(FactsSerializer.Meta):
        fields = [
            *FactsSerializer.Meta.fields, "wording", "occurrences", "due_changes", "evidence", "confirmations",
        ]  # fmt: skip
        read_only_fields = ELSEWHERE

    def to_representation(self, commitment):
        records.load(commitment.evidence.all())
        return super().to_representation(commitment)

    clause = VisibleField(Clause, read_only=True)
    meeting = UidField(Meeting, read_only=True)
    point = VisibleField(Point, read_only=True)

    def to_internal_value(self, data):
        if isinstance(data, dict) and (fixed := [name for name in ELSEWHERE if name in data]):
            message = _("여기서는 바꿀 수 없습니다. 문장과 출처는 그대로 남고, 기한과 상태는 따로 바꿉니다.")
            raise serializers.ValidationError({name: [message] for name in fixed})
        return super().to_internal_value(data)


class NewCommitmentSerializer(FactsSerializer):
    """From a `point`, from a `clause`, or by hand from a `meeting`: the first two bring sentence, day and origin."""

    class Meta(FactsSerializer.Meta):
        fields = [name for name in FactsSerializer.Meta.fields if name != "version"]
        extra_kwargs = {"sentence_ko": {"required": False}, "made_on": {"required": False}}

    version = None

    def validate(self, attrs):
        point, clause = attrs.get("point"), attrs.get("clause")
        if point and attrs.setdefault("meeting", point.meeting) != point.meeting:
            raise serializers.ValidationError({"point": [_("이 면담의 발언이 아닙니다.")]})
        if clause and attrs.setdefault("mou", clause.mou) != clause.mou:
            raise serializers.ValidationError({"clause": [_("이 업무협약의 조항이 아닙니다.")]})
        if meeting := attrs.get("meeting"):
            attrs.setdefault("made_on", meeting.local_day)
        return super().validate(attrs)


class DueSerializer(serializers.Serializer):
    due_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    version = VersionField()


class StepSerializer(serializers.Serializer):
    """`reason` belongs to the step `drop`; `reply` to `keep`, where an objection of the other side is unanswered."""

    step = serializers.ChoiceField(COMMITMENT_STEPS)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    reply = serializers.CharField(max_length=1000, allow_blank=True, default="")


class YearStepSerializer(serializers.Serializer):
    step = serializers.ChoiceField(OCCURRENCE_STEPS)


class AskSerializer(serializers.Serializer):
    asked_on = serializers.DateField()


class NewEvidenceSerializer(Shape):
    """One of `meeting` (held), `edition` (a published report), `file` (sent as multipart) or, as a note, `note_ko`.

    What another feature keeps is named by `record_kind` (`session`) and the `record`'s uid.
    """

    meeting = UidField(Meeting, required=False, allow_null=True)
    edition = VisibleField(Edition, required=False, allow_null=True)
    file = serializers.FileField(required=False, write_only=True, max_length=200)
    record_kind = serializers.CharField(required=False, max_length=40)
    record = serializers.UUIDField(required=False)

    class Meta:
        model = Evidence
        fields = ["kind", "dated_on", "meeting", "edition", "record_kind", "record", "file", "note_ko", "note_ja"]

    def validate(self, attrs):
        if (attrs["kind"] == EvidenceKind.FILE) != ("file" in attrs):
            raise serializers.ValidationError({"file": [_("파일을 근거로 낼 때에만 파일을 함께 보내 주세요.")]})
        name, uid = attrs.pop("record_kind", ""), attrs.pop("record", None)
        if attrs["kind"] == EvidenceKind.RECORD:
            attrs["record"] = self._record(name, uid)
        elif name or uid:
            raise serializers.ValidationError({"record": [_("기록을 근거로 낼 때에만 기록을 보내 주세요.")]})
        return super().validate(attrs)

    def _record(self, name, uid):
        kind = records.kind_named(name)
        if kind is None:
            raise serializers.ValidationError({"record_kind": [_("없는 종류의 기록입니다.")]})
        row = kind.candidates("", self.context["by"]).filter(uid=uid).first()
        if row is None:
            raise serializers.ValidationError({"record": [_("찾을 수 없는 대상입니다: {value}").format(value=uid)]})
        return records.Record(kind, row)


class NewConfirmationSerializer(Shape):
    """`wording` is the one that was read; when the sentences have changed since, the answer is 409."""

    wording = serializers.CharField(max_length=64, write_only=True)

    class Meta:
        model = Confirmation
        fields = ["answer", "comment", "wording"]
