"""Choosing a person or an organisation by typing: what a record is called in a form, and which one a text means.

One `Choices` serves all fields of a request: every field tells it first what it holds (`expect`), the first
question loads all of it at once. So a page of twenty rows costs as many queries as a page of one.
"""

import re
from collections import defaultdict
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from exchange.core.search import forms_in, normalise, words_of
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, Person, Post

SEPARATOR = " · "
SUGGESTED = 20
_SPLIT = re.compile(r"\s+·\s+")
_NUMBER = re.compile(r"#(\d{1,18})")


class Choices:
    """What this user may choose from."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def people(self):
        return People(Person.objects.visible_to(self.user).with_posts(), self.user)

    @cached_property
    def organizations(self):
        return Organizations(Organization.objects.visible_to(self.user).select_related("parent"), self.user)


class Finder:
    """Labels that people can tell apart, and the records that a typed text may mean."""

    def __init__(self, queryset, user):
        self.queryset, self.user = queryset, user
        self._waiting_pks, self._waiting_keys = set(), set()
        self._by_pk, self._by_key = {}, {}
        self._unnamed, self._namesakes, self._posts = {}, {}, {}

    def expect(self, value):
        """Remember a text, key or record that will be asked about."""
        if isinstance(value, str):
            self._waiting_keys |= {normalise(value), normalise(_segments(value)[0])} - {""}
        elif isinstance(value, int):
            self._waiting_pks.add(value)
        elif value is not None:
            self._unnamed[value.pk] = self._by_pk.setdefault(value.pk, value)

    def label(self, value):
        """The text that stands for this record in a form; a text stands for itself."""
        if isinstance(value, str):
            return value
        self.expect(value)
        self._load()
        record = self._by_pk.get(value) if isinstance(value, int) else value
        if record is None:
            return ""
        record, namesakes = self._by_pk[record.pk], self._namesakes[record.pk]
        label = self.describe(record, namesakes)
        shared = any(self.describe(other, [record]) == label for other in namesakes)
        return f"{label}{SEPARATOR}#{record.pk}" if shared else label

    def find(self, text):
        """The records that the text may mean: one when it is clear, several namesakes, or none."""
        self.expect(text)
        self._load()
        key, (name, *details) = normalise(text), _segments(text)
        called = {record.pk: record for record in [*self._called(key), *self._called(normalise(name))]}.values()
        labels = {record.pk: label for record, label in self.labels(called)}
        if exact := [record for record in called if normalise(labels[record.pk]) == key]:
            return exact
        if whole := self._called(key):
            return whole
        return [record for record in called if all(self._is_said_of(record, detail) for detail in details)]

    def similar(self, text, limit=5):
        """Records whose name holds the words of the text: offered when none is called so."""
        return self.queryset.suggest(_segments(text)[0], limit)

    def labels(self, records):
        """Pairs of record and label, loaded together."""
        for record in records:
            self.expect(record)
        return [(record, self.label(record)) for record in records]

    def options(self, text):
        """What the text may mean, as a list to choose from shows it."""
        words = words_of(text)
        found = self.labels(self.queryset.suggest(text, SUGGESTED))
        return [self._option(self._by_pk[record.pk], label, words) for record, label in found]

    def _option(self, record, label, words):
        shown = {record.local_name}
        others = [name for name in record.names if name and name not in shown]
        said = next((name for name in others if any(word in normalise(name) for word in words)), "")
        number = f"#{record.pk}" if label.endswith(f"{SEPARATOR}#{record.pk}") else ""
        return {
            "value": label, "name": record.local_name, "lang": record.local_name_language,
            "other": said or (others[0] if others else ""),
            "note": SEPARATOR.join(filter(None, [*self.notes(record), number])),
        }  # fmt: skip

    def _is_said_of(self, record, detail):
        if number := _NUMBER.fullmatch(detail):
            return record.pk == int(number[1])
        return normalise(detail) in self.said_of(record)

    def _called(self, key):
        return self._by_key.get(key, [])

    def _load(self):
        if unknown := self._waiting_pks - self._by_pk.keys():
            for record in self.queryset.filter(pk__in=unknown):
                self.expect(record)
        self._waiting_pks.clear()
        if keys := self._waiting_keys - self._by_key.keys():
            self._sort_by_key(keys)
        self._waiting_keys.clear()
        if self._unnamed:
            self._find_namesakes([record for pk, record in self._unnamed.items() if pk not in self._namesakes])
            self._unnamed.clear()

    def _sort_by_key(self, keys):
        self._by_key |= {key: [] for key in keys}
        for record in self.queryset.called(*keys):
            record = self._by_pk.setdefault(record.pk, record)
            for form in forms_in(record.search_key) & keys:
                self._by_key[form].append(record)

    def _find_namesakes(self, records):
        """For each record the others from which its label has to tell it apart."""
        there = defaultdict(dict)
        for record in records:
            for form in forms_in(record.search_key):
                there[form][record.pk] = record
        if asked := [record for record in records if normalise(record.local_name) not in self._by_key]:
            for record in self.rivals(asked):
                record = self._by_pk.setdefault(record.pk, record)
                for form in forms_in(record.search_key):
                    there[form][record.pk] = record
        for record in records:
            key = normalise(record.local_name)
            same = there[key] | {other.pk: other for other in self._called(key)}
            self._namesakes[record.pk] = [other for pk, other in same.items() if pk != record.pk]


class People(Finder):
    noun = "person"

    def post(self, person):
        """The post of today, looked up once: it is asked for again and again."""
        if person.pk not in self._posts:
            self._posts[person.pk] = person.post_today
        return self._posts[person.pk]

    def describe(self, person, namesakes):
        if post := self.post(person):
            return SEPARATOR.join([person.local_name, post.local_title, post.organization.local_name])
        other = next((name for name in person.names if name and name != person.local_name), None)
        return SEPARATOR.join(filter(None, [person.local_name, other, str(Country(person.country).label)]))

    def notes(self, person):
        post = self.post(person)
        return [post.local_title, post.organization.local_name] if post else [str(Country(person.country).label)]

    def rivals(self, people):
        """Others of the same name at the same bodies, or without any: a name may be everybody's."""
        held = [self.post(person) for person in people]
        bodies = {post.organization_id for post in held if post}
        near = Q(Exists(Post.objects.filter(person=OuterRef("pk"), organization__in=bodies).order_by()))
        if countries := {person.country for person, post in zip(people, held, strict=True) if not post}:
            near |= Q(country__in=countries)
        names = [person.local_name for person in people]
        return self.queryset.called(*names).exclude(pk__in=[person.pk for person in people]).filter(near)

    def said_of(self, person):
        words = forms_in(person.search_key) | {normalise(str(Country(person.country).label))}
        for post in person.posts.all():
            words |= forms_in(post.organization.search_key)
            words |= {normalise(post.title_ko), normalise(post.title_ja), normalise(post.title_en)}
        return words


class Organizations(Finder):
    noun = "organization"

    def describe(self, organization, namesakes):
        if not namesakes:
            return organization.local_name
        return SEPARATOR.join([organization.local_name, str(Country(organization.country).label), self._above(organization)])

    def notes(self, organization):
        return [str(OrganizationKind(organization.kind).label), str(Country(organization.country).label), self._parent(organization)]

    def rivals(self, organizations):
        names = [organization.local_name for organization in organizations]
        return self.queryset.called(*names).exclude(pk__in=[organization.pk for organization in organizations])

    def said_of(self, organization):
        words = forms_in(organization.search_key)
        words |= {normalise(str(Country(organization.country).label)), normalise(str(OrganizationKind(organization.kind).label))}
        return words | (forms_in(organization.parent.search_key) if organization.parent else set())

    def _above(self, organization):
        return self._parent(organization) or str(OrganizationKind(organization.kind).label)

    def _parent(self, organization):
        return organization.parent.local_name if organization.parent else ""


def _segments(text):
    return _SPLIT.split(text.strip())
