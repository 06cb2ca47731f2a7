# ruff: noqa: S608  names of tables and columns, no text of people
"""Triggers that keep `Headcount`: what a statement changed in registrations, taken off and put on again.

One statement is reckoned at once on PostgreSQL, row by row on SQLite; both write the same numbers. Whoever changes the
state of a registration holds the quota of its side, so that no two wait for each other's numbers.
"""

from exchange.core.triggers import Keep

REGISTRATION, HEADCOUNT = "forums_registration", "forums_headcount"
KEY = ("edition_id", "side", "state")
ADDED = f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET people = {HEADCOUNT}.people + EXCLUDED.people"


def _name(event):
    return f"headcount_{event}"


class KeepHeadcounts(Keep):
    triggers = {_name(event): REGISTRATION for event in ("insert", "update", "delete")}

    def made(self, vendor):
        return _on_sqlite() if vendor == "sqlite" else _on_postgresql()


def _columns(row):
    return ", ".join(f"{row}.{name}" for name in KEY)


# --- PostgreSQL: the rows before and after, in one sum ------------------------------------------------

TABLES = {"gone": "OLD TABLE AS gone", "came": "NEW TABLE AS came"}
CHANGED = " UNION ALL ".join(
    f"SELECT {', '.join(KEY)}, {sign} AS people FROM {rows}" for rows, sign in (("gone", -1), ("came", 1))
)


def _put_on(rows):
    columns = ", ".join(KEY)
    sums = (
        f"SELECT {columns}, SUM(people) FROM ({rows}) r GROUP BY {columns} HAVING SUM(people) <> 0 ORDER BY {columns}"
    )
    return f"INSERT INTO {HEADCOUNT} ({columns}, people) {sums} {ADDED}"


# A forum that is deleted takes its headcounts along, perhaps before its registrations: nothing is put back.
TAKE_OFF = (
    f"UPDATE {HEADCOUNT} h SET people = h.people - g.people FROM "
    f"(SELECT {', '.join(KEY)}, COUNT(*) AS people FROM gone GROUP BY 1, 2, 3) g "
    f"WHERE ({_columns('h')}) = ({_columns('g')})"
)
WRITES = {
    "insert": (("came",), _put_on(f"SELECT {', '.join(KEY)}, 1 AS people FROM came")),
    "update": (("gone", "came"), _put_on(CHANGED)),
    "delete": (("gone",), TAKE_OFF),
}


def _on_postgresql():
    for event, (tables, write) in WRITES.items():
        name = _name(event)
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {write}; RETURN NULL; END $$"
        yield (
            f"CREATE TRIGGER {name} AFTER {event.upper()} ON {REGISTRATION} REFERENCING "
            f"{' '.join(TABLES[each] for each in tables)} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


# --- SQLite: the row before is taken off, the row after put on -----------------------------------------

PUT_ON_ROW = f"INSERT INTO {HEADCOUNT} ({', '.join(KEY)}, people) VALUES ({_columns('NEW')}, 1) {ADDED}"
TAKE_OFF_ROW = f"UPDATE {HEADCOUNT} SET people = people - 1 WHERE ({', '.join(KEY)}) = ({_columns('OLD')})"
WRITES_OF_ROW = {"insert": PUT_ON_ROW, "update": f"{TAKE_OFF_ROW}; {PUT_ON_ROW}", "delete": TAKE_OFF_ROW}


def _on_sqlite():
    for event, writes in WRITES_OF_ROW.items():
        of = f" OF {', '.join(KEY)}" if event == "update" else ""
        yield f"CREATE TRIGGER {_name(event)} AFTER {event.upper()}{of} ON {REGISTRATION} BEGIN {writes}; END"
