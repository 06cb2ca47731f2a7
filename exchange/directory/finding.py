"""Finding records by any part of a name, in a directory of any size.

Every end of every form of a name (`김동우`, `동우`, `우`) is a row of its own, sorted by code points. So what holds
a text begins, somewhere in the index, with it: a few pages of the index are read instead of all names. The rows are
derived from the search key by the database itself.
"""

from collections import Counter
from enum import IntEnum
from itertools import islice

from django.db import connection, models

from exchange.core.search import (
    holds,
    initials,
    is_initial,
    name_key,
    normalise,
    spells_syllables,
    whole_form,
    words_of,
)  # fmt: skip
from exchange.directory import statements
from exchange.directory.statements import LONGEST

FEW = 300  # of a word that is found in fewer places all are read
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
        self.word = word
        by_initials = any(map(is_initial, word))
        self.text = (initials(word) if by_initials else word)[:LONGEST]
        self.start = Place.INITIALS if by_initials else Place.START
        self.inside = Place.INSIDE_INITIALS if by_initials else Place.INSIDE
        self.is_exact = len(word) <= LONGEST and not (by_initials and spells_syllables(word))  # the terms alone decide

    def among(self, path, *places):
        """The condition on a record whose terms are at `path`."""
        places = places or (self.start, self.inside)
        place = {f"{path}place": places[0]} if len(places) == 1 else {f"{path}place__in": places}
        return {**place, f"{path}text__gte": self.text, f"{path}text__lt": self.text + _AFTER_ALL}

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

    name_tiers, said_tiers = (), ()  # what `suggest` reads: the index of names, and where else a word may stand

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

    def holding(self, sought, **among):
        """Keys of the records in which the word is found; `pk__in=` asks of these alone."""
        return sought.rows(self.term).filter(**prefixed("record", among)).values_list("record", flat=True)

    def suggest(self, text, limit):
        """Keys of the few that the text means first: called so, beginning so, holding it, and what else is said."""
        words, found = words_of(text), {}
        if not words:
            return []
        whole = Sought("".join(words))
        if not self.query.where and self._read_all(found, words, whole, limit):
            return list(found)[:limit]
        for tier in self.tiers(words, whole):
            self._take(found, tier, limit)
            if len(found) >= limit:
                break
        return list(found)

    def _read_all(self, found, words, whole, limit):
        """The usual cases, without sets of thousands; whether the answer is whole."""
        if not whole.is_exact:
            return False
        for tiers in filter(None, (self.name_tiers, self.said_tiers if len(words) == 1 else ())):
            nothing_left = self._read_index(found, tiers, whole, 4 * limit)
            if len(found) >= limit or not nothing_left:
                return len(found) >= limit
        if len(words) > 1 and (all_hold := self._holding_all(words)) is not None:
            found |= dict.fromkeys(sorted(all_hold))
            return True
        return len(words) == 1

    def _holding_all(self, words):
        """Keys of the records that hold each of several words, if one of the words is rare; else None."""
        rare, common = None, []
        for sought in map(Sought, words):
            found = {}
            if sought.is_exact and self._read_index(found, [*self.name_tiers, *self.said_tiers], sought, FEW):
                rare = found.keys() if rare is None else rare & found.keys()
            else:
                common.append(sought)
        for sought in common:
            rare = rare and rare & set(self.holding(sought, pk__in=list(rare)))
        return rare

    @staticmethod
    def _read_index(found, tiers, sought, size):
        """The ranges of these tiers, of each so many rows, in one question; whether nothing is left behind them."""
        values = {
            "start": sought.start, "inside": sought.inside, "text": sought.text, "after": sought.text + _AFTER_ALL,
            "size": size,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statements.united(tiers), values)
            rows = cursor.fetchall()
        found |= dict.fromkeys(pk for _tier, _text, pk in rows if pk not in found)
        return max(Counter(tier for tier, _text, _pk in rows).values(), default=0) < size

    def tiers(self, words, whole):
        """The same as querysets: for words that the terms alone do not decide, and for what only some may see."""
        yield from self.by_terms("terms__", whole)
        if len(words) > 1:
            yield self.search(" ".join(words)).order_by("pk")

    def by_terms(self, path, sought):
        """Two querysets in the order of the index: those that begin so, and those that hold it inside."""
        for place in (sought.start, sought.inside):
            tier = self.filter(**sought.among(path, place)).order_by(f"{path}text", f"{path}record")
            yield tier if sought.is_exact else tier.filter(holds(f"{path}record__search_key", sought.word))

    def _take(self, found, tier, limit):
        """Records that are not there yet; one of many forms may come many times."""
        tier = tier.prefetch_related(None).values_list("pk", flat=True)
        while (room := limit - len(found)) > 0:
            rows = list((tier.exclude(pk__in=list(found)) if found else tier)[: room * 2])
            for pk in rows:
                if len(found) < limit:
                    found[pk] = None
            if len(rows) < room * 2:
                return

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


def prefixed(path, conditions):
    return {f"{path}__{name}": value for name, value in conditions.items()}


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
