"""Requests for advice and sessions through the API. Whom to call at a firm only the action `contact` tells."""

from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from ambassadors import services
from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador, Assignment, SessionRevision
from ambassadors.serializers import (
    ContactSerializer,
    CorrectionSerializer,
    DraftSerializer,
    LogSerializer,
    OutcomeSerializer,
    RemovalSerializer,
    RequestHeadSerializer,
    RequestSerializer,
    RequestStepSerializer,
    SessionHeadSerializer,
    SessionSerializer,
    SessionStepSerializer,
)
from ambassadors.session_listing import with_topics
from exchange.audit.endpoints import overtaken_is_conflict
from exchange.core.endpoints import ReadEndpoint

REASON = ("reason",)
REQUEST_STEPS = {
    "assign": (services.assign_request, ("ambassador",)),
    "accept": (services.accept_request, ()),
    "decline": (services.decline_request, REASON),
    "take_back": (services.take_back_request, REASON),
    "close": (services.close_request, ("note",)),
    "reject": (services.reject_request, REASON),
    "reopen_request": (services.reopen_request, ()),
}
SESSION_STEPS = {"check": services.check_session, "uncheck": services.uncheck_session}
ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH)


class AdviceEndpoint(ReadEndpoint):
    """`in_list`, `shape`: one row in the list, and by itself."""

    in_list = shape = None
    lookup_field = "uid"

    def get_serializer_class(self):
        return self.in_list if self.action == "list" else self.shape

    def get_queryset(self):
        found = super().get_queryset()
        return self.named(found) if self.action == "list" else self.whole(found)

    def asked(self, shape, **kwargs):
        asked = shape(data=self.request.data, context=self.get_serializer_context(), **kwargs)
        asked.is_valid(raise_exception=True)
        return asked

    def answer(self, row, status=HTTP_200_OK):
        """As it stands now; nothing for who has just given it away."""
        found = self.get_queryset().filter(pk=row.pk).first()
        if found is None:
            return Response(status=HTTP_204_NO_CONTENT)
        return Response(self.shape(found, context=self.get_serializer_context()).data, status)


class RequestEndpoint(AdviceEndpoint):
    """Requests of firms; an ambassador reads those that he was given."""

    queryset = AdvisoryRequest.objects.all()
    in_list, shape = RequestHeadSerializer, RequestSerializer
    permissions = {
        "list": "ambassadors.list_requests",
        "retrieve": "ambassadors.view_request",
        "step": "ambassadors.view_request",
        "contact": "ambassadors.view_contact",
    }

    @staticmethod
    def named(requests):
        requests = requests.defer("search_key", "contact_name", "contact_title", "contact_email", "contact_phone")
        return requests.annotate(client_name=F("client__name"), ambassador_uid=F("ambassador__uid"))

    def whole(self, requests):
        turns = Assignment.objects.visible_to(self.request.user).select_related("ambassador")
        return requests.select_related("client", "ambassador", "consent").prefetch_related(
            Prefetch("assignments", turns, to_attr="turns")
        )

    @extend_schema(
        request=RequestStepSerializer, responses={200: RequestSerializer, 204: None}, operation_id="requests_step"
    )
    def step(self, request, uid):
        """Assign, accept, decline, take back, close, reject or reopen. Who declines sees the request no more (204)."""
        row, asked = self.get_object(), self.asked(RequestStepSerializer).validated_data
        service, said = REQUEST_STEPS[asked["step"]]
        facts = {name: asked.get(name) for name in said}
        if "ambassador" in said and not facts["ambassador"]:
            raise ValidationError({"ambassador": [_("배정할 대사를 함께 보내 주세요.")]})
        service(request=row, by=request.user, **facts)
        return self.answer(row)

    @extend_schema(request=None, responses=ContactSerializer, operation_id="requests_contact")
    def contact(self, request, uid):
        """Whom to call; each look is logged."""
        row = services.view_contact(request=self.get_object(), by=request.user)
        return Response(ContactSerializer(row).data)


