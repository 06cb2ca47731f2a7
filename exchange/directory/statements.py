"""The SQL of finding.py, for both databases. Table names are the models' own; what people typed is a parameter."""

from django.db import connection

from exchange.core.search import BAR, SLASH

LONGEST = 40  # characters of a term: of a longer word these choose, the key decides

_POSITION = {"postgresql": "strpos", "sqlite": "instr"}

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


# --- tiers: ranges of an index, each read from its start for a few rows ------------------------

_RANGE = "text >= %(text)s AND text < %(after)s"


def names_in(term):
    """Records with a term that begins with the text: starts of forms, then what stands inside them."""
    return [
        f"SELECT text, record_id AS found FROM {term} WHERE place = %({place})s AND {_RANGE} "
        "ORDER BY text, record_id LIMIT %(size)s"
        for place in ("start", "inside")
    ]


def joined_to(term, table, *, by, give):
    """Rows of another table whose record has such a term."""
    return [
        f"SELECT text, {give} AS found FROM {term} JOIN {table} ON {table}.{by} = {term}.record_id "
        f"WHERE place IN (%(start)s, %(inside)s) AND {_RANGE} LIMIT %(size)s"
    ]


def worded(table, words, *, by, give):
    """Rows whose words, kept apart because many share them, hold the text."""
    return [
        f"SELECT '' AS text, {give} AS found FROM {table} WHERE {by} IN "
        f"(SELECT id FROM {words} WHERE {{position}}(search_key, %(text)s) > 0) LIMIT %(size)s"
    ]


def united(tiers):
    """One statement: the number of the tier, the term and the key of what was found, in this order."""
    parts = [f"SELECT {number}, text, found FROM ({tier}) AS tier{number}" for number, tier in enumerate(tiers)]
    return f"{' UNION ALL '.join(parts)} ORDER BY 1, 2, 3".replace("{position}", _POSITION[connection.vendor])


# --- what a list to choose from shows of the few that were found --------------------------------

NAMES = {  # in the order of the models' fields, as `from_db` takes them
    "person": ["id", "search_key", "name_ko", "name_hanja", "name_kana", "name_latin", "aliases", "country"],
    "post": ["id", "person_id", "organization_id", "title_ko", "title_ja", "title_en"],
    "body": [
        "id", "search_key", "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en",
        "aliases", "kind", "country", "parent_id",
    ],
    "name": ["id", "name_ko", "name_ja", "name_en"],
}  # fmt: skip


def _columns(**tables):
    return ", ".join(f"{table}.{column}" for table, names in tables.items() for column in NAMES[names])


def people_of_today(number):
    """People with the posts that they hold on the day; the one begun last comes last."""
    return f"""
SELECT {_columns(person="person", post="post", body="name")} FROM directory_person person
LEFT JOIN directory_post post ON post.person_id = person.id
    AND (post.since IS NULL OR post.since <= %s) AND (post.until IS NULL OR post.until >= %s)
LEFT JOIN directory_organization body ON body.id = post.organization_id
WHERE person.id IN ({", ".join(["%s"] * number)})
ORDER BY CASE WHEN post.since IS NULL THEN 0 ELSE 1 END, post.since, post.id
"""


def bodies_with_parents(number):
    return f"""
SELECT {_columns(body="body", parent="name")} FROM directory_organization body
LEFT JOIN directory_organization parent ON parent.id = body.parent_id
WHERE body.id IN ({", ".join(["%s"] * number)})
"""


def called(term, number):
    return f"SELECT record_id FROM {term} WHERE place = 0 AND text IN ({', '.join(['%s'] * number)})"
