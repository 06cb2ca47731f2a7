"""Finding records by any part of a name, in a directory of any size.

Every end of every form of a name (`김동우`, `동우`, `우`) is a row of its own, sorted by code points. So what holds
a text begins, somewhere in the index, with it: a few pages of the index are read instead of all names. The rows are
derived from the search key by the database itself.
"""

from enum import IntEnum
from itertools import islice

from django.db import connection, models
from django.utils import timezone

from exchange.core.search import (
    holds,
    initials,
    is_initial,
    mixed_pattern,
    name_key,
    normalise,
    whole_form,
    words_of,
)  # fmt: skip
from exchange.directory import statements
from exchange.directory.statements import LONGEST, Word

_AFTER_ALL = chr(0x10FFFF)
_BATCH = 2000


class KeyField(models.CharField):
    """Compared and sorted by code points in every database, whatever its language."""

    def db_parameters(self, connection):
        return super().db_parameters(connection) | {"collation": "C" if connection.vendor == "postgresql" else None}


class Place(IntEnum):
    """Where in a name the text begins."""

    START, INSIDE, INITIALS, INSIDE_INITIALS = range(4)


class Term(models.Model):
    """A form of a name from one of its characters to the end."""

    is_derived = True  # nothing that people wrote: made again from the record at any time
    text = KeyField(max_length=LONGEST)
    place = models.SmallIntegerField()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return self.text


def terms_index(name):
    """All that a search reads, in the order in which it wants it."""
    return models.Index(fields=["place", "text", "record"], name=name)


class Sought:
    """One normalised word, as ranges of terms."""

    def __init__(self, word):
        by_initials = any(map(is_initial, word))
        self.word, self.pattern = word, mixed_pattern(word)
        self.part = initials(word) if by_initials else word  # what a key holds in any case
        self.text = self.part[:LONGEST]
        self.after = self.text + _AFTER_ALL
        self.start = Place.INITIALS if by_initials else Place.START
        self.inside = Place.INSIDE_INITIALS if by_initials else Place.INSIDE
        self.is_exact = self.part == self.text and not self.pattern  # the terms alone decide

    def among(self, path, *places):
        """The condition on a record whose terms are at `path`."""
        places = places or (self.start, self.inside)
        place = {f"{path}place": places[0]} if len(places) == 1 else {f"{path}place__in": places}
        return {**place, f"{path}text__gte": self.text, f"{path}text__lt": self.after}

    def rows(self, model):
        """The terms of this model that begin so."""
        rows = model.objects.filter(**self.among(""))
        return rows if self.is_exact else rows.filter(holds("record__search_key", self.word))


