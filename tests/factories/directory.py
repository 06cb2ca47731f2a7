"""Organisations, people and posts for tests; every name is made up and numbered."""

import factory

from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, OrganizationFigure, Person, Post


class OrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organization

    name_ko = factory.Sequence(lambda n: f"가상기관 {n}")
    kind = OrganizationKind.COOPERATIVE
    country = Country.KR


class FigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganizationFigure

    organization = factory.SubFactory(OrganizationFactory)
    label = factory.Sequence(lambda n: f"회원 수 {n}")
    value = 937
    as_of = factory.Faker("past_date")
    source = "가상 출처"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name_ko = factory.Sequence(lambda n: f"가상인물 {n}")
    country = Country.KR


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(OrganizationFactory)
    title_ko = "부회장"
