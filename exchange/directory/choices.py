"""Choosing a person or an organisation by typing: what a record is called in a form, and which one a text means.

One `Choices` serves all fields of a request: every field tells it first what it holds (`expect`), the first
question loads all of it at once. So a page of twenty rows costs as many queries as a page of one.
"""

import re
from functools import cached_property

from exchange.core.search import forms_in, normalise
from exchange.directory.models import Organization, Person

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

    def expect(self, value):
        """Remember a text, key or record that will be asked about."""
        if isinstance(value, str):
            self._waiting_keys |= {normalise(value), normalise(_segments(value)[0])} - {""}
        elif isinstance(value, int):
            self._waiting_pks.add(value)
        elif value is not None:
            self._by_pk.setdefault(value.pk, value)
            self._waiting_keys.add(normalise(value.local_name))

    def label(self, value):
        """The text that stands for this record in a form; a text stands for itself."""
        if isinstance(value, str):
            return value
        self.expect(value)
        self._load()
        record = value if value is None or not isinstance(value, int) else self._by_pk.get(value)
        if record is None:
            return ""
        namesakes = self._called(normalise(record.local_name))
        record = next((same for same in namesakes if same.pk == record.pk), record)
        label = self.describe(record, namesakes)
        same = [other for other in namesakes if self.describe(other, namesakes) == label]
        return f"{label}{SEPARATOR}#{record.pk}" if len(same) > 1 else label

    def find(self, text):
        """The records that the text may mean: one when it is clear, several namesakes, or none."""
        self.expect(text)
        self._load()
        key, (name, *details) = normalise(text), _segments(text)
        called = {record.pk: record for record in [*self._called(key), *self._called(normalise(name))]}.values()
        if exact := [record for record in called if normalise(self.label(record)) == key]:
            return exact
        if whole := self._called(key):
            return whole
        return [record for record in called if all(self._is_said_of(record, detail) for detail in details)]

    def similar(self, text, limit=5):
        """Records whose name holds the words of the text: offered when none is called so."""
        name = _segments(text)[0]
        return list(self.queryset.search(name).closest_first(name)[:limit])

    def labels(self, records):
        """Pairs of record and label, loaded together."""
        for record in records:
            self.expect(record)
        return [(record, self.label(record)) for record in records]

    def _is_said_of(self, record, detail):
        if number := _NUMBER.fullmatch(detail):
            return record.pk == int(number[1])
        return normalise(detail) in self.said_of(record)

    def _called(self, key):
        return self._by_key.get(key, [])

    def _load(self):
        if unknown := self._waiting_pks - self._by_pk.keys():
            for record in self.queryset.prefetch_related(None).filter(pk__in=unknown):
                self.expect(record)
        self._waiting_pks.clear()
        keys = self._waiting_keys - self._by_key.keys()
        self._waiting_keys.clear()
        if not keys:
            return
        self._by_key.update({key: [] for key in keys})
        for record in self.queryset.called(*keys):
            for form in forms_in(record.search_key) & keys:
                self._by_key[form].append(record)


class People(Finder):
    noun = "person"

    def describe(self, person, namesakes):
        if post := person.post_today:
            return SEPARATOR.join([person.local_name, post.local_title, post.organization.local_name])
        other = next((name for name in person.names if name and name != person.local_name), None)
        return SEPARATOR.join(filter(None, [person.local_name, other, person.get_country_display()]))

    def said_of(self, person):
        words = forms_in(person.search_key) | {normalise(person.get_country_display())}
        for post in person.posts.all():
            words |= forms_in(post.organization.search_key)
            words |= {normalise(post.title_ko), normalise(post.title_ja), normalise(post.title_en)}
        return words


class Organizations(Finder):
    noun = "organization"

    def describe(self, organization, namesakes):
        if namesakes in ([], [organization]):
            return organization.local_name
        above = organization.parent.local_name if organization.parent else organization.get_kind_display()
        return SEPARATOR.join([organization.local_name, organization.get_country_display(), above])

    def said_of(self, organization):
        words = forms_in(organization.search_key)
        words |= {normalise(organization.get_country_display()), normalise(organization.get_kind_display())}
        return words | (forms_in(organization.parent.search_key) if organization.parent else set())


def _segments(text):
    return _SPLIT.split(text.strip())
