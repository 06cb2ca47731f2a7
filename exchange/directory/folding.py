"""One row takes the place of another: what points to it is moved, step by step, and every step can be taken back.

`plan` only reads. Its steps are plain JSON, so they can be shown before they are taken, kept, and taken back years
later. Where two rows would break a rule that one of a kind exists (a person twice in one meeting), they fold into one
by the same means; the row that goes is written down whole.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models

from exchange.directory.finding import Term


def pointers(model):
    """The fields of all models that point to this one; rows that the portal derives from a record are left out."""
    for relation in model._meta.get_fields(include_hidden=True):
        points = relation.auto_created and not relation.concrete and not relation.many_to_many
        if points and not issubclass(relation.related_model, Term):
            yield relation.field


def spoken_of(model):
    """The model that people know: of a row that only joins two others, the one that names the other."""
    return model._meta.auto_created or model


# --- looking ahead -----------------------------------------------------------------------


@dataclass(frozen=True)
class Join:
    """`key(row, pointer)`: rows that differ in it are never one. `takes_over(kept, row)`: the columns, or None."""

    key: Callable
    takes_over: Callable


@dataclass
class Plan:
    """`joins`: model -> Join, for rows that say the same although no rule forbids both."""

    joins: dict = field(default_factory=dict)
    steps: list = field(default_factory=list)

    def fold(self, kept, gone, changes=None):
        """Everything from `gone` to `kept`, the row itself last. `changes`: the columns that `kept` takes over."""
        for pointer in pointers(type(gone)):
            self._move(pointer, kept, gone)
        before = {name: _stored(kept, name) for name in changes or {}}
        for name, value in (changes or {}).items():
            setattr(kept, name, value)
        changed = {name: [old, _stored(kept, name)] for name, old in before.items()}
        self.steps.append({"fold": gone._meta.label, "row": as_json(gone), "into": kept.pk, "changed": changed})

    def _move(self, pointer, kept, gone):
        model = pointer.model
        rows = model._base_manager.filter(**{pointer.name: gone}).order_by("pk")
        rows = [row for row in rows if not (isinstance(row, type(kept)) and row.pk == kept.pk)]
        if not rows:
            return
        twins = self._twins(pointer, list(model._base_manager.filter(**{pointer.name: kept}).order_by("pk")), rows)
        moving = []
        for row in rows:
            twin, changes = twins(row)
            if twin is None:
                moving.append(row.pk)
            else:
                self.fold(twin, row, changes)
        if moving:
            self.steps.append({"move": _name(pointer), "rows": moving, "from": gone.pk, "to": kept.pk})

    def _twins(self, pointer, there, coming):
        """A function that finds the row which is there already in place of one that comes, and what it takes over."""
        keys = list(_unique_keys(pointer, [*there, *coming]))
        known = [{key(row): row for row in there if key(row)} for key in keys]
        joined = self.joins.get(pointer.model)
        alike = defaultdict(list)
        for row in there if joined else ():
            alike[joined.key(row, pointer.name)].append(row)

        def twin_of(row):
            for key, rows in zip(keys, known, strict=True):
                if twin := rows.get(key(row)):
                    return twin, {}
            for other in alike[joined.key(row, pointer.name)] if joined else ():
                if (changes := joined.takes_over(other, row)) is not None:
                    return other, changes
            return None, {}

        return twin_of


def _unique_keys(pointer, rows):
    """For each rule of which the pointer is a part: a row's values of the other parts, None where it does not apply."""
    meta, pks = pointer.model._meta, [row.pk for row in rows]
    rules = [(set(names), None) for names in meta.unique_together]
    rules += [({pointer.name}, None)] if pointer.unique else []
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields:
            rules.append((set(rule.fields), rule.condition))
    for names, condition in rules:
        if pointer.name not in names:
            continue
        others = sorted(meta.get_field(name).attname for name in names - {pointer.name})
        applies = None
        if condition is not None:
            found = pointer.model._base_manager.filter(condition, pk__in=pks)
            applies = set(found.values_list("pk", flat=True))
        yield lambda row, others=others, applies=applies: _key(row, others, applies)


def _key(row, others, applies):
    values = ("key", *(getattr(row, name) for name in others))
    return None if None in values or (applies is not None and row.pk not in applies) else values


# --- taking the steps ------------------------------------------------------------------------


def take(steps):
    for step in steps:
        if "move" in step:
            _point(step, step["from"], step["to"])
        else:
            _fold(step)


def _fold(step):
    model = apps.get_model(step["fold"])
    gone = model._base_manager.filter(pk=step["row"][model._meta.pk.attname])
    if step["changed"]:
        only_one = [column.name for column in model._meta.concrete_fields if column.unique and column.null]
        if only_one:
            gone.update(**dict.fromkeys(only_one))
        kept = model._base_manager.get(pk=step["into"])
        for name, (_before, after) in step["changed"].items():
            _set(kept, name, after)
        kept.validate_constraints()
        kept.save()
    gone.delete()


