from django.core.exceptions import ValidationError as ModelError
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED

from exchange.audit.endpoints import overtaken_is_conflict
from exchange.core.endpoints import Conflict, Endpoint, ReadEndpoint
from exchange.core.strictjson import JSONParser
from exchange.mous import services
from exchange.mous.commitment_serializers import (
    AskSerializer,
    CommitmentHeadSerializer,
    CommitmentSerializer,
    DueSerializer,
    NewCommitmentSerializer,
    NewConfirmationSerializer,
    NewEvidenceSerializer,
    StepSerializer,
    YearStepSerializer,
)
from exchange.mous.models import Commitment, Confirmation, DueChange, Evidence

STEPS = {
    "start": services.start_commitment,
    "keep": services.keep_commitment,
    "miss": services.miss_commitment,
    "drop": services.drop_commitment,
    "reopen": services.reopen_commitment,
}
SAID_WITH = {"drop": ["reason"], "keep": ["reply"]}
YEAR_STEPS = {"keep": services.keep_occurrence, "reopen": services.reopen_occurrence}


def whole(commitments):
    return commitments.prefetch_related(
        "occurrences",
        Prefetch("due_changes", DueChange.objects.select_related("by")),
        Prefetch("evidence", Evidence.objects.select_related("meeting", "occurrence")),
        Prefetch("confirmations", Confirmation.objects.select_related("by")),
    )


def named(commitments):
    """For the list: of each row that a commitment points to only its name."""
    commitments = commitments.select_related(None).defer("search_key")
    uids = {f"{name}_uid": F(f"{name}__uid") for name in ("meeting", "mou", "counterpart")}
    return commitments.annotate(**uids, owner_email=F("owner__email"))


def documented(asked, operation_id, **more):
    """Every change of a commitment is answered with the commitment as it stands after it."""
    return extend_schema(
        request=asked, responses=CommitmentSerializer, operation_id=f"commitments_{operation_id}", **more
    )


class CommitmentEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """The promises of both sides. The list is of the heads; one is read with its years, evidence and answers.

    A counterpart reads its own ones, without what is internal to our side.
    """

    queryset = Commitment.objects.with_objections().select_related("counterpart", "owner", "meeting", "mou")
    permissions = {
        "list": "mous.list_commitments",
        "retrieve": "mous.view_commitment",
        "create": "mous.add_commitment",
        "partial_update": "mous.change_commitment",
    }

    def get_queryset(self):
        commitments = super().get_queryset()
        return named(commitments) if self.action == "list" else whole(commitments)

    def get_serializer_class(self):
        special = {"list": CommitmentHeadSerializer, "create": NewCommitmentSerializer}
        return special.get(self.action, CommitmentSerializer)

    @extend_schema(responses={201: CommitmentSerializer})
    def create(self, request, *args, **kwargs):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        facts = asked.validated_data
        if facts.get("point"):
            make = services.commit_point
        elif facts.get("clause"):
            make = services.commit_clause
        else:
            make = services.create_commitment
        made = make(by=request.user, **{name: value for name, value in facts.items() if value is not None})
        return Response(_shown(self, made), HTTP_201_CREATED)

    def perform_update(self, serializer):
        facts = dict(serializer.validated_data)
        with overtaken_is_conflict():
            services.change_commitment(
                commitment=serializer.instance, version=facts.pop("version"), by=self.request.user, **facts
            )
        serializer.instance = self.get_queryset().get(pk=serializer.instance.pk)


