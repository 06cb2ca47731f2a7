"""Choosing a person or an organisation by typing: what a record is called in a form, and which one a text means.

One `Choices` serves all fields of a request: every field tells it first what it holds (`expect`), the first
question loads all of it at once. So a page of twenty rows costs as many queries as a page of one.
"""

import re
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from exchange.core.languages import in_language, reader
from exchange.core.search import forms_in, is_initial, normalise, words_of
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, Person
from exchange.directory.names import OrganizationLine, PersonLine
from exchange.directory.statements import OFFERED

SEPARATOR = " · "
SUGGESTED = OFFERED
_SPLIT = re.compile(r"\s+·\s+")
_NUMBER = re.compile(r"#(\d{1,18})")


class Choices:
    """What this user may choose from."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def people(self):
        return People(Person.objects.visible_to(self.user), self.user)

    @cached_property
    def organizations(self):
        return Organizations(Organization.objects.visible_to(self.user), self.user)


class Finder:
    """Labels that people can tell apart, and the records that a typed text may mean."""

    def __init__(self, queryset, user):
        self.queryset, self.user = queryset, user
        self.reads = reader()
        self._waiting_pks, self._waiting_keys = set(), set()
        self._by_pk, self._by_key = {}, {}
        self._unnamed, self._namesakes = {}, {}
        self._names, self._notes = {}, {}

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
        if isinstance(value, int) or value is None or value.pk not in self._namesakes:
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
        words = [word for word in words_of(text) if not any(map(is_initial, word))]
        found = self.queryset.suggest(text, SUGGESTED)
        return [self._option(record, label, words) for record, label in self.labels(found)]

    def name(self, record):
        return self._named(record)[0]

    def _named(self, record):
        """Name, its language and its normalised form, worked out once: they are asked for again and again."""
        if record.pk not in self._names:
            name, language = record.form_read_in(self.reads)
            self._names[record.pk] = (name, language, normalise(name))
        return self._names[record.pk]

    def _option(self, record, label, words):
        name, language, key = self._named(record)
        others = [other for other in record.names if other and other != name]
        said = ""
        if words and not any(word in key for word in words):
            said = next((other for other in others if any(word in normalise(other) for word in words)), "")
        number = f"#{record.pk}" if label.endswith(f"{SEPARATOR}#{record.pk}") else ""
        return {
            "value": label, "name": name, "lang": language,
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
            for record in self.in_full().filter(pk__in=unknown):
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
        for found in self.in_full().called(*keys):
            record = self._by_pk.setdefault(found.pk, found)
            for form in forms_in(record.search_key) & keys:
                self._by_key[form].append(record)

    def _find_namesakes(self, records):
        """For each record the others from which its label has to tell it apart."""
        keys = {record.pk: self._named(record)[2] for record in records}
        asked = [record for record in records if keys[record.pk] not in self._by_key]
        rivals = [self._by_pk.setdefault(rival.pk, rival) for rival in self.rivals(asked)] if asked else []
        there, wanted = defaultdict(dict), set(keys.values())
        for record in [*records, *rivals]:
            for form in forms_in(record.search_key) & wanted:
                there[form][record.pk] = record
        for record in records:
            same = there[keys[record.pk]] | {other.pk: other for other in self._called(keys[record.pk])}
            self._namesakes[record.pk] = [other for pk, other in same.items() if pk != record.pk]

    def rivals(self, records):
        """Others of the same name, as much of them as a label shows."""
        return self.queryset.called_beside(map(self.name, records), [record.pk for record in records])


class Held(NamedTuple):
    """The post of today in words, and at which body."""

    title: str
    body: str
    organization: int


class People(Finder):
    noun = "person"

    def __init__(self, *args):
        super().__init__(*args)
        self._held = {}

    def in_full(self):
        return self.queryset.with_posts()

    def held(self, person):
        if person.pk not in self._held:
            self._held[person.pk] = _held(person, self.reads)
        return self._held[person.pk]

    def describe(self, person, namesakes):
        if self.held(person):
            return SEPARATOR.join([self.name(person), *self.notes(person)])
        other = next((name for name in person.names if name and name != self.name(person)), None)
        return SEPARATOR.join(filter(None, [self.name(person), other, *self.notes(person)]))

    def notes(self, person):
        """Title and body of today, put into words once."""
        if person.pk not in self._notes:
            held = self.held(person)
            self._notes[person.pk] = [held.title, held.body] if held else [_country(person)]
        return self._notes[person.pk]

    def rivals(self, people):
        """Others of the same name at the same bodies, or without any: a name may be everybody's."""
        held = [self.held(person) for person in people]
        near = {
            "bodies": list({post.organization for post in held if post}),
            "countries": list({person.country for person, post in zip(people, held, strict=True) if not post}),
        }
        return self.queryset.called_beside(map(self.name, people), [person.pk for person in people], **near)

    def said_of(self, person):
        words = forms_in(person.search_key) | {normalise(_country(person))}
        for post in person.posts.all():
            words |= forms_in(post.organization.search_key)
            words |= {normalise(post.title_ko), normalise(post.title_ja), normalise(post.title_en)}
        return words


class Organizations(Finder):
    noun = "organization"

    def in_full(self):
        return self.queryset.select_related("parent")

    def describe(self, organization, namesakes):
        if not namesakes:
            return self.name(organization)
        return SEPARATOR.join([self.name(organization), _country(organization), self._above(organization)])

    def notes(self, organization):
        return [
            _kind(organization),
            _country(organization),
            self._parent(organization),
        ]

    def said_of(self, organization):
        words = forms_in(organization.search_key)
        words |= {
            normalise(_country(organization)),
            normalise(_kind(organization)),
        }
        return words | (forms_in(organization.parent.search_key) if organization.parent else set())

    def _above(self, organization):
        return self._parent(organization) or _kind(organization)

    def _parent(self, organization):
        if isinstance(organization, OrganizationLine):
            return in_language(organization, "parent", self.reads)[0]
        return organization.parent.local_name if organization.parent else ""


def _held(person, reads):
    if isinstance(person, PersonLine):
        if person.organization_id is None:
            return None
        return Held(
            in_language(person, "title", reads)[0], in_language(person, "body", reads)[0], person.organization_id
        )  # fmt: skip
    post = person.post_today
    return Held(post.local_title, post.organization.local_name, post.organization_id) if post else None


def _country(record):
    return str(Country(record.country).label)


def _kind(organization):
    return str(OrganizationKind(organization.kind).label)


def _segments(text):
    return _SPLIT.split(text.strip())
