"""The SQL of finding.py, for both databases. Table names are the models' own; what people typed is a parameter.

The outer table of a join stands first (`CROSS JOIN` holds SQLite to it), so that a range is read from its start and
left as soon as there is enough.
"""

import re
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from django.db import connection

from exchange.core.search import BAR, SLASH

LONGEST = 40  # characters of a term: of a longer word these choose, the key decides
OFFERED = 10  # by the picker at once
FEW = 2000  # so far a word's places are counted to see which of several is the rare one

_PARAMETER = re.compile(r"%\((\w+)\)s")
_POSITION = {"postgresql": "strpos", "sqlite": "instr"}
_MATCHES = {"postgresql": "~", "sqlite": "REGEXP"}
_BRACKETS = {"postgresql": "({})", "sqlite": "SELECT * FROM ({})"}  # around a part of a UNION with an order of its own

# The rest of the key, from each of its characters on; what stands before the character says where it is.
_SPLIT = f"""
INSERT INTO {{term}} (record_id, text, place)
WITH RECURSIVE piece (record_id, rest, before, short) AS (
    SELECT id, substr(search_key, 2), substr(search_key, 1, 1), 0 FROM {{model}} WHERE id IN ({{pks}})
    UNION ALL
    SELECT record_id, substr(rest, 2), substr(rest, 1, 1), CASE substr(rest, 1, 1) WHEN '{SLASH}' THEN 1 ELSE short END
    FROM piece WHERE length(rest) > 1
)
SELECT record_id,
    substr(substr(rest, 1, {{position}}(rest, CASE short WHEN 1 THEN '{SLASH}' ELSE '{BAR}' END) - 1), 1, {LONGEST}),
    2 * short + CASE WHEN before IN ('{BAR}', '{SLASH}') THEN 0 ELSE 1 END
FROM piece WHERE substr(rest, 1, 1) NOT IN ('{BAR}', '{SLASH}', '')
"""


def terms_anew(term, model, pks):
    """Two statements over these keys: the terms out, the terms in."""
    marks = ", ".join(["%s"] * len(pks))
    names = {"term": term, "model": model, "pks": marks, "position": _POSITION[connection.vendor]}
    return f"DELETE FROM {term} WHERE record_id IN ({marks})", _SPLIT.format(**names)


# --- where a word is found ------------------------------------------------------------------------


class Word:
    """Conditions under which one of several words is found; its parameters carry its number."""

    def __init__(self, sought, number):
        self.sought, self.number = sought, number

    @property
    def values(self):
        values = {
            "start": self.sought.start, "inside": self.sought.inside, "text": self.sought.text,
            "after": self.sought.after, "part": self.sought.part, "word": self.sought.word,
            "pattern": self.sought.pattern,
        }  # fmt: skip
        return {f"{name}{self.number}": value for name, value in values.items()}

    def begins(self, *places):
        """A term begins so."""
        places = ", ".join(f"%({place}{self.number})s" for place in places)
        text = f"term.text >= %(text{self.number})s AND term.text < %(after{self.number})s"
        return f"term.place IN ({places}) AND {text}"

    def stands_in(self, key):
        """exchange.core.search.holds"""
        position = f"{_POSITION[connection.vendor]}({key}, %({{name}}{self.number})s) > 0"
        part = position.format(name="part")
        if not self.sought.pattern:
            return part
        spelt = f"{key} {_MATCHES[connection.vendor]} %(pattern{self.number})s"
        return f"{part} AND ({spelt} OR {position.format(name='word')})"


@dataclass(frozen=True)
class Source:
    """Rows in which a word stands, with the record of which they say it."""

    tables: str
    condition: str  # read from an index, or of few rows
    found: str
    text: str = "term.text"
    beside: str = ""  # other tables, and what is asked of them
    more: str = ""
    in_order: bool = False

    def read(self, number, limit):
        order = f" ORDER BY {self.text}, {self.found}" if self.in_order else ""
        return _BRACKETS[connection.vendor].format(
            f"SELECT {number} AS tier, {self.text} AS text, {self.found} AS found "
            f"FROM {self.tables}{self.beside} WHERE {self.condition}{self.more}{order}{limit}"
        )


@dataclass(frozen=True)
class Kind:
    """A kind of record: its tables, and by the name of each value what a list to choose from shows of it."""

    record: str
    term: str
    shown: dict
    beside: str = ""
    order: str = "record.id"
    near: str = ""

    @property
    def columns(self):
        return ", ".join(self.shown.values())

    def names(self, word):
        """Those that begin so, then those that hold it inside, each in the order of the index."""
        return [
            Source(
                f"{self.term} term", word.begins(place), "term.record_id", in_order=True, **_decided(word, self.record)
            )
            for place in ("start", "inside")
        ]

    def sources(self, word):
        """In the order in which they are offered."""
        return self.names(word)

    def says(self, word):
        """The word is found in `record`."""
        return word.stands_in("record.search_key")


def _decided(word, record, beside="", more=""):
    """What the term alone does not say of the record."""
    if not word.sought.is_exact:
        beside = f" CROSS JOIN {record} named{beside}"
        more = f" AND named.id = term.record_id AND {word.stands_in('named.search_key')}{more}"
    return {"beside": beside, "more": more}


class People(Kind):
    def sources(self, word):
        """Besides the names the posts' titles, kept apart because many share them, and the names of their bodies."""
        stands = word.stands_in("wording.search_key")
        post = " CROSS JOIN directory_post post", " AND post.organization_id = term.record_id"
        return [
            *self.names(word),
            Source(
                "directory_wording wording CROSS JOIN directory_post post",
                f"post.wording_id = wording.id AND {stands}",
                "post.person_id",
                text="''",
            ),
            Source(
                "directory_organizationterm term",
                word.begins("start", "inside"),
                "post.person_id",
                **_decided(word, "directory_organization", *post),
            ),
        ]

    def says(self, word):
        return f"""({super().says(word)} OR EXISTS (
            SELECT 1 FROM directory_post said JOIN directory_organization body ON body.id = said.organization_id
            LEFT JOIN directory_wording wording ON wording.id = said.wording_id
            WHERE said.person_id = record.id
            AND ({word.stands_in("wording.search_key")} OR {word.stands_in("body.search_key")})))"""