class ChangeEndpoint(Endpoint):
    """What is done to one commitment, by its own name."""

    queryset = Commitment.objects.with_objections().select_related("counterpart", "owner", "meeting", "mou")
    serializer_class = CommitmentSerializer
    filter_backends = []
    permissions = {
        "confirm": "mous.confirm_commitment",
        **dict.fromkeys(
            ("move_due", "step", "ask", "add_evidence", "delete_evidence", "step_occurrence"), "mous.change_commitment"
        ),
    }

    def asked(self, shape):
        asked = shape(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def answer(self, commitment, status=HTTP_200_OK):
        return Response(_shown(self, commitment), status)

    @documented(DueSerializer, "move_due")
    def move_due(self, request, uid):
        """Move the due date: with a reason, once there has been one."""
        commitment = self.get_object()
        with overtaken_is_conflict():
            services.move_due(commitment=commitment, by=request.user, **self.asked(DueSerializer))
        return self.answer(commitment)

    @documented(StepSerializer, "step")
    def step(self, request, uid):
        """Start, keep (needs evidence), miss, drop (needs a reason) or reopen (back to the state before)."""
        commitment, asked = self.get_object(), self.asked(StepSerializer)
        said = {name: asked[name] for name in SAID_WITH.get(asked["step"], ())}
        STEPS[asked["step"]](commitment=commitment, by=request.user, **said)
        return self.answer(commitment)

    @documented(AskSerializer, "ask")
    def ask(self, request, uid):
        """Our side asked how it stands."""
        commitment = self.get_object()
        services.ask_counterpart(commitment=commitment, by=request.user, **self.asked(AskSerializer))
        return self.answer(commitment)

    @extend_schema(
        request={"application/json": NewEvidenceSerializer, "multipart/form-data": NewEvidenceSerializer},
        responses={201: CommitmentSerializer},
        operation_id="commitments_add_evidence",
    )
    def add_evidence(self, request, uid):
        """Of a yearly commitment the day says for which year it counts."""
        commitment, facts = self.get_object(), self.asked(NewEvidenceSerializer)
        if upload := facts.pop("file", None):
            del facts["kind"]
            _add_file(commitment, upload, request.user, facts)
        else:
            services.add_evidence(commitment=commitment, by=request.user, **facts)
        return self.answer(commitment, HTTP_201_CREATED)

    @documented(None, "delete_evidence", parameters=[OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)])
    def delete_evidence(self, request, uid, pk):
        """Refused for the last proof of what counts as kept."""
        commitment = self.get_object()
        services.delete_evidence(evidence=get_object_or_404(commitment.evidence, pk=pk), by=request.user)
        return self.answer(commitment)

    @documented(
        YearStepSerializer, "step_occurrence",
        parameters=[OpenApiParameter("year", OpenApiTypes.INT, OpenApiParameter.PATH)],
    )  # fmt: skip
    def step_occurrence(self, request, uid, year):
        """Keep (needs evidence of that year) or reopen one year of a yearly commitment."""
        commitment = self.get_object()
        occurrence = get_object_or_404(commitment.occurrences, year=year)
        YEAR_STEPS[self.asked(YearStepSerializer)["step"]](occurrence=occurrence, by=request.user)
        return self.answer(commitment)

    @documented(NewConfirmationSerializer, "confirm")
    def confirm(self, request, uid):
        """Answer for the own side: the wording is right, or an objection with a comment."""
        commitment, facts = self.get_object(), self.asked(NewConfirmationSerializer)
        try:
            services.answer_wording(commitment=commitment, shown=facts.pop("wording"), by=request.user, **facts)
        except ModelError as error:
            if getattr(error, "code", "") == "wording":
                raise Conflict({"wording": error.messages}) from error
            raise
        return self.answer(commitment)


def _add_file(commitment, upload, by, facts):
    try:
        services.add_file_evidence(commitment=commitment, upload=upload, by=by, **facts)
    except ModelError as error:
        raise error if hasattr(error, "error_dict") else ModelError({"file": error}) from error


def _shown(endpoint, commitment):
    """The commitment as the database has it now."""
    row = whole(endpoint.queryset.all()).get(pk=commitment.pk)
    return CommitmentSerializer(row, context=endpoint.get_serializer_context()).data


def _on(action, **options):
    return ChangeEndpoint.as_view({"post": action}, **options)


ONE = "commitments/<uuid:uid>/"

urlpatterns = [
    path("commitments/", CommitmentEndpoint.as_view({"get": "list", "post": "create"}), name="commitment_list"),
    path(ONE, CommitmentEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}), name="commitment_detail"),
    path(f"{ONE}due/", _on("move_due"), name="commitment_due"),
    path(f"{ONE}step/", _on("step"), name="commitment_step"),
    path(f"{ONE}asked/", _on("ask"), name="commitment_ask"),
    path(
        f"{ONE}evidence/", _on("add_evidence", parser_classes=[JSONParser, MultiPartParser]), name="commitment_evidence"
    ),
    path(f"{ONE}evidence/<int:pk>/delete/", _on("delete_evidence"), name="commitment_evidence_delete"),
    path(f"{ONE}occurrences/<int:year>/step/", _on("step_occurrence"), name="commitment_occurrence"),
    path(f"{ONE}confirmations/", _on("confirm"), name="commitment_confirm"),
]
