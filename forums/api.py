"""Forums through the API: the permissions, `visible_to` and services of the pages."""

from uuid import uuid4

from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED

from exchange.audit.endpoints import overtaken_is_conflict
from exchange.core.endpoints import Endpoint, ReadEndpoint
from forums import services
from forums.enums import Origin
from forums.models import CheckIn, Edition, Registration, Series, Session, Speaker, Task
from forums.serializers import (
    DoneSerializer,
    ForumEditionHeadSerializer,
    ForumEditionSerializer,
    ForumStepSerializer,
    ForumTaskSerializer,
    ProgrammeSerializer,
    RegistrationSerializer,
    SeriesSerializer,
)
from forums.sides import figures_of

ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)


class ForumEndpoint(ReadEndpoint):
    filter_backends = []

    def asked(self, shape, **kwargs):
        asked = shape(data=self.request.data, context=self.get_serializer_context(), **kwargs)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def answer(self, row, status=HTTP_200_OK):
        row = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(row).data, status)


class SeriesEndpoint(ForumEndpoint):
    """The forums that are held again and again, and whose turn it is."""

    queryset = Series.objects.select_related("counterpart", "commitment").prefetch_related("editions")
    serializer_class = SeriesSerializer
    lookup_field = "slug"
    permissions = {
        "list": "forums.list_forums", "retrieve": "forums.view_series", "create": "forums.change_series",
        "partial_update": "forums.change_series",
    }  # fmt: skip

    @extend_schema(responses={201: SeriesSerializer})
    def create(self, request):
        facts = self.asked(SeriesSerializer)
        facts.pop("version", None)
        return self.answer(services.create_series(by=request.user, **facts), HTTP_201_CREATED)

    def partial_update(self, request, slug):
        series = self.get_object()
        facts = self.asked(SeriesSerializer, instance=series, partial=True)
        with overtaken_is_conflict():
            services.change_series(series=series, by=request.user, **facts)
        return self.answer(series)