def _columns(table, *names, **others):
    return {name: f"{table}.{name}" for name in names} | {name: f"{table}.{own}" for name, own in others.items()}


_OWN = ("search_key", "aliases", "country")

PEOPLE = People(
    "directory_person",
    "directory_personterm",
    _columns("record", "name_ko", "name_hanja", "name_kana", "name_latin", *_OWN, pk="id")
    | _columns("post", "organization_id", "title_ko", "title_ja", "title_en")
    | _columns("body", body_ko="name_ko", body_ja="name_ja", body_en="name_en"),
    # The posts of today; the one begun last comes last.
    beside="""LEFT JOIN directory_post post ON post.person_id = record.id
        AND (post.since IS NULL OR post.since <= %(today)s) AND (post.until IS NULL OR post.until >= %(today)s)
        LEFT JOIN directory_organization body ON body.id = post.organization_id""",
    order="CASE WHEN post.since IS NULL THEN 0 ELSE 1 END, post.since, post.id",
    near=" AND (post.organization_id IN ({bodies}) OR post.id IS NULL AND record.country IN ({countries}))",
)
BODIES = Kind(
    "directory_organization",
    "directory_organizationterm",
    _columns("record", "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en", *_OWN,
             "kind", pk="id")
    | _columns("parent", parent_ko="name_ko", parent_ja="name_ja", parent_en="name_en"),
    beside="LEFT JOIN directory_organization parent ON parent.id = record.parent_id",
)  # fmt: skip


# --- whole statements --------------------------------------------------------------------------------


def found(kind, sources, size, conditions=()):
    """What is shown of the records that the sources name, one source after the other up to `size` places.

    The size stands in the statement: a plan for any size would read all of a source before its first row.
    """
    limit = "" if conditions else f" LIMIT {size}"
    places = " UNION ALL ".join(source.read(number, limit) for number, source in enumerate(sources))
    if conditions:
        places = (
            f"SELECT tier, text, found FROM ({places}) AS places CROSS JOIN {kind.record} record "
            f"WHERE record.id = places.found AND {' AND '.join(conditions)}"
        )
    return f"""
SELECT {kind.columns} FROM ({places} LIMIT {size}) AS places JOIN {kind.record} record ON record.id = places.found
{kind.beside} ORDER BY places.tier, places.text, places.found, {kind.order}
"""


def counted(kind, words):
    """One row: in how many places each word may be found, counted up to FEW."""

    def places(word):
        sources = kind.sources(word)
        ranges = " UNION ALL ".join(f"SELECT 1 FROM {source.tables} WHERE {source.condition}" for source in sources)
        return f"(SELECT count(*) FROM ({ranges} LIMIT {FEW}) AS places)"

    return f"SELECT {', '.join(map(places, words))}"


def called(kind, lists):
    """Keys of others than `besides` that are called so."""
    texts, besides = marks(texts=lists["texts"]), marks(besides=lists["besides"])
    return f"SELECT record_id FROM {kind.term} WHERE place = 0 AND text IN ({texts}) AND record_id NOT IN ({besides})"


def near(kind, lists):
    """What is shown of the records `pks`, as far as they are near."""
    condition = ("record.id IN ({pks})" + kind.near).format(**{name: marks(**{name: lists[name]}) for name in lists})
    return f"SELECT {kind.columns} FROM {kind.record} record {kind.beside} WHERE {condition} ORDER BY {kind.order}"


def marks(**lists):
    return ", ".join(f"%({name})s" for name in numbered(lists)) or "NULL"


def padded(values):
    """As many as the picker offers, the last one again and again: one statement serves any number of them."""
    return [*values, *values[-1:] * (OFFERED - len(values))]


def numbered(lists):
    """Lists as parameters one by one."""
    return {f"{name}{number}": value for name, values in lists.items() for number, value in enumerate(values)}


def rows(statement, values, *, is_frequent=False):
    """`is_frequent`: the same statement comes again and again, with other values."""
    with connection.cursor() as cursor:
        if is_frequent and connection.vendor == "postgresql":
            _execute_prepared(cursor, statement, values)
        else:
            cursor.execute(statement, values)
        return cursor.fetchall()


_prepared = WeakKeyDictionary()  # session of the database -> {statement: its name there}


def _execute_prepared(cursor, statement, values):
    """PostgreSQL plans such a statement three times as long as it runs it; so each session plans it once.

    Needs sessions of our own: a pooler that shares them between transactions would have to be told. And the setting
    plan_cache_mode (exchange.settings): left alone, PostgreSQL plans anew for each value as soon as a table is large.
    """
    known = _prepared.setdefault(connection.connection, {})
    names, text = _in_numbers(statement)
    if statement not in known:
        name = f"found_{len(known)}"
        cursor.execute(f"PREPARE {name} AS {text}")
        known[statement] = f"EXECUTE {name} ({', '.join(['%s'] * len(names))})"
    cursor.execute(known[statement], [values[name] for name in names])


@cache
def _in_numbers(statement):
    """The names of its parameters, and the same with numbers in their place."""
    names = list(dict.fromkeys(_PARAMETER.findall(statement)))
    numbers = {name: number for number, name in enumerate(names, 1)}
    return names, _PARAMETER.sub(lambda match: f"${numbers[match[1]]}", statement)
