from django.db import transaction
from django.urls import path
from rest_framework.mixins import CreateModelMixin, UpdateModelMixin

from exchange.core.endpoints import ReadEndpoint, rows_named
from exchange.directory import services
from exchange.directory.models import Organization, Person
from exchange.directory.serializers import OrganizationSerializer, PersonSerializer


class OrganizationEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """Organisations with their dated figures. `q` finds any form of the name; a list sent replaces the stored one."""

    queryset = Organization.objects.select_related("parent").prefetch_related("figures")
    serializer_class = OrganizationSerializer
    permissions = {
        "list": "directory.list_organizations",
        "retrieve": "directory.view_organization",
        "create": "directory.add_organization",
        "partial_update": "directory.change_organization",
    }

    @transaction.atomic
    def perform_create(self, serializer):
        fields, figures = _parted(serializer, "figures")
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


class PersonEndpoint(CreateModelMixin, UpdateModelMixin, ReadEndpoint):
    """People with their posts. `q` finds any form of the name, a title or an organisation."""

    queryset = Person.objects.with_posts()
    serializer_class = PersonSerializer
    permissions = {
        "list": "directory.list_people",
        "retrieve": "directory.view_person",
        "create": "directory.add_person",
        "partial_update": "directory.change_person",
    }

    @transaction.atomic
    def perform_create(self, serializer):
        fields, posts = _parted(serializer, "posts")
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