def _point(step, before, after):
    """The rows of the step that still point to `before` point to `after`; returns those that cannot or no longer do."""
    pointer = _pointer(step["move"])
    rows = pointer.model._base_manager.filter(pk__in=step["rows"])
    coming = list(rows.filter(**{pointer.attname: before}))
    there = list(pointer.model._base_manager.filter(**{pointer.attname: after}))
    keys = list(_unique_keys(pointer, [*coming, *there]))
    taken = [{key(row) for row in there} - {None} for key in keys]
    free = [row.pk for row in coming if not any(key(row) in full for key, full in zip(keys, taken, strict=True))]
    pointer.model._base_manager.filter(pk__in=free).update(**{pointer.attname: after})
    return list(rows.exclude(pk__in=free))


# --- taking them back --------------------------------------------------------------------------


@dataclass
class Undoing:
    """`stayed` says what could not go back because somebody changed it since: labels of rows and names of columns."""

    stayed: list = field(default_factory=list)

    def take_back(self, steps):
        for step in reversed(steps):
            if "move" in step:
                self._move_back(step)
            else:
                self._bring_back(step)

    def _move_back(self, step):
        model = _pointer(step["move"]).remote_field.model
        if model._base_manager.filter(pk=step["from"]).exists():
            self.stayed += [label(row) for row in _point(step, step["to"], step["from"])]

    def _bring_back(self, step):
        model = apps.get_model(step["fold"])
        kept = model._base_manager.filter(pk=step["into"]).first()
        if kept and step["changed"]:
            self._change_back(kept, step["changed"])
        row = from_json(model, step["row"])
        if problem := _cannot_return(row):
            self.stayed.append(f"{label(row)}: {problem}")
            return
        row.save_base(raw=True, force_insert=True)  # as it was: no column is filled in anew
        row.save()

    def _change_back(self, row, changed):
        for name, (before, after) in changed.items():
            if _stored(row, name) == after:
                _set(row, name, before)
            elif name == "aliases":
                ours = set((after or "").splitlines()) - set((before or "").splitlines())
                row.aliases = "\n".join(line for line in row.aliases.splitlines() if line not in ours)
            else:
                self.stayed.append(f"{row} · {row._meta.get_field(name).verbose_name}")
        row.save()


def _cannot_return(row):
    """Why the row has no place any more, or nothing. A reference that leads nowhere is emptied where it may be."""
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if value is None or not column.is_relation:
            continue
        gone = not column.remote_field.model._base_manager.filter(pk=value).exists()
        taken = column.unique and row._meta.model._base_manager.filter(**{column.attname: value}).exists()
        if (gone or taken) and not column.null:
            return str(column.verbose_name)
        if gone or taken:
            setattr(row, column.attname, None)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


# --- rows as JSON ------------------------------------------------------------------------------


def as_json(row):
    return {column.attname: _stored(row, column.attname) for column in row._meta.concrete_fields}


def from_json(model, values):
    row = model()
    for name, value in values.items():
        _set(row, name, value)
    return row


def _stored(row, name):
    column = row._meta.get_field(name)
    return None if column.value_from_object(row) is None else column.value_to_string(row)


def _set(row, name, value):
    column = row._meta.get_field(name)
    setattr(row, column.attname, None if value is None else column.to_python(value))


def _name(pointer):
    return f"{pointer.model._meta.label}.{pointer.name}"


def _pointer(name):
    label, _, column = name.rpartition(".")
    return apps.get_model(label)._meta.get_field(column)


def label(row):
    """Kind and words of a row. One that only joins two others is called by the one that names the other."""
    kind = spoken_of(type(row))._meta
    try:
        if type(row)._meta.auto_created:
            row = getattr(row, kind.model_name)
        return f"{kind.verbose_name} {row}".strip()
    except ObjectDoesNotExist:
        return str(kind.verbose_name)


def touched(steps):
    """The rows that the steps move or change, and those to which a row that went has to point again: {(model, key)}."""
    found = set()
    for step in steps:
        if "move" in step:
            found |= {(_pointer(step["move"]).model._meta.label, pk) for pk in step["rows"]}
        else:
            found |= {(step["fold"], step["into"]), *_references(from_json(apps.get_model(step["fold"]), step["row"]))}
    return found


def _references(row):
    columns = [column for column in row._meta.concrete_fields if column.is_relation]
    return {(column.remote_field.model._meta.label, getattr(row, column.attname)) for column in columns}


def gone_in(steps):
    """The rows that went, each written down as it was then: {(model, key)}."""
    rows = [from_json(apps.get_model(step["fold"]), step["row"]) for step in steps if "fold" in step]
    return {(row._meta.label, row.pk) for row in rows}


def counts(steps):
    """How many rows of which model move, and which rows fold into another (the record itself left out)."""
    moved, folded = defaultdict(int), []
    for step in steps[:-1]:
        if "move" in step:
            moved[spoken_of(_pointer(step["move"]).model)] += len(step["rows"])
        else:
            folded.append(from_json(apps.get_model(step["fold"]), step["row"]))
    return dict(moved), folded