class SessionEndpoint(AdviceEndpoint):
    """Sessions of advice; an ambassador logs, reads and corrects his own."""

    queryset = AdvisorySession.objects.all()
    in_list, shape = SessionHeadSerializer, SessionSerializer
    permissions = {
        "list": "ambassadors.list_sessions",
        "retrieve": "ambassadors.view_session",
        "create": "ambassadors.log_session",
        "partial_update": "ambassadors.change_session",
        "finish": "ambassadors.change_session",
        "step": "ambassadors.check_session",
        "add_outcome": "ambassadors.add_outcome",
        "remove_outcome": "ambassadors.add_outcome",
    }

    @staticmethod
    def named(sessions):
        sessions = sessions.defer("advice", "next_step", "search_key", "client_comment", "contact_name")
        return sessions.annotate(
            client_name=F("client__name"), ambassador_uid=F("ambassador__uid"), request_uid=F("request__uid")
        )

    def load(self, rows):
        with_topics(rows)

    @staticmethod
    def whole(sessions):
        return sessions.select_related("ambassador", "client", "request").prefetch_related(
            "topics", "outcomes", "files", Prefetch("revisions", SessionRevision.objects.select_related("by"))
        )

    @extend_schema(request=LogSerializer, responses={200: SessionSerializer, 201: SessionSerializer})
    def create(self, request):
        """Log a session; the same `submission` once more is answered with what stands there (200)."""
        ambassador = Ambassador.objects.visible_to(request.user).first()
        if ambassador is None:  # an account that is not tied to an ambassador yet
            raise PermissionDenied
        facts = self.asked(LogSerializer).facts()
        session, is_new = services.log_session(ambassador=ambassador, by=request.user, **facts)
        return self.answer(session, HTTP_201_CREATED if is_new else HTTP_200_OK)

    @extend_schema(request=CorrectionSerializer, responses=SessionSerializer)
    def partial_update(self, request, uid):
        """Put right what was submitted."""
        session = self.get_object()
        facts = self.asked(CorrectionSerializer, instance=session).validated_data
        with overtaken_is_conflict():
            services.correct_session(session=session, by=request.user, **facts)
        return self.answer(session)

    @extend_schema(request=DraftSerializer, responses=SessionSerializer, operation_id="sessions_finish")
    def finish(self, request, uid):
        """Go on with a draft."""
        session, facts = self.get_object(), self.asked(DraftSerializer).facts()
        submit = facts.pop("submit", False)
        facts.setdefault("topics", [topic.topic for topic in session.topics.all()])
        save = services.submit_session if submit else services.save_draft
        with overtaken_is_conflict():
            save(session=session, by=request.user, **facts)
        return self.answer(session)

    @extend_schema(request=SessionStepSerializer, responses=SessionSerializer, operation_id="sessions_step")
    def step(self, request, uid):
        """Check what was read, or take it back."""
        session = self.get_object()
        SESSION_STEPS[self.asked(SessionStepSerializer).validated_data["step"]](session=session, by=request.user)
        return self.answer(session)

    @extend_schema(request=OutcomeSerializer, responses={201: SessionSerializer}, operation_id="sessions_add_outcome")
    def add_outcome(self, request, uid):
        """What came of it, also long after."""
        session = self.get_object()
        services.add_outcome(session=session, by=request.user, **self.asked(OutcomeSerializer).validated_data)
        return self.answer(session, HTTP_201_CREATED)

    @extend_schema(
        request=RemovalSerializer, responses=SessionSerializer, operation_id="sessions_remove_outcome", parameters=[ID]
    )
    def remove_outcome(self, request, uid, pk):
        """What stood there when the session was checked only our people take away, with the reason."""
        session = self.get_object()
        outcome = get_object_or_404(session.outcomes, pk=pk)
        services.remove_outcome(outcome=outcome, by=request.user, **self.asked(RemovalSerializer).validated_data)
        return self.answer(session)


def _asked(action, method="post"):
    return RequestEndpoint.as_view({method: action}, filter_backends=[])


def _held(action):
    return SessionEndpoint.as_view({"post": action}, filter_backends=[])


REQUEST, SESSION = "advisory/requests/<uuid:uid>/", "advisory/sessions/<uuid:uid>/"

urlpatterns = [
    path("advisory/requests/", RequestEndpoint.as_view({"get": "list"}), name="request_list"),
    path(REQUEST, RequestEndpoint.as_view({"get": "retrieve"}), name="request_detail"),
    path(f"{REQUEST}step/", _asked("step"), name="request_step"),
    path(f"{REQUEST}contact/", _asked("contact"), name="request_contact"),
    path("advisory/sessions/", SessionEndpoint.as_view({"get": "list", "post": "create"}), name="session_list"),
    path(SESSION, SessionEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}), name="session_detail"),
    path(f"{SESSION}draft/", _held("finish"), name="session_draft"),
    path(f"{SESSION}step/", _held("step"), name="session_step"),
    path(f"{SESSION}outcomes/", _held("add_outcome"), name="session_outcome"),
    path(f"{SESSION}outcomes/<int:pk>/delete/", _held("remove_outcome"), name="session_outcome_delete"),
]
