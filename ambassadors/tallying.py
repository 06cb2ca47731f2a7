# ruff: noqa: S608  names of tables and columns, no text of people
"""Triggers that keep `Tally`: what a statement changed in sessions and their topics, taken off and put on again.

One statement is reckoned at once on PostgreSQL, row by row on SQLite; both write the same numbers.
"""

import re

from exchange.core.triggers import Keep

SESSION, TOPIC, TALLY = "ambassadors_advisorysession", "ambassadors_sessiontopic", "ambassadors_tally"
NUMBERS = ("sessions", "minutes", "preparation", "travel", "confirmed", "rated", "stars")
OF_ONE = {  # what a session adds to each number
    "sessions": "1",
    "minutes": "s.minutes",
    "preparation": "s.preparation_minutes",
    "travel": "s.travel_minutes",
    "confirmed": "CASE WHEN s.state IN ('confirmed', 'checked') THEN 1 ELSE 0 END",
    "rated": "CASE WHEN s.satisfaction IS NULL THEN 0 ELSE 1 END",
    "stars": "COALESCE(s.satisfaction, 0)",
}
COUNTED = ("state", "held_on", "ambassador_id", "client_id", "country", "minutes", "preparation_minutes",
           "travel_minutes", "satisfaction")  # fmt: skip
LOCK = 7041201  # of the tallies: writers queue for all of them, so that no two wait for each other


class KeepTallies(Keep):
    triggers = {
        f"tally_{table}_{event}": table for table in (SESSION, TOPIC) for event in ("insert", "update", "delete")
    }

    def made(self, vendor):
        return _on_sqlite() if vendor == "sqlite" else _on_postgresql()


def _write(select):
    added = ", ".join(f"{name} = {TALLY}.{name} + EXCLUDED.{name}" for name in NUMBERS)
    return (
        f"INSERT INTO {TALLY} (period, kind, key, {', '.join(NUMBERS)}) {select} "
        f"ON CONFLICT (period, kind, key) DO UPDATE SET {added}"
    )


# --- PostgreSQL: the rows before and after, in one sum ------------------------------------------------

PERIODS = """(VALUES ('all'), (to_char(s.held_on, 'YYYY')), (to_char(s.held_on, 'YYYY-"Q"Q')),
    (to_char(s.held_on, 'YYYY-MM'))) p(period)"""
KINDS = f"""(SELECT * FROM (VALUES ('all', ''), ('ambassador', s.ambassador_id::text), ('client', s.client_id::text),
    ('country', s.country)) plain(kind, key) UNION ALL
    SELECT 'topic', t.topic FROM {TOPIC} t WHERE t.session_id = s.id) k"""
STATES = {"insert": {"came": 1}, "update": {"gone": -1, "came": 1}, "delete": {"gone": -1}}
TABLES = {"gone": "OLD TABLE AS gone", "came": "NEW TABLE AS came"}


def _on_postgresql():
    for table in (SESSION, TOPIC):
        for event, states in STATES.items():
            name = f"tally_{table}_{event}"
            changed = " UNION ALL ".join(_changed(table, state, sign) for state, sign in states.items())
            kinds = f", LATERAL {KINDS}" if table == SESSION else ""
            sums = [f"SUM(s.sign * ({OF_ONE[number]}))" for number in NUMBERS]
            select = (
                f"SELECT p.period, k.kind, k.key, {', '.join(sums)} FROM ({changed}) s"
                f"{kinds or ', LATERAL (SELECT s.kind, s.key) k'}, LATERAL {PERIODS} WHERE s.state <> 'draft' "
                f"GROUP BY 1, 2, 3 HAVING {' OR '.join(f'{each} <> 0' for each in sums)}"
            )
            yield (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {_matters(table, event, states)} THEN PERFORM pg_advisory_xact_lock({LOCK}); {_write(select)}; "
                "END IF; RETURN NULL; END $$"
            )
            yield (
                f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING "
                f"{' '.join(TABLES[state] for state in states)} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


def _changed(table, state, sign):
    if table == SESSION:
        return f"SELECT {sign} AS sign, {', '.join(('id', *COUNTED))} FROM {state}"
    columns = ", ".join(f"o.{name}" for name in ("id", *COUNTED))
    return (
        f"SELECT {sign} AS sign, {columns}, 'topic' AS kind, c.topic AS key "
        f"FROM {state} c JOIN {SESSION} o ON o.id = c.session_id"
    )


def _matters(table, event, states):
    if table == SESSION and event == "update":
        columns = [", ".join(f"{row}.{name}" for name in COUNTED) for row in ("gone", "came")]
        return (
            "EXISTS (SELECT 1 FROM gone JOIN came USING (id) "
            f"WHERE ROW({columns[0]}) IS DISTINCT FROM ROW({columns[1]}))"
        )
    return f"EXISTS (SELECT 1 FROM {next(iter(states))})"


# --- SQLite: the row before is taken off, the row after put on -----------------------------------------

YEAR = "substr(s.held_on, 1, 4)"
PERIODS_LITE = (
    f"(SELECT 'all' AS period UNION ALL SELECT {YEAR} UNION ALL "
    f"SELECT {YEAR} || '-Q' || ((CAST(substr(s.held_on, 6, 2) AS INTEGER) + 2) / 3) UNION ALL "
    "SELECT substr(s.held_on, 1, 7)) p"
)
KINDS_LITE = (
    "(SELECT 'all' AS kind, '' AS key UNION ALL SELECT 'ambassador', CAST(s.ambassador_id AS TEXT) UNION ALL "
    "SELECT 'client', CAST(s.client_id AS TEXT) UNION ALL SELECT 'country', s.country UNION ALL "
    f"SELECT 'topic', t.topic FROM {TOPIC} t WHERE t.session_id = s.id) k"
)
ROWS = {"insert": {"NEW": 1}, "update": {"OLD": -1, "NEW": 1}, "delete": {"OLD": -1}}


def _on_sqlite():
    for table in (SESSION, TOPIC):
        for event, rows in ROWS.items():
            of = f" OF {', '.join(COUNTED)}" if (table, event) == (SESSION, "update") else ""
            writes = "; ".join(_write_row(table, row, sign) for row, sign in rows.items())
            yield f"CREATE TRIGGER tally_{table}_{event} AFTER {event.upper()}{of} ON {table} BEGIN {writes}; END"


def _write_row(table, row, sign):
    """Within a trigger the row's own columns may stand in every subquery; of a topic the session is looked up."""
    numbers = ", ".join(f"{sign} * ({OF_ONE[number]})" for number in NUMBERS)
    if table == SESSION:
        select = f"SELECT p.period, k.kind, k.key, {numbers} FROM {PERIODS_LITE}, {KINDS_LITE} WHERE s.state <> 'draft'"
        return _write(re.sub(r"\bs\.", f"{row}.", select))
    select = " UNION ALL ".join(
        f"SELECT {period} AS period, 'topic', {row}.topic, {numbers} FROM {SESSION} s "
        f"WHERE s.id = {row}.session_id AND s.state <> 'draft'"
        for period in ("'all'", YEAR, f"{YEAR} || '-Q' || ((CAST(substr(s.held_on, 6, 2) AS INTEGER) + 2) / 3)",
                       "substr(s.held_on, 1, 7)")
    )  # fmt: skip
    return _write(f"SELECT * FROM ({select}) WHERE true")
