"""Choosing a person or an organisation by typing: what a record is called in a form, and which one a text means.

One `Choices` serves all fields of a request: every field tells it first what it holds (`expect`), the first
question loads all of it at once. So a page of twenty rows costs as many queries as a page of one.
"""

import re
from collections import defaultdict
from functools import cached_property

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from exchange.core.search import forms_in, is_initial, normalise, words_of
from exchange.directory import statements
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, Person, Post

SEPARATOR = " · "
SUGGESTED = 10
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
        self._unnamed, self._namesakes = {}, {}
        self._names, self._posts, self._notes = {}, {}, {}

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
        return self._suggested(_segments(text)[0], limit)

    def labels(self, records):
        """Pairs of record and label, loaded together."""
        for record in records:
            self.expect(record)
        return [(record, self.label(record)) for record in records]

    def options(self, text):
        """What the text may mean, as a list to choose from shows it."""
        words = [word for word in words_of(text) if not any(map(is_initial, word))]
        return [self._option(record, label, words) for record, label in self.labels(self._suggested(text, SUGGESTED))]

    def name(self, record):
        return self._named(record)[0]

    def _named(self, record):
        """Name, its language and its normalised form, worked out once: they are asked for again and again."""
        if record.pk not in self._names:
            name = record.local_name
            self._names[record.pk] = (name, record.local_name_language, normalise(name))
        return self._names[record.pk]

    def _suggested(self, text, limit):
        pks = self.queryset.suggest(text, limit)
        found = self.fetch(pks) if pks else {}
        return [found[pk] for pk in pks if pk in found]

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
        for found in self.queryset.called(*keys):
            record = self._by_pk.setdefault(found.pk, found)
            for form in forms_in(record.search_key) & keys:
                self._by_key[form].append(record)

    def _find_namesakes(self, records):
        """For each record the others from which its label has to tell it apart."""
        there = defaultdict(dict)
        for record in records:
            for form in forms_in(record.search_key):
                there[form][record.pk] = record
        asked = [record for record in records if self._named(record)[2] not in self._by_key]
        if asked and self._have_namesakes(asked):
            for rival in self.rivals(asked):
                record = self._by_pk.setdefault(rival.pk, rival)
                for form in forms_in(record.search_key):
                    there[form][record.pk] = record
        for record in records:
            key = self._named(record)[2]
            same = there[key] | {other.pk: other for other in self._called(key)}
            self._namesakes[record.pk] = [other for pk, other in same.items() if pk != record.pk]

    def _have_namesakes(self, records):
        """Somebody else is called so: asked of the index alone, for mostly nobody is."""
        texts = list({self._named(record)[2][: statements.LONGEST] for record in records})
        called = _rows(statements.called(self.queryset.term._meta.db_table, len(texts)), texts)
        return not {pk for (pk,) in called} <= {record.pk for record in records}

    def rivals(self, records):
        return self.queryset.called(*map(self.name, records)).exclude(pk__in=[record.pk for record in records])


class People(Finder):
    noun = "person"

    def fetch(self, pks):
        found = {}
        today = timezone.localdate().isoformat()
        for row in _rows(statements.people_of_today(len(pks)), [today, today, *pks]):
            person, post, body = _parted(row, (Person, "person"), (Post, "post"), (Organization, "name"))
            if post:
                post.organization = body
            found.setdefault(person.pk, person)
            self._posts[person.pk] = post
        return found

    def post(self, person):
        """The post of today, looked up once: it is asked for again and again."""
        if person.pk not in self._posts:
            self._posts[person.pk] = person.post_today
        return self._posts[person.pk]

    def describe(self, person, namesakes):
        if self.post(person):
            return SEPARATOR.join([self.name(person), *self.notes(person)])
        other = next((name for name in person.names if name and name != self.name(person)), None)
        return SEPARATOR.join(filter(None, [self.name(person), other, *self.notes(person)]))

    def notes(self, person):
        """Title and body of today, put into words once."""
        if person.pk not in self._notes:
            post = self.post(person)
            words = [post.local_title, post.organization.local_name] if post else [_country(person)]
            self._notes[person.pk] = list(map(str, words))
        return self._notes[person.pk]

    def rivals(self, people):
        """Others of the same name at the same bodies, or without any: a name may be everybody's."""
        held = [self.post(person) for person in people]
        bodies = {post.organization_id for post in held if post}
        near = Q(Exists(Post.objects.filter(person=OuterRef("pk"), organization__in=bodies).order_by()))
        if countries := {person.country for person, post in zip(people, held, strict=True) if not post}:
            near |= Q(country__in=countries)
        return (
            self.queryset.called(*map(self.name, people)).exclude(pk__in=[person.pk for person in people]).filter(near)
        )

    def said_of(self, person):
        words = forms_in(person.search_key) | {normalise(_country(person))}
        for post in person.posts.all():
            words |= forms_in(post.organization.search_key)
            words |= {normalise(post.title_ko), normalise(post.title_ja), normalise(post.title_en)}
        return words


class Organizations(Finder):
    noun = "organization"

    def fetch(self, pks):
        found = {}
        for row in _rows(statements.bodies_with_parents(len(pks)), pks):
            body, parent = _parted(row, (Organization, "body"), (Organization, "name"))
            body.parent = parent
            found[body.pk] = body
        return found

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
        return organization.parent.local_name if organization.parent else ""


def _rows(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _parted(row, *parts):
    """Records with the columns that are shown, side by side in one row; None where there is none."""
    values = iter(row)
    for model, names in parts:
        own = [next(values) for _name in statements.NAMES[names]]
        yield model.from_db(connection.alias, statements.NAMES[names], own) if own[0] is not None else None


def _country(record):
    return str(Country(record.country).label)


def _kind(organization):
    return str(OrganizationKind(organization.kind).label)


def _segments(text):
    return _SPLIT.split(text.strip())