class Named(models.Model):
    """A record that is found by any form of its `names`."""

    search_key = models.TextField(editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.search_key = self.key_of_names
        super().save(*args, **kwargs)
        write_terms(type(self), [self.pk])

    @property
    def key_of_names(self):
        return name_key(*self.names)


class NamedQuerySet(models.QuerySet):
    """Of records with a search key and terms."""

    kind, line = None, None  # statements.Kind, and what it shows of a record

    @property
    def term(self):
        return self.model._meta.get_field("terms").related_model

    def called(self, *names):
        """Records of which one whole form of the name is one of these, however it is written."""
        keys = set(filter(None, map(normalise, names)))
        found = self.filter(pk__in=self.keys_called(*keys))
        if all(len(key) < LONGEST for key in keys):
            return found
        wanted = models.Q()
        for key in keys:
            wanted |= models.Q(search_key__contains=whole_form(key))
        return found.filter(wanted)

    def keys_called(self, *names):
        """Keys of the same, and of records whose very long form only begins so."""
        texts = {normalise(name)[:LONGEST] for name in names} - {""}
        return self.term.objects.filter(place=Place.START, text__in=texts).values_list("record", flat=True)

    def search(self, text):
        """Every word is found in the record; text without letters or digits finds none."""
        words = words_of(text)
        if text.strip() and not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(pk__in=self.holding(Sought(word)))
        return found

    def holding(self, sought):
        """Keys of the records in which the word is found."""
        return sought.rows(self.term).values_list("record", flat=True)

    def suggest(self, text, limit):
        """Lines of the few that the text means first: called so, beginning so, holding it, and what else is said."""
        words = words_of(text)
        if not words:
            return []
        if self.query.where:  # what only some may see is little
            return list(self.search(text).closest_first(text)[:limit])
        whole, *words = [Word(Sought(word), number) for number, word in enumerate(["".join(words), *words])]
        if len(words) == 1:
            return self._read(limit, self.kind.sources(whole), whole.values)
        values = {name: value for word in (whole, *words) for name, value in word.values.items()}
        [counts] = statements.rows(statements.counted(self.kind, words), values)
        if not all(counts):
            return []
        # The rare one is looked up, the others are looked for in what it finds.
        rare, *others = sorted(words, key=lambda word: counts[word.number - 1])
        sources = [*self.kind.names(whole), *self.kind.sources(rare)]
        return self._read(limit, sources, values, [self.kind.says(word) for word in others])

    def _read(self, limit, sources, values, conditions=()):
        """The first that these sources name, in their order."""
        size, values = 2 * limit, {**values, "today": timezone.localdate().isoformat()}
        while True:
            statement = statements.found(self.kind, sources, size, conditions)
            rows = statements.rows(statement, values, is_frequent=not conditions and size == 2 * limit)
            nearest = self._lines(rows)[:limit]
            if len(nearest) == limit or len(rows) < size:
                return nearest
            size *= 10  # one of many forms comes many times

    def _lines(self, rows):
        """One for each record; of the posts of today, each in a row, the one begun last."""
        return list({line.pk: line for line in map(self.line._make, rows)}.values())

    def called_beside(self, names, pks, **near):
        """The same of others than these that are called so; lists of `near` narrow it to those near them."""
        texts = list({normalise(name)[:LONGEST] for name in names})
        lists = {"texts": statements.padded(texts), "besides": statements.padded(pks)}
        is_frequent = len(lists["texts"]) == len(lists["besides"]) == statements.OFFERED
        statement = statements.called(self.kind, lists)
        found = statements.rows(statement, statements.numbered(lists), is_frequent=is_frequent)
        lists = {"pks": [pk for (pk,) in found]}
        if not lists["pks"]:
            return []
        lists |= near
        values = statements.numbered(lists) | {"today": timezone.localdate().isoformat()}
        return self._lines(statements.rows(statements.near(self.kind, lists), values))

    def closest_first(self, text):
        """Records called exactly so stand before those that only hold the words."""
        form = whole_form(text)
        if not form:
            return self
        called = models.Case(models.When(search_key__contains=form, then=0), default=1)
        return self.alias(distance=called).order_by("distance", *self.model._meta.ordering)

    def index(self):
        """Keys and terms anew, for rows that were written past the models."""
        for batch in batched(self.order_by("pk").iterator(_BATCH), _BATCH):
            changed = [record for record in batch if record.search_key != record.key_of_names]
            for record in changed:
                record.search_key = record.key_of_names
            self.model.objects.bulk_update(changed, ["search_key"], batch_size=500)
            write_terms(self.model, [record.pk for record in batch])

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for obj in objs:
            obj.search_key = obj.key_of_names
        made = super().bulk_create(objs, *args, **kwargs)
        write_terms(self.model, [obj.pk for obj in made])
        return made


def batched(rows, size):
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def write_terms(model, pks):
    """The terms of these records anew, from their search keys."""
    term = model._meta.get_field("terms").related_model
    with connection.cursor() as cursor:
        for batch in batched(pks, _BATCH):
            for statement in statements.terms_anew(term._meta.db_table, model._meta.db_table, batch):
                cursor.execute(statement, batch)
