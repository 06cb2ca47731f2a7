"""Changes of state: one table per noun, applied in one way.

    EDITION = Flow(publish=Step({DRAFT}, PUBLISHED, "documents.publish_edition"))
    edition = EDITION.apply("publish", edition, by=user, at=now)

`apply` locks the row, checks the permission and the state, stamps `<done>_at` / `<done>_by`
where the model has them (done = the new state's value) and writes one audit event.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

step_taken = Signal()  # name, obj, by, at, changes: the audit package listens


@dataclass(frozen=True)
class Step:
    sources: set
    target: str
    permission: str


class Flow:
    """The steps of one noun's `state` field, by name."""

    def __init__(self, **steps):
        self.steps = steps

    def open_steps(self, obj, user):
        """Names of the steps that this user could take now, in the order of the table."""
        return [n for n, s in self.steps.items() if obj.state in s.sources and user.has_perm(s.permission, obj)]

    @transaction.atomic
    def apply(self, name, obj, *, by, at, **fields):
        """Take the step; `fields` are saved with it. PermissionDenied, or ValidationError when too late."""
        step = self.steps[name]
        row = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        if not by.has_perm(step.permission, row):
            raise PermissionDenied(step.permission)
        if row.state not in step.sources:
            raise ValidationError(
                _("지금 상태(%(state)s)에서는 할 수 없습니다. 새로 고친 뒤 다시 확인해 주세요."),
                code="state",
                params={"state": row.get_state_display()},
            )
        values = {"state": step.target, **fields}
        changes = {name: [_kept(getattr(row, name)), _kept(value)] for name, value in values.items()}
        names = {f.name for f in row._meta.get_fields()}
        for stamp, value in ((f"{step.target}_at", at), (f"{step.target}_by", by)):
            if stamp in names:
                values[stamp] = value
        for field, value in values.items():
            setattr(row, field, value)
        row.full_clean(validate_unique=False)
        row.save(update_fields=values)
        step_taken.send(type(row), name=name, obj=row, by=by, at=at, changes=changes)
        return row


def _kept(value):
    """In an event a row is its number."""
    return getattr(value, "pk", value)
