from django.db import IntegrityError, transaction
from django.utils import timezone

from delegations.flows import DELEGATION
from delegations.models import Delegation
from delegations.services.shifting import move_plan
from exchange.audit.services import record
from exchange.audit.versions import claim, settle

REPORT_TEXTS = ("lessons_ko", "lessons_ja", "next_steps_ko", "next_steps_ja", "report_dated_on")


@transaction.atomic
def create_delegation(*, by, slug="", source=None, **fields):
    """Register a trip; without a slug it is called by the month it leaves, 2026-04, 2026-04-2, …

    `source`: the trip of which this one is a clone.
    """
    delegation = Delegation(**_texts(fields))
    if slug:
        delegation.slug = slug
        delegation.full_clean()
        delegation.save()
    else:
        delegation.full_clean(exclude=["slug"])
        _save_under_free_slug(delegation)
    record("create", delegation, by=by, changes={"source": source.slug} if source else None)
    return delegation


@transaction.atomic
def change_delegation(*, delegation, moves=(), version=None, by, **fields):
    """`moves`: what of the plan goes along when the trip starts on another day: legs, items, meetings."""
    return _change(delegation, "change", fields, moves=moves, version=version, by=by)


@transaction.atomic
def cancel_delegation(*, delegation, reason, by):
    claim(delegation, "cancel", None)  # calendars take up only what has a higher number
    return DELEGATION.apply("cancel", delegation, by=by, at=timezone.now(), cancelled_reason=reason)


@transaction.atomic
def restore_delegation(*, delegation, by):
    """Take a cancelled trip up again."""
    claim(delegation, "restore", None)
    return DELEGATION.apply("restore", delegation, by=by, at=timezone.now(), cancelled_reason="")


@transaction.atomic
def write_report_texts(*, delegation, version=None, by, **texts):
    """The parts of the report that only its author can write: lessons, next steps and its date."""
    assert texts.keys() <= set(REPORT_TEXTS)
    return _change(delegation, "write_report_texts", texts, version=version, by=by)


def _change(delegation, part, fields, *, moves=(), version, by):
    """Set the fields on the row as it stands now, so that what somebody else wrote beside them stays."""
    delegation = claim(delegation, part, version)
    changes, started_on = {}, delegation.starts_on
    for name, value in _texts(fields).items():
        before = getattr(delegation, name)
        if before != value:
            setattr(delegation, name, value)
            changes[name] = [None if v is None else str(v) for v in (before, value)]
    if changes:
        delegation.full_clean()
        delegation.save()
        if moved := move_plan(delegation, delegation.starts_on - started_on, moves, by=by):
            changes["moved"] = moved
        settle(delegation, part, by=by, **changes)
    return delegation


def _texts(fields):
    """Browsers end lines in two characters: the same text would be another one."""
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in fields.items()}


def _save_under_free_slug(delegation, tries=20):
    """Somebody may take the same slug at the same moment: then the next one is tried."""
    month = f"{delegation.starts_on:%Y-%m}"
    for _try in range(tries):
        taken = set(Delegation.objects.filter(slug__startswith=month).values_list("slug", flat=True))
        names = (month if n == 1 else f"{month}-{n}" for n in range(1, len(taken) + 2))
        delegation.slug = next(name for name in names if name not in taken)
        try:
            with transaction.atomic():
                delegation.save(force_insert=True)
            return
        except IntegrityError:
            if _try == tries - 1:
                raise
