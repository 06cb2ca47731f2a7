"""How ambassadors, requests and sessions read as JSON. No contact of a firm stands in any of them."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ambassadors.enums import ExpertiseKind, FirmSize, Industry, OutcomeKind, Standing, Tongue, Topic
from ambassadors.flows import REQUEST, SESSION
from ambassadors.models import (
    AdvisoryRequest,
    AdvisorySession,
    Ambassador,
    Assignment,
    Client,
    SessionFile,
    SessionOutcome,
    SessionRevision,
    Term,
)
from ambassadors.services.ambassadors import OWN
from exchange.accounts.serializers import Shared
from exchange.audit.endpoints import Versioned, VersionField
from exchange.core.serializers import Shape, UidField
from exchange.directory.enums import Country
from exchange.directory.models import Person
from exchange.mous.commitment_serializers import VisibleField

REQUEST_STEPS = [(name, name) for name in REQUEST.steps]
SESSION_STEPS = [(name, name) for name in SESSION.steps]
SKILLS = {"languages": ExpertiseKind.LANGUAGE, "industries": ExpertiseKind.INDUSTRY, "topics": ExpertiseKind.TOPIC}
OWN_NAMES = {*OWN, *SKILLS, "version"}
TOLD_WITH = {OutcomeKind.INTRODUCTION: "introduction", OutcomeKind.REFERRAL: "referral"}


class CodesField(serializers.ListField):
    """What an ambassador knows of one kind, as codes."""

    def __init__(self, kind, choices, **kwargs):
        self.kind = kind
        super().__init__(child=serializers.ChoiceField(choices), required=False, source="*", **kwargs)

    def to_representation(self, ambassador):
        return ambassador.codes(self.kind)

    def to_internal_value(self, data):
        return {self.field_name: super().to_internal_value(data)}


class TopicsField(serializers.ListField):
    """The topics of a session; what is read is prefetched."""

    def __init__(self, **kwargs):
        super().__init__(child=serializers.ChoiceField(Topic.choices), **kwargs)

    def to_representation(self, topics):
        return [each.topic for each in (topics.all() if hasattr(topics, "all") else topics)]


class TermSerializer(Shared):
    internal = ("decision", "decision_reason")

    class Meta:
        model = Term
        fields = [
            "number", "starts_on", "ends_on", "certificate_number", "ended_reason", "decision", "decision_reason",
        ]  # fmt: skip
        read_only_fields = ["number", "ended_reason", "decision", "decision_reason"]
        extra_kwargs = {"ends_on": {"required": False}}


class DecisionSerializer(Shape):
    class Meta:
        model = Term
        fields = ["decision", "decision_reason"]
        extra_kwargs = {"decision": {"required": True}}


class RenewalSerializer(Shape):
    class Meta:
        model = Term
        fields = ["certificate_number"]


class AmbassadorSerializer(Versioned, Shared):
    """An ambassador; `standing` follows from the terms. An ambassador may change only what he says of himself."""

    person = UidField(Person)
    name = serializers.CharField(source="person.local_name", read_only=True)
    languages = CodesField(ExpertiseKind.LANGUAGE, Tongue.choices)
    industries = CodesField(ExpertiseKind.INDUSTRY, Industry.choices)
    topics = CodesField(ExpertiseKind.TOPIC, Topic.choices)
    standing = serializers.SerializerMethodField()
    terms = TermSerializer(many=True, read_only=True)

    class Meta:
        model = Ambassador
        fields = [
            "uid", "person", "name", "country", "city_ko", "city_ja", "city_en", "zone", "region", "is_regional_chair",
            "capacity", "paused_until", "profile_ko", "profile_ja", "profile_en", "languages", "industries", "topics",
            "standing", "terms", "version",
        ]  # fmt: skip

    def get_standing(self, ambassador) -> Standing:
        return ambassador.standing_among(ambassador.terms.all(), self._today)

    @property
    def _today(self):
        return self.context.setdefault("today", timezone.localdate())

    def validate(self, attrs):
        is_own = self.instance and not self.context["by"].has_perm("ambassadors.change_ambassador", self.instance)
        if is_own and (others := set(attrs) - OWN_NAMES):
            raise serializers.ValidationError({name: [_("직접 바꿀 수 없는 항목입니다.")] for name in others})
        if self.instance and attrs.get("person", self.instance.person) != self.instance.person:
            raise serializers.ValidationError({"person": [_("인물은 바꿀 수 없습니다.")]})
        return super().validate(attrs)

    def facts(self):
        """For the services: columns, and the pairs of what he knows where any was sent."""
        facts = dict(self.validated_data)
        sent = {name: facts.pop(name) for name in SKILLS if name in facts}
        if sent:
            known = {name: self.instance.codes(kind) if self.instance else [] for name, kind in SKILLS.items()}
            facts["expertise"] = [(SKILLS[name], code) for name, codes in (known | sent).items() for code in codes]
        return facts


class ClientSerializer(Shared):
    """A firm: what it is, not whom to call there."""

    internal = ("business_number",)
    industry = serializers.ChoiceField(Industry.choices, read_only=True)
    size = serializers.ChoiceField(FirmSize.choices, read_only=True)

    class Meta:
        model = Client
        fields = ["id", "name", "business_number", "country", "industry", "size", "exports"]
        read_only_fields = fields


class AssignmentSerializer(Shape):
    """Whom the request was given to; an ambassador reads of his own turns."""

    ambassador = serializers.UUIDField(source="ambassador.uid", read_only=True)

    class Meta:
        model = Assignment
        fields = ["ambassador", "assigned_at", "answer_due_on", "returns_on", "answer", "answered_at", "reason"]
        read_only_fields = fields


class RequestHeadSerializer(Shape):
    """A request in a list, of which the query names what it points to."""

    client_name = serializers.CharField(read_only=True)
    ambassador = serializers.UUIDField(source="ambassador_uid", read_only=True, allow_null=True)
    reference = serializers.CharField(read_only=True)

    class Meta:
        model = AdvisoryRequest
        fields = [
            "uid", "reference", "client_name", "country", "city", "topic", "question", "language", "received_at",
            "state", "ambassador", "assigned_at", "accepted_at", "closed_at",
        ]  # fmt: skip
        read_only_fields = fields


class RequestSerializer(Shape):
    """One request. `has_contact`: there is somebody to call; who it is only the action `contact` tells, and logs it."""

    reference = serializers.CharField(read_only=True)
    client = ClientSerializer(read_only=True)
    ambassador = serializers.UUIDField(source="ambassador.uid", read_only=True, default=None, allow_null=True)
    has_contact = serializers.BooleanField(read_only=True)
    consent = serializers.IntegerField(source="consent.version", read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True, source="turns")

    class Meta:
        model = AdvisoryRequest
        fields = [
            "uid", "reference", "client", "country", "city", "topic", "question", "language", "received_at", "state",
            "ambassador", "assigned_at", "accepted_at", "closed_at", "closing_note", "has_contact", "consent",
            "assignments", "version",
        ]  # fmt: skip
        read_only_fields = fields


class RequestStepSerializer(Shape):
    """`ambassador` belongs to `assign`; `reason` to `decline`, `take_back` and `reject`; `note` to `close`."""

    step = serializers.ChoiceField(REQUEST_STEPS)
    ambassador = UidField(Ambassador, required=False, allow_null=True)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, allow_blank=True, default="")

    class Meta:
        model = AdvisoryRequest
        fields = ["step", "ambassador", "reason", "note"]


class ContactSerializer(Shape):
    class Meta:
        model = AdvisoryRequest
        fields = ["contact_name", "contact_title", "contact_email", "contact_phone", "contact_removed_at", "language"]
        read_only_fields = fields


class OutcomeSerializer(Shape):
    class Meta:
        model = SessionOutcome
        fields = ["id", "kind", "happened_on", "text", "amount", "currency"]
        read_only_fields = ["id"]
        extra_kwargs = {"currency": {"min_length": 3}}

    def validate_currency(self, currency):
        return currency.upper()


class RemovalSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class SessionFileSerializer(Shape):
    class Meta:
        model = SessionFile
        fields = ["id", "name", "size", "content_type"]
        read_only_fields = fields


class RevisionSerializer(Shape):
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = SessionRevision
        fields = ["before", "reason", "state", "at", "by"]
        read_only_fields = fields


class SessionHeadSerializer(Shape):
    ambassador = serializers.UUIDField(source="ambassador_uid", read_only=True)
    request = serializers.UUIDField(source="request_uid", read_only=True, allow_null=True)
    client_name = serializers.CharField(read_only=True, allow_null=True)
    topics = TopicsField(read_only=True)

    class Meta:
        model = AdvisorySession
        fields = [
            "uid", "ambassador", "request", "client_name", "held_on", "country", "mode", "minutes",
            "preparation_minutes", "travel_minutes", "topics", "question", "state", "satisfaction",
        ]  # fmt: skip
        read_only_fields = fields


SAID = [
    "held_on", "starts_at", "country", "mode", "minutes", "preparation_minutes", "travel_minutes", "tongue", "topics",
    "question", "advice", "next_step", "follow_up_on",
]  # fmt: skip
LOGGED = [
    *SAID, "request", "client", "new_client", "contact_name", "contact_email", "contact_language", "is_free",
    "has_no_interest", "introduction", "referral",
]  # fmt: skip


class SessionSerializer(Shape):
    ambassador = serializers.UUIDField(source="ambassador.uid", read_only=True)
    request = serializers.UUIDField(source="request.uid", read_only=True, default=None, allow_null=True)
    client = ClientSerializer(read_only=True, allow_null=True)
    topics = TopicsField(read_only=True)
    outcomes = OutcomeSerializer(many=True, read_only=True)
    files = SessionFileSerializer(many=True, read_only=True)
    revisions = RevisionSerializer(many=True, read_only=True)

    class Meta:
        model = AdvisorySession
        fields = [
            "uid", "submission", "ambassador", "request", "client", *SAID, "is_free", "has_no_interest", "state",
            "submitted_at", "confirmed_at", "disputed_at", "checked_at", "satisfaction", "client_comment", "outcomes",
            "files", "revisions", "version",
        ]  # fmt: skip
        read_only_fields = fields


class LogSerializer(Shape):
    """A session as it is sent: `submission` is a key of the sender's own, and sent twice it is one session.

    Of a firm that never asked `client` is the number or `new_client` the name. `submit` false keeps a draft.
    """

    submission = serializers.UUIDField()
    request = UidField(AdvisoryRequest, required=False, allow_null=True)
    client = VisibleField(Client, required=False, allow_null=True)
    new_client = serializers.CharField(max_length=200, required=False)
    country = serializers.ChoiceField(Country.choices, required=False)
    topics = TopicsField(required=False)
    introduction = serializers.CharField(max_length=500, allow_blank=True, required=False)
    referral = serializers.CharField(max_length=500, allow_blank=True, required=False)
    submit = serializers.BooleanField(default=True)

    class Meta:
        model = AdvisorySession
        fields = ["submission", *LOGGED, "submit"]

    def facts(self):
        """For the services: what hangs on the session stands in `parts`."""
        facts = dict(self.validated_data)
        parts = {name: facts.pop(name) for name in ("new_client", *TOLD_WITH.values()) if name in facts}
        return facts | {"parts": parts}


class Partial(serializers.Serializer):
    """What is not sent stays as it is; `needed` is sent always."""

    needed = ("version",)

    def get_fields(self):
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name in self.needed
        return fields


class DraftSerializer(Partial, LogSerializer):
    """What a draft says from now on; with `submit` it is finished."""

    submission = None
    version = VersionField()
    submit = serializers.BooleanField(default=False)

    class Meta(LogSerializer.Meta):
        fields = ["version", *LOGGED, "submit"]


class CorrectionSerializer(Partial, Shape):
    """A session that was submitted is put right with a reason; its client is asked again."""

    version = VersionField()
    reason = serializers.CharField(max_length=300)
    topics = TopicsField(required=False)
    needed = ("version", "reason")

    class Meta:
        model = AdvisorySession
        fields = ["version", "reason", *SAID]


class SessionStepSerializer(serializers.Serializer):
    step = serializers.ChoiceField(SESSION_STEPS)


class TallySerializer(serializers.Serializer):
    """`key`: the code of a country or topic, the uid of an ambassador, the number of a firm."""

    key = serializers.CharField()
    sessions = serializers.IntegerField()
    minutes = serializers.IntegerField()
    preparation_minutes = serializers.IntegerField(source="preparation")
    travel_minutes = serializers.IntegerField(source="travel")
    confirmed = serializers.IntegerField()
    rated = serializers.IntegerField()
    satisfaction_sum = serializers.IntegerField(source="stars")
