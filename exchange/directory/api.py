from django.db import transaction
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import APIException
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin
from rest_framework.status import HTTP_410_GONE

from exchange.core.endpoints import Conflict, ReadEndpoint, rows_named
from exchange.core.paging import PAGE_SIZE
from exchange.core.prepared import keep_below, prepared_many
from exchange.directory import services
from exchange.directory.merging import NAMES
from exchange.directory.models import Organization, OrganizationFigure, Person, Post
from exchange.directory.serializers import (
    MergedSerializer,
    NewOrganizationSerializer,
    NewPersonSerializer,
    OrganizationSerializer,
    PersonSerializer,
    PostSerializer,
    SimilarSerializer,
)
from exchange.directory.similar import similar_organizations, similar_people

_POST = [name for name in PostSerializer.Meta.fields if name != "id"]
_figures_of = prepared_many(lambda bodies: OrganizationFigure.objects.filter(organization__in=bodies), PAGE_SIZE)
_POSTS = Post.objects.select_related("organization").only("person", *_POST, "organization__uid")
_posts_of = prepared_many(lambda people: _POSTS.filter(person__in=people), PAGE_SIZE)


class Merged(APIException):
    status_code = HTTP_410_GONE


class RecordEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """A record that may be there already is made only once more when that is confirmed."""

    def get_serializer_class(self):
        return self.new_serializer_class if self.action == "create" else self.serializer_class

    def get_object(self):
        try:
            return super().get_object()
        except Http404:
            kept = self.queryset.model.objects.visible_to(self.request.user)
            if (kept := kept.formerly(gone_uid=self.kwargs["uid"]).first()) is None:
                raise
        raise Merged({"detail": _("합쳐진 기록입니다."), "kept": str(kept.uid)})

    def new_fields(self, serializer, rows):
        """The cleaned columns and rows below of a record that nothing similar stands against."""
        fields, below = _parted(serializer, rows)
        typed = self.queryset.model(**{name: fields.get(name) or "" for name in (*self.names, "aliases")})
        if not fields.pop("confirm_new") and (found := self.find_similar(typed.names, user=self.request.user)):
            similar = [{"uid": str(row.uid), "name": str(row), "reason": reason} for row, reason in found]
            raise Conflict({"detail": _("비슷한 기록이 있습니다. 같은 대상인지 확인해 주세요."), "similar": similar})
        return fields, below


def answers(serializer):
    """What the schema says of the answers beside the usual ones."""
    merged = extend_schema(responses={200: serializer, 410: MergedSerializer})
    made = extend_schema(responses={201: serializer, 409: SimilarSerializer})
    return extend_schema_view(create=made, retrieve=merged, partial_update=merged)


@answers(OrganizationSerializer)
class OrganizationEndpoint(RecordEndpoint):
    """Organisations with their dated figures. `q` finds any form of the name; a list sent replaces the stored one."""

    queryset = Organization.objects.select_related("parent").prefetch_related("figures")
    serializer_class, new_serializer_class = OrganizationSerializer, NewOrganizationSerializer
    names, find_similar = NAMES[Organization], staticmethod(similar_organizations)
    permissions = {
        "list": "directory.list_organizations",
        "retrieve": "directory.view_organization",
        "create": "directory.add_organization",
        "partial_update": "directory.change_organization",
    }

    def get_queryset(self):
        bodies = super().get_queryset()
        return bodies.prefetch_related(None).defer("search_key") if self.action == "list" else bodies

    def load(self, rows):
        keep_below(rows, "figures", _figures_of([row.pk for row in rows]), by="organization_id")

    @transaction.atomic
    def perform_create(self, serializer):
        fields, figures = self.new_fields(serializer, "figures")
        organization = services.create_organization(by=self.request.user, **fields)
        serializer.instance = self._with_figures(organization, figures)

    @transaction.atomic
    def perform_update(self, serializer):
        fields, figures = _parted(serializer, "figures")
        organization = services.change_organization(organization=serializer.instance, by=self.request.user, **fields)
        serializer.instance = self._with_figures(organization, figures)

    def _with_figures(self, organization, rows):
        if rows is not None:
            with rows_named("figures"):
                services.set_figures(organization=organization, rows=rows, by=self.request.user)
        return organization


@answers(PersonSerializer)
class PersonEndpoint(RecordEndpoint):
    """People with their posts. `q` finds any form of the name, a title or an organisation."""

    queryset = Person.objects.with_posts()
    serializer_class, new_serializer_class = PersonSerializer, NewPersonSerializer
    names, find_similar = NAMES[Person], staticmethod(similar_people)
    permissions = {
        "list": "directory.list_people",
        "retrieve": "directory.view_person",
        "create": "directory.add_person",
        "partial_update": "directory.change_person",
    }

    def get_queryset(self):
        people = super().get_queryset()
        return people.prefetch_related(None).defer("search_key") if self.action == "list" else people

    def load(self, rows):
        keep_below(rows, "posts", _posts_of([row.pk for row in rows]), by="person_id")

    @transaction.atomic
    def perform_create(self, serializer):
        fields, posts = self.new_fields(serializer, "posts")
        person = services.create_person(by=self.request.user, **fields)
        serializer.instance = self._with_posts(person, posts)

    @transaction.atomic
    def perform_update(self, serializer):
        fields, posts = _parted(serializer, "posts")
        person = services.change_person(person=serializer.instance, by=self.request.user, **fields)
        serializer.instance = self._with_posts(person, posts)

    def _with_posts(self, person, rows):
        if rows is not None:
            with rows_named("posts"):
                services.set_posts(person=person, rows=rows, by=self.request.user)
        return person


def _parted(serializer, name):
    """The record's own fields, and the rows below it when they were sent."""
    fields = dict(serializer.validated_data)
    return fields, fields.pop(name, None)


_LIST = {"get": "list", "post": "create"}
_DETAIL = {"get": "retrieve", "patch": "partial_update"}

urlpatterns = [
    path("organizations/", OrganizationEndpoint.as_view(_LIST), name="organization_list"),
    path("organizations/<uuid:uid>/", OrganizationEndpoint.as_view(_DETAIL), name="organization_detail"),
    path("people/", PersonEndpoint.as_view(_LIST), name="person_list"),
    path("people/<uuid:uid>/", PersonEndpoint.as_view(_DETAIL), name="person_detail"),
]
