"""Ambassadors through the API: the permissions, `visible_to` and services of the pages."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response
from rest_framework.status import HTTP_200_OK, HTTP_201_CREATED

from ambassadors import services
from ambassadors.models import Ambassador, Expertise, Tally, TallyKind, Term
from ambassadors.serializers import (
    AmbassadorSerializer,
    DecisionSerializer,
    RenewalSerializer,
    TallySerializer,
    TermSerializer,
)
from ambassadors.statistics import Period
from exchange.audit.endpoints import overtaken_is_conflict
from exchange.core.endpoints import Endpoint, ReadEndpoint
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import keep_below, prepared_many

OF_PERSON = ("uid", "name_ko", "name_hanja", "name_kana", "name_latin", "country")
COLUMNS = [field.name for field in Ambassador._meta.concrete_fields] + [f"person__{name}" for name in OF_PERSON]
TERMS = Term.objects.defer("decided_by", "decided_at")
_expertise_of = prepared_many(lambda keys: Expertise.objects.filter(ambassador__in=keys), PAGE_SIZE)
_terms_of = prepared_many(lambda keys: TERMS.filter(ambassador__in=keys), PAGE_SIZE)
NUMBER = OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH)


class AmbassadorEndpoint(ReadEndpoint):
    """Ambassadors with their terms; an ambassador reads and changes himself."""

    queryset = Ambassador.objects.select_related("person").prefetch_related("expertise", Prefetch("terms", TERMS))
    serializer_class = AmbassadorSerializer
    filter_backends = []
    permissions = {
        "list": "ambassadors.list_ambassadors",
        "retrieve": "ambassadors.view_ambassador",
        "create": "ambassadors.add_ambassador",
        "partial_update": "ambassadors.change_profile",
        "appoint": "ambassadors.change_terms",
        "decide": "ambassadors.decide_renewal",
        "renew": "ambassadors.change_terms",
    }

    def get_queryset(self):
        found = super().get_queryset()
        return found.prefetch_related(None).only(*COLUMNS) if self.action == "list" else found

    def load(self, rows):
        keys = [row.pk for row in rows]
        keep_below(rows, "expertise", _expertise_of(keys), by="ambassador_id")
        keep_below(rows, "terms", _terms_of(keys), by="ambassador_id")

    def answer(self, ambassador, status=HTTP_200_OK):
        row = self.queryset.all().get(pk=ambassador.pk)
        return Response(AmbassadorSerializer(row, context=self.get_serializer_context()).data, status)

    def asked(self, shape, **kwargs):
        asked = shape(data=self.request.data, context=self.get_serializer_context(), **kwargs)
        asked.is_valid(raise_exception=True)
        return asked

    @extend_schema(responses={201: AmbassadorSerializer})
    def create(self, request):
        facts = self.asked(AmbassadorSerializer).facts()
        facts.pop("version", None)
        return self.answer(services.create_ambassador(by=request.user, **facts), HTTP_201_CREATED)

    def partial_update(self, request, uid):
        ambassador = self.get_object()
        facts = self.asked(AmbassadorSerializer, instance=ambassador, partial=True).facts()
        with overtaken_is_conflict():
            services.change_ambassador(ambassador=ambassador, by=request.user, **facts)
        return self.answer(ambassador)

    @extend_schema(request=TermSerializer, responses={201: AmbassadorSerializer}, operation_id="ambassadors_appoint")
    def appoint(self, request, uid):
        """The next term; two years unless an end is given."""
        ambassador = self.get_object()
        services.appoint(ambassador=ambassador, by=request.user, **self.asked(TermSerializer).validated_data)
        return self.answer(ambassador, HTTP_201_CREATED)

    @extend_schema(
        request=DecisionSerializer, responses=AmbassadorSerializer, operation_id="ambassadors_decide",
        parameters=[NUMBER],
    )  # fmt: skip
    def decide(self, request, uid, number):
        """About what follows this term."""
        ambassador, said = self.get_object(), self.asked(DecisionSerializer).validated_data
        term = get_object_or_404(ambassador.terms, number=number)
        services.decide_renewal(
            term=term, decision=said["decision"], reason=said.get("decision_reason", ""), by=request.user
        )
        return self.answer(ambassador)

    @extend_schema(
        request=RenewalSerializer, responses={201: AmbassadorSerializer}, operation_id="ambassadors_renew",
        parameters=[NUMBER],
    )  # fmt: skip
    def renew(self, request, uid, number):
        """The next term begins on the day after this one."""
        ambassador, said = self.get_object(), self.asked(RenewalSerializer).validated_data
        services.renew(term=get_object_or_404(ambassador.terms, number=number), by=request.user, **said)
        return self.answer(ambassador, HTTP_201_CREATED)


class StatisticsEndpoint(ListModelMixin, Endpoint):
    """How many sessions of what were in a period: most first."""

    queryset = Tally.objects.all()
    serializer_class = TallySerializer
    filter_backends = []
    permissions = {"list": "ambassadors.view_statistics"}

    def get_queryset(self):
        asked = self.request.query_params
        kind = asked.get("kind", TallyKind.ALL)
        if kind not in TallyKind.values:
            raise ValidationError({"kind": [kind[:100]]})
        period = Period.read(asked.get("period"), timezone.localdate())
        found = super().get_queryset().filter(period=period.code, kind=kind).most_first()
        return found

    @extend_schema(parameters=[
        OpenApiParameter("kind", OpenApiTypes.STR, enum=TallyKind.values),
        OpenApiParameter("period", OpenApiTypes.STR, description="`2026`, `2026-Q1`, `2026-03` or `all`"),
    ])  # fmt: skip
    def list(self, request):
        page = self.paginate_queryset(self.get_queryset())
        if request.query_params.get("kind") == TallyKind.AMBASSADOR:
            uids = dict(Ambassador.objects.filter(pk__in=[row.key for row in page]).values_list("pk", "uid"))
            for row in page:
                row.key = str(uids[int(row.key)])
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _on(method, action):
    return AmbassadorEndpoint.as_view({method: action})


ONE = "ambassadors/<uuid:uid>/"

urlpatterns = [
    path("ambassadors/", AmbassadorEndpoint.as_view({"get": "list", "post": "create"}), name="ambassador_list"),
    path(ONE, AmbassadorEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}), name="ambassador_detail"),
    path(f"{ONE}terms/", _on("post", "appoint"), name="ambassador_appoint"),
    path(f"{ONE}terms/<int:number>/decision/", _on("post", "decide"), name="ambassador_decide"),
    path(f"{ONE}terms/<int:number>/renewal/", _on("post", "renew"), name="ambassador_renew"),
    path("advisory/statistics/", StatisticsEndpoint.as_view({"get": "list"}), name="advisory_statistics"),
]
