"""How an MOU reads as JSON. A counterpart reads its own ones without what is internal to our side."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.accounts.roles import reads_everything
from exchange.accounts.serializers import Shared
from exchange.audit.endpoints import Versioned
from exchange.core.serializers import RowShape, UidField
from exchange.directory.models import Organization, Person
from exchange.meetings.models import Meeting
from exchange.mous.commitment_serializers import VisibleField
from exchange.mous.enums import REWORDINGS, CorrectionKind, MouStanding, MouState
from exchange.mous.flows import MOU
from exchange.mous.models import Clause, Correction, Mou, MouFile, Party

STEPS = [(name, name) for name in MOU.steps]
NEEDED = {"sign": ("signed_on",), "unsign": ("reason",), "end": ("ended_on", "ended_reason"), "revive": ()}


class PartySerializer(RowShape):
    """Both are named as well: a counterpart reads no directory."""

    organization = UidField(Organization)
    organization_name = serializers.CharField(source="organization.local_name", read_only=True)
    signatory = UidField(Person, required=False, allow_null=True)
    signatory_name = serializers.CharField(source="signatory.local_name", read_only=True, default="")

    class Meta:
        model = Party
        fields = [
            "id",
            "side",
            "organization",
            "organization_name",
            "signatory",
            "signatory_name",
            "title_ko",
            "title_ja",
        ]


class ClauseSerializer(RowShape):
    """`ancestor`: the clause of the predecessor that was kept or changed; a new one has none."""

    ancestor = VisibleField(Clause, required=False, allow_null=True)

    class Meta:
        model = Clause
        fields = ["id", "number", "text_ko", "text_ja", "lineage", "ancestor"]


class MouFileSerializer(serializers.ModelSerializer):
    class Meta:
        model = MouFile
        fields = ["id", "name", "sha256", "size", "content_type", "uploaded_at"]
        read_only_fields = fields


class CorrectionSerializer(Shared):
    """What a signed MOU said before it was put right."""

    internal = ("reason", "by")
    by = serializers.CharField(source="by.local_form", read_only=True)

    class Meta:
        model = Correction
        fields = ["kind", "clause", "party", "before_ko", "before_ja", "after_ko", "after_ja", "reason", "at", "by"]
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer):
    """Sent with parties or clauses that put a signed MOU right."""

    kind = serializers.ChoiceField([(each.value, each.label) for each in REWORDINGS])
    reason = serializers.CharField(max_length=300)


class MouHeadSerializer(Versioned, Shared):
    """An MOU in a list. One that is sent with its day of signing is in force, one without is being prepared."""

    internal = ("meeting", "ended_reason")
    meeting = UidField(Meeting, required=False, allow_null=True)
    predecessor = UidField(Mou, required=False, allow_null=True)
    standing = serializers.ChoiceField(MouStanding.choices, read_only=True)

    class Meta:
        model = Mou
        fields = [
            "uid", "title_ko", "title_ja", "state", "standing", "signed_on", "signed_precision", "place_ko", "place_ja",
            "meeting", "predecessor", "starts_on", "ends_on", "ended_on", "ended_reason", "version",
        ]  # fmt: skip
        read_only_fields = ["state", "ended_on", "ended_reason"]

    def validate(self, attrs):
        if self.instance and self.instance.state == MouState.DRAFT and attrs.get("signed_on"):
            raise serializers.ValidationError({"signed_on": [_("체결일은 체결 처리할 때 적습니다.")]})
        return super().validate(attrs)

    def to_representation(self, mou):
        data, by = super().to_representation(mou), self.context.get("by")
        if by and not reads_everything(by) and mou.predecessor_id not in self._seen_by(by):
            data["predecessor"] = None
            for clause in data.get("clauses", ()):
                clause["ancestor"] = None
        if by and "corrections" in data and not reads_everything(by):
            data["corrections"] = [each for each in data["corrections"] if each["kind"] != CorrectionKind.UNSIGNED]
        return data

    def _seen_by(self, by):
        """Asked once for all rows: the one before may have been signed with somebody else."""
        if "seen_mous" not in self.context:
            self.context["seen_mous"] = set(Mou.objects.visible_to(by).values_list("pk", flat=True))
        return self.context["seen_mous"]


class MouSerializer(MouHeadSerializer):
    """One MOU with who signed it, its clauses and files. A list of parties or clauses replaces the stored one."""

    parties = PartySerializer(many=True, required=False)
    clauses = ClauseSerializer(many=True, required=False)
    files = MouFileSerializer(many=True, read_only=True)
    corrections = CorrectionSerializer(many=True, read_only=True)
    correction = ReasonSerializer(write_only=True, required=False)

    class Meta(MouHeadSerializer.Meta):
        fields = [*MouHeadSerializer.Meta.fields, "parties", "clauses", "files", "corrections", "correction"]


class MouStepSerializer(serializers.Serializer):
    """`signed_on` belongs to the step `sign`, `reason` to `unsign`, `ended_on` and `ended_reason` to `end`."""

    step = serializers.ChoiceField(STEPS)
    signed_on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=300, required=False)
    ended_on = serializers.DateField(required=False)
    ended_reason = serializers.CharField(max_length=300, required=False)

    def validate(self, attrs):
        facts = {name: attrs[name] for name in attrs if name != "step"}
        wanted = NEEDED[attrs["step"]]
        if missing := [name for name in wanted if name not in facts]:
            raise serializers.ValidationError(
                {name: [self.fields[name].error_messages["required"]] for name in missing}
            )
        return {"step": attrs["step"], "facts": {name: facts[name] for name in wanted}}


class NewMouFileSerializer(serializers.Serializer):
    file = serializers.FileField(write_only=True, max_length=200)
