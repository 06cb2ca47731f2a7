from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from exchange.audit.versions import claim, settle
from exchange.meetings.enums import Side
from forums.models import Edition, Task
from forums.usual import missing_in


@transaction.atomic
def save_task(*, edition, task=None, version=None, by, **facts):
    """A new task, or facts of one; its date follows from the forum's first day."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    row = claim(task, "save_task", version) if task else Task(edition=edition)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.due_on = _due(edition, row)
    row.save()
    settle(row, "save_task", by=by, title=row.title_ko, days=row.days)
    return row


def _due(edition, task):
    return edition.starts_on + timedelta(days=task.days) if edition.starts_on else None


@transaction.atomic
def add_usual_tasks(*, edition, owner=None, by):
    """What is usually to be done and is not on the list yet; ours belong to `owner`. Twice adds nothing."""
    row = claim(edition, "add_usual_tasks", None)
    tasks = [Task(edition=row, **facts) for facts in missing_in(row.tasks.all())]
    for task in tasks:
        task.due_on = _due(row, task)
        task.owner = owner if task.side == Side.OURS else None
        task.full_clean(validate_unique=False)
    Task.objects.bulk_create(tasks)
    settle(row, "add_usual_tasks", by=by, tasks=len(tasks))
    return tasks


@transaction.atomic
def delete_task(*, task, by):
    edition = claim(task.edition, "delete_task", None)
    settle(edition, "delete_task", by=by, title=task.title_ko)
    task.delete()


@transaction.atomic
def complete_task(*, task, by, done=True, at=None):
    """Done, or not after all; twice the same changes nothing."""
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if not by.has_perm("forums.complete_task", row):
        raise PermissionDenied("forums.complete_task")
    if row.is_done == done:
        return row
    row.done_at, row.done_by = (at or timezone.now(), by) if done else (None, None)
    row.version += 1
    row.save()
    settle(row, "complete_task" if done else "reopen_task", by=by)
    return row
