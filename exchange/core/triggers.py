"""Rules over several rows that the database itself refuses to see broken: a trigger, written once for both databases.

    operations = [Refuse("mou_predecessor_loop", on="mous_mou", when="EXISTS (…)")]

`when` is SQL over NEW; the broken rule's name reaches the caller as the message of an IntegrityError. The model's
`clean` says the same to people. A later migration that rebuilds the table on SQLite (AlterField, a new constraint)
drops its triggers there and must repeat them; tests/mous/test_rules.py looks whether they still stand. A trigger of
another table that asks this one bars the rebuilding: `Lift` it before, and repeat it too.
"""

from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    reversible = True

    def __init__(self, name, on, when, *, events=("INSERT", "UPDATE")):
        self.name, self.on, self.when, self.events = name, on, when, events

    def deconstruct(self):
        kwargs = {"name": self.name, "on": self.on, "when": self.when, "events": self.events}
        return type(self).__name__, [], kwargs

    def state_forwards(self, app_label, state):
        """Models know nothing of triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        for statement in self._made(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            for event in self.events:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {self._on_event(event)}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.on}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()", params=None)

    def describe(self):
        return f"Refuse {self.name} on {self.on}"

    def _on_event(self, event):
        return f"{self.name}_{event.split()[0].lower()}"

    def _made(self, vendor):
        if vendor == "sqlite":
            for event in self.events:
                yield (
                    f"CREATE TRIGGER {self._on_event(event)} BEFORE {event} ON {self.on} WHEN {self.when} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
                )
            return
        yield (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.when} THEN "
            f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; "
            "END IF; RETURN COALESCE(NEW, OLD); END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} ON {self.on} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )


class Keep(Operation):
    """Triggers that keep the numbers of one table true to the rows of others: a subclass names them and their SQL."""

    reversible = True
    triggers = {}  # {name, on PostgreSQL that of its function too: the table that it watches}

    def made(self, vendor):
        """The statements that make them."""
        raise NotImplementedError

    def state_forwards(self, app_label, state):
        """Models know nothing of triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        for statement in self.made(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for name, table in self.triggers.items():
            on = "" if is_sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
            if not is_sqlite:
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)

    def describe(self):
        return f"Keep {', '.join(self.triggers)}"


class Lift(Operation):
    """Takes a `Refuse` away."""

    reversible = True

    def __init__(self, rule):
        self.rule = rule

    def deconstruct(self):
        return type(self).__name__, [self.rule], {}

    def state_forwards(self, app_label, state):
        """Models know nothing of triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.rule.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.rule.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Lift {self.rule.name}"
