from contextlib import contextmanager

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED

from exchange.audit.endpoints import overtaken_is_conflict
from exchange.core.endpoints import Endpoint, ReadEndpoint, reasons, rows_named
from exchange.core.views import stored_file
from exchange.mous import services
from exchange.mous.enums import MouState
from exchange.mous.models import Mou
from exchange.mous.serializers import MouHeadSerializer, MouSerializer, MouStepSerializer, NewMouFileSerializer
from exchange.mous.services.corrections import Reason, Unexplained

PARTS = {"parties": services.set_parties, "clauses": services.set_clauses}
STEPS = {
    "sign": services.sign_mou,
    "unsign": services.unsign_mou,
    "end": services.end_mou,
    "revive": services.revive_mou,
}
FILE = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)


def whole(mous):
    return mous.prefetch_related("parties__organization", "parties__signatory", "clauses", "files", "corrections__by")


class MouEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """The list is of the heads; one MOU is read with its parties, clauses and files. A counterpart reads its own."""

    queryset = Mou.objects.select_related("meeting", "predecessor")
    permissions = {
        "list": "mous.list_mous",
        "retrieve": "mous.view_mou",
        "create": "mous.add_mou",
        "partial_update": "mous.change_mou",
    }

    def get_queryset(self):
        mous = super().get_queryset()
        return mous if self.action == "list" else whole(mous)

    def get_serializer_class(self):
        return MouHeadSerializer if self.action == "list" else MouSerializer

    @transaction.atomic
    def perform_create(self, serializer):
        facts, parts, _asked = _parted(serializer)
        state = MouState.IN_FORCE if facts.get("signed_on") else MouState.DRAFT
        mou = services.create_mou(by=self.request.user, state=state, **facts)
        serializer.instance = self._with_parts(mou, parts)

    @transaction.atomic
    def perform_update(self, serializer):
        facts, parts, asked = _parted(serializer)
        mou = serializer.instance
        with overtaken_is_conflict():
            if facts:
                services.change_mou(mou=mou, version=asked["version"], by=self.request.user, **facts)
            serializer.instance = self._with_parts(mou, parts, **asked)

    def _with_parts(self, mou, parts, **asked):
        for name, rows in parts.items():
            with rows_named(name), _reason_named():
                PARTS[name](mou=Mou.objects.get(pk=mou.pk), rows=rows, by=self.request.user, **asked)
        return whole(self.queryset.all()).get(pk=mou.pk)


def _parted(serializer):
    """The MOU's own facts, the lists that were sent, and the version that the sender read with the reason given."""
    facts = dict(serializer.validated_data)
    parts = {name: facts.pop(name) for name in PARTS if name in facts}
    reason = Reason(**facts.pop("correction", {}))
    return facts, parts, {"version": facts.pop("version", None), "reason": reason}


@contextmanager
def _reason_named():
    try:
        yield
    except Unexplained as error:
        raise ValidationError({"correction": reasons(error)}) from error


class MouChangeEndpoint(Endpoint):
    """What is done to one MOU, by its own name; answered with the MOU as it stands after it."""

    queryset = Mou.objects.select_related("meeting", "predecessor")
    serializer_class = MouSerializer
    filter_backends = []
    permissions = {
        "step": "mous.change_mou", "add_file": "mous.change_mou", "delete_file": "mous.change_mou",
        "file": "mous.view_mou",
    }  # fmt: skip

    def answer(self, mou, status=HTTP_200_OK):
        return Response(self.get_serializer(whole(self.queryset.all()).get(pk=mou.pk)).data, status)

    @extend_schema(request=MouStepSerializer, responses=MouSerializer, operation_id="mous_step")
    def step(self, request, uid):
        """Sign, take the signing back (managers; says why), end (says when and why) or revive."""
        mou = self.get_object()
        asked = MouStepSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        STEPS[asked.validated_data["step"]](mou=mou, by=request.user, **asked.validated_data["facts"])
        return self.answer(mou)

    @extend_schema(
        request={"multipart/form-data": NewMouFileSerializer}, responses={201: MouSerializer},
        operation_id="mous_add_file",
    )  # fmt: skip
    def add_file(self, request, uid):
        """Under the same rules as attachments of meetings."""
        mou = self.get_object()
        asked = NewMouFileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with rows_named("file"):
            services.add_mou_file(mou=mou, upload=asked.validated_data["file"], by=request.user)
        return self.answer(mou, HTTP_201_CREATED)

    @extend_schema(
        parameters=[FILE], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, operation_id="mous_file"
    )
    def file(self, request, uid, pk):
        file = get_object_or_404(self.get_object().files, pk=pk)
        return stored_file(file, file.name)

    @extend_schema(parameters=[FILE], request=None, responses=MouSerializer, operation_id="mous_delete_file")
    def delete_file(self, request, uid, pk):
        mou = self.get_object()
        services.delete_mou_file(file=get_object_or_404(mou.files, pk=pk), by=request.user)
        return self.answer(mou)


def _on(method, action, **options):
    return MouChangeEndpoint.as_view({method: action}, **options)


ONE = "mous/<uuid:uid>/"

urlpatterns = [
    path("mous/", MouEndpoint.as_view({"get": "list", "post": "create"}), name="mou_list"),
    path(ONE, MouEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}), name="mou_detail"),
    path(f"{ONE}step/", _on("post", "step"), name="mou_step"),
    path(f"{ONE}files/", _on("post", "add_file", parser_classes=[MultiPartParser]), name="mou_file_add"),
    path(f"{ONE}files/<int:pk>/", _on("get", "file"), name="mou_file"),
    path(f"{ONE}files/<int:pk>/delete/", _on("post", "delete_file"), name="mou_file_delete"),
]