class EditionEndpoint(ForumEndpoint):
    """The years of a forum, newest first; a counterpart reads those of its own forums."""

    queryset = Edition.objects.select_related("series")
    permissions = {
        "list": "forums.list_forums", "retrieve": "forums.view_edition", "create": "forums.change_edition",
        "partial_update": "forums.change_edition", "step": "forums.change_edition",
        "programme": "forums.view_edition", "tasks": "forums.view_edition", "add_task": "forums.change_edition",
        "registrations": "forums.view_registrations", "register": "forums.change_registrations",
    }  # fmt: skip

    def get_serializer_class(self):
        return ForumEditionHeadSerializer if self.action == "list" else ForumEditionSerializer

    def get_queryset(self):
        found = super().get_queryset()
        if self.action == "list":
            return found
        return found.prefetch_related("bodies__organization", "co_chairs__person")

    def answer(self, edition, status=HTTP_200_OK):
        row = EditionEndpoint.queryset.visible_to(self.request.user)
        row = row.prefetch_related("bodies__organization", "co_chairs__person").get(pk=edition.pk)
        row.seats = figures_of(row)
        return Response(ForumEditionSerializer(row, context=self.get_serializer_context()).data, status)

    @extend_schema(responses=ForumEditionSerializer)
    def retrieve(self, request, uid):
        return self.answer(self.get_object())

    @extend_schema(request=ForumEditionSerializer, responses={201: ForumEditionSerializer})
    def create(self, request):
        """Proposed; the zone is that of the host where none is given."""
        facts = self.asked(ForumEditionSerializer)
        facts.pop("version", None)
        return self.answer(services.create_edition(by=request.user, **facts), HTTP_201_CREATED)

    @extend_schema(request=ForumEditionSerializer, responses=ForumEditionSerializer)
    def partial_update(self, request, uid):
        edition = self.get_object()
        facts = self.asked(ForumEditionSerializer, instance=edition, partial=True)
        facts.pop("series", None)
        with overtaken_is_conflict():
            services.change_edition(edition=edition, by=request.user, **facts)
        return self.answer(edition)

    @extend_schema(request=ForumStepSerializer, responses=ForumEditionSerializer, operation_id="forums_step")
    def step(self, request, uid):
        """Agree, announce, hold; or skip and cancel with the reason."""
        edition, asked = self.get_object(), self.asked(ForumStepSerializer)
        step, by = asked.pop("step"), request.user
        figures = {name: asked[name] for name in asked if name.startswith("attended_")}
        off = {name: asked[name] for name in asked if name in {"swap_next", "next_reason"}}
        if step == "hold":
            services.hold_edition(edition=edition, by=by, **figures)
        elif step == "unhold":
            services.unhold_edition(edition=edition, by=by)
        elif step in {"skip", "cancel"}:
            services.call_off(edition=edition, step=step, reason=asked.get("reason", ""), by=by, **off)
        else:
            services.take_step(edition=edition, step=step, by=by)
        return self.answer(edition)

    @extend_schema(responses=ProgrammeSerializer, operation_id="forums_programme")
    def programme(self, request, uid):
        """Rooms, sessions and talks with their speakers."""
        edition = self.get_object()
        speakers = Prefetch("talks__speakers", Speaker.objects.select_related("person"))
        sessions = list(Session.objects.filter(edition=edition).prefetch_related("talks", speakers))
        for session in sessions:
            session.zone = edition.zone
        whole = {"rooms": edition.rooms.all(), "sessions": sessions}
        return Response(ProgrammeSerializer(whole, context=self.get_serializer_context()).data)

    @extend_schema(responses=ForumTaskSerializer(many=True), operation_id="forums_tasks")
    def tasks(self, request, uid):
        """What is to be prepared; a counterpart reads what is shared with it."""
        page = self.paginate_queryset(Task.objects.visible_to(request.user).filter(edition=self.get_object()))
        return self.get_paginated_response(
            ForumTaskSerializer(page, many=True, context=self.get_serializer_context()).data
        )

    @extend_schema(request=ForumTaskSerializer, responses={201: ForumTaskSerializer}, operation_id="forums_add_task")
    def add_task(self, request, uid):
        edition, facts = self.get_object(), self.asked(ForumTaskSerializer)
        facts.pop("version", None)
        task = services.save_task(edition=edition, by=request.user, **facts)
        return Response(ForumTaskSerializer(task, context=self.get_serializer_context()).data, HTTP_201_CREATED)

    @extend_schema(responses=RegistrationSerializer(many=True), operation_id="forums_registrations")
    def registrations(self, request, uid):
        """Who comes, newest first."""
        rows = people(request.user).filter(edition=self.get_object()).order_by("-registered_at", "-pk")
        page = self.paginate_queryset(rows)
        shape = RegistrationSerializer(page, many=True, context=self.get_serializer_context())
        return self.get_paginated_response(shape.data)

    @extend_schema(
        request=RegistrationSerializer, responses={201: RegistrationSerializer}, operation_id="forums_register"
    )
    def register(self, request, uid):
        """By staff, for somebody who said so; a seat while there is one, then the waiting list."""
        edition, facts = self.get_object(), self.asked(RegistrationSerializer)
        facts.pop("version", None)
        submission = facts.pop("submission", None) or uuid4()
        row, made = services.register(
            edition=edition, submission=submission, origin=Origin.STAFF, by=request.user, **facts
        )
        row = people(request.user).filter(edition=edition).filter(pk=row.pk).first()
        if row is None:  # the key is that of a registration elsewhere
            raise ValidationError({"submission": [_("다른 회차의 신청에 쓰인 값입니다.")]})
        shape = RegistrationSerializer(row, context=self.get_serializer_context())
        return Response(shape.data, HTTP_201_CREATED if made else HTTP_200_OK)


def people(user):
    came = Exists(CheckIn.objects.filter(registration=OuterRef("pk"), session__isnull=True))
    return Registration.objects.visible_to(user).annotate(came=came)


