"""Stored rows become those of a form: judged together, then written, all of them or none."""

from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, CheckConstraint, ForeignKey, IntegerField, UniqueConstraint, Value
from django.db.models.functions import Cast, Concat

from exchange.core.constraints import refusal


def sync_rows(existing, rows, *, build):
    """Make the stored rows equal to `rows`, in their order; returns them.

    `existing`: a queryset of the parent's rows; `build()`: a new unsaved row of the same parent.
    Rows that are gone are deleted, the others keep their identity; ValidationError carries `.row`.
    Unique rules name the parent: they are judged among the new rows, two of which may exchange their values.
    """
    stored = {row.pk: row for row in existing}
    kept = [stored.pop(row.get("id"), None) or build() for row in rows]
    rules = [rule for rule in existing.model._meta.constraints if isinstance(rule, UniqueConstraint) and rule.fields]
    before = [(row, {rule.name: _key(row, rule) for rule in rules}) for row in kept if row.pk]
    for order, (obj, row) in enumerate(zip(kept, rows, strict=True)):
        _fill(obj, row, order)
    for rule in rules:
        _refuse_twins(kept, rule)
    saved = []
    try:
        with transaction.atomic():
            existing.filter(pk__in=stored).delete()
            for rule in rules:
                _vacate(kept, rule, {row.pk: keys[rule.name] for row, keys in before})
            for obj in kept:
                obj.save()
                saved.append(obj)
    except IntegrityError:
        _refuse_broken(kept, len(saved))
        raise
    return kept


def _fill(obj, row, order):
    """Related objects are taken as they are: whoever calls has found them."""
    fields = obj._meta.concrete_fields
    for name in {field.name for field in fields} & row.keys() - {"id"}:
        setattr(obj, name, row[name])
    if hasattr(obj, "order"):
        obj.order = order
    found = {each.name for each in fields if isinstance(each, ForeignKey) and getattr(obj, each.attname) is not None}
    try:
        obj.full_clean(exclude=found, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        error.row = order
        raise


# --- unique rules ----------------------------------------------------------------------------------


def _key(obj, rule):
    """What the row holds under the rule; nothing where a column is empty, for then the rule is not about it."""
    values = tuple(getattr(obj, obj._meta.get_field(name).attname) for name in rule.fields)
    return None if None in values else values


def _refuse_twins(kept, rule):
    seen = set()
    for order, obj in enumerate(kept):
        key = _key(obj, rule)
        if key in seen and _is_about(rule, obj):
            raise _broken(rule, order)
        seen |= {key} - {None}


def _is_about(rule, obj):
    """The rule's condition is asked of the database, only where two rows say the same."""
    return rule.condition is None or _holds(CheckConstraint(condition=rule.condition, name=rule.name), obj)


def _vacate(kept, rule, before):
    """Rows let go of what another one takes over: the database judges after every single write."""
    taken = {_key(obj, rule) for obj in kept} - {None}
    leaving = [obj for obj in kept if obj.pk and before[obj.pk] in taken and before[obj.pk] != _key(obj, rule)]
    columns = [(place, obj._meta.get_field(name)) for obj in leaving[:1] for place, name in enumerate(rule.fields)]
    for place, column in columns:
        if isinstance(column, CharField):
            free = Concat(Value("~"), Cast("pk", CharField()))
            _stored(leaving).update(**{column.name: free})
            return
        if isinstance(column, IntegerField):
            used = {key[place] for key in [*taken, *before.values()] if key}
            numbers = (number for number in count(1) if number not in used)
            for obj, number in zip(leaving, numbers, strict=False):
                _stored([obj]).update(**{column.name: number})
            return


def _stored(rows):
    return type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])


# --- the other rules of the table are the database's: only one that is broken is asked for its words ---


def _refuse_broken(kept, order):
    for obj in kept[order : order + 1]:
        for rule in obj._meta.constraints:
            if isinstance(rule, CheckConstraint) and not _holds(rule, obj):
                raise _broken(rule, order)


def _holds(rule, obj):
    try:
        rule.validate(type(obj), obj)
    except ValidationError:
        return False
    return True


def _broken(rule, order):
    error = refusal(rule)
    error.row = order
    return error