class TaskEndpoint(Endpoint):
    queryset = Task.objects.select_related("edition")
    serializer_class = ForumTaskSerializer
    filter_backends = []
    lookup_field = "pk"
    permissions = {"partial_update": "forums.change_edition", "done": "forums.complete_task"}

    def partial_update(self, request, pk):
        task = self.get_object()
        asked = ForumTaskSerializer(task, data=request.data, partial=True, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        with overtaken_is_conflict():
            row = services.save_task(edition=task.edition, task=task, by=request.user, **asked.validated_data)
        return Response(self.get_serializer(row).data)

    @extend_schema(request=DoneSerializer, responses=ForumTaskSerializer, operation_id="forums_task_done")
    def done(self, request, pk):
        """Also by the counterpart, of what its own side does."""
        task, asked = self.get_object(), DoneSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = services.complete_task(task=task, by=request.user, done=asked.validated_data["done"])
        return Response(self.get_serializer(row).data)


class RegistrationEndpoint(ReadEndpoint):
    queryset = Registration.objects.select_related("edition")
    serializer_class = RegistrationSerializer
    filter_backends = []
    permissions = {
        "retrieve": "forums.view_registrations", "partial_update": "forums.change_registrations",
        "cancel": "forums.change_registrations", "check_in": "forums.check_in",
    }  # fmt: skip

    def get_queryset(self):
        return people(self.request.user).select_related("edition")

    def _answer(self, row):
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=row.pk)).data)

    def partial_update(self, request, uid):
        row = self.get_object()
        asked = RegistrationSerializer(row, data=request.data, partial=True, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        facts = {name: value for name, value in asked.validated_data.items() if name != "side"}
        with overtaken_is_conflict():
            services.change_registration(registration=row, by=request.user, **facts)
        return self._answer(row)

    @extend_schema(request=None, responses=RegistrationSerializer, operation_id="forums_cancel_registration")
    def cancel(self, request, uid):
        """The seat goes to whoever waits longest."""
        row = self.get_object()
        services.cancel_registration(registration=row, by=request.user)
        return self._answer(row)

    @extend_schema(request=None, responses=RegistrationSerializer, operation_id="forums_check_in")
    def check_in(self, request, uid):
        """Twice is once."""
        row = self.get_object()
        services.check_in(registration=row, by=request.user)
        return self._answer(row)


def _on(endpoint, **actions):
    return endpoint.as_view(actions)


EDITION, PERSON = "forums/editions/<uuid:uid>/", "forums/registrations/<uuid:uid>/"

urlpatterns = [
    path("forums/series/", _on(SeriesEndpoint, get="list", post="create"), name="forum_series_list"),
    path(
        "forums/series/<slug:slug>/", _on(SeriesEndpoint, get="retrieve", patch="partial_update"),
        name="forum_series_detail",
    ),
    path("forums/editions/", _on(EditionEndpoint, get="list", post="create"), name="forum_edition_list"),
    path(EDITION, _on(EditionEndpoint, get="retrieve", patch="partial_update"), name="forum_edition_detail"),
    path(f"{EDITION}step/", _on(EditionEndpoint, post="step"), name="forum_edition_step"),
    path(f"{EDITION}programme/", _on(EditionEndpoint, get="programme"), name="forum_edition_programme"),
    path(f"{EDITION}tasks/", _on(EditionEndpoint, get="tasks", post="add_task"), name="forum_edition_tasks"),
    path(
        f"{EDITION}registrations/", _on(EditionEndpoint, get="registrations", post="register"),
        name="forum_edition_registrations",
    ),
    path("forums/tasks/<int:pk>/", _on(TaskEndpoint, patch="partial_update"), name="forum_task_detail"),
    path("forums/tasks/<int:pk>/done/", _on(TaskEndpoint, post="done"), name="forum_task_done"),
    path(PERSON, _on(RegistrationEndpoint, get="retrieve", patch="partial_update"), name="forum_registration_detail"),
    path(f"{PERSON}cancel/", _on(RegistrationEndpoint, post="cancel"), name="forum_registration_cancel"),
    path(f"{PERSON}check-in/", _on(RegistrationEndpoint, post="check_in"), name="forum_registration_check_in"),
]  # fmt: skip
