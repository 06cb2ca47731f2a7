"""What is to be done before and after a forum: by when, by whom, and whether it is done."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exchange.accounts.roles import reads_everything
from exchange.audit.versions import Overtaken, version_shown
from exchange.core.views import with_object
from exchange.meetings.enums import Side
from exchange.mous.forms.refusals import refuse
from forums import services
from forums.forms.tasks import TaskForm
from forums.models import Edition, Task
from forums.sides import RAILS, SIDES
from forums.usual import missing_in
from forums.views.editions import with_series

MOST = 300  # on the page; nobody prepares a forum by more


def with_edition(seen):
    return seen.select_related("edition__series", "owner")


@require_GET
@with_object(Edition, "forums.view_edition", rows=with_series)
def edition_tasks(request, edition):
    """In the order of their days; a counterpart sees what is shared with it."""
    today, user = timezone.localdate(), request.user
    may_change = user.has_perm("forums.change_edition", edition)
    seen = Task.objects.visible_to(user).filter(edition=edition).select_related("owner", "done_by")
    tasks = list(seen.order_by("days", "pk")[:MOST])
    rows = [_row(task, user, today) for task in tasks]
    chips = _chips(rows, user, request.GET.get("state"))
    context = {
        "edition": edition,
        "rows": next((chip["rows"] for chip in chips if chip["is_chosen"]), rows),
        "chips": chips,
        "total": len(rows),
        "done": sum(task.is_done for task in tasks),
        "overdue": sum(row["is_overdue"] for row in rows),
        "to_come": (edition.starts_on - today).days if edition.starts_on and edition.is_pending else None,
        "usual": len(missing_in(tasks)) if may_change and edition.is_live else 0,
        "may_write": may_change,
    }
    return render(request, "forums/edition_tasks.html", context)


def _chips(rows, user, chosen):
    """What may be chosen of the list; `mine` is for a counterpart what its side does."""
    if reads_everything(user):
        mine, label = [row for row in rows if row["task"].owner_id == user.pk], _("내 담당")
    else:
        mine, label = [row for row in rows if row["task"].side == Side.COUNTERPART], _("일본 측")
    kinds = [
        ("", _("전체"), rows),
        ("open", _("남은 일"), [row for row in rows if not row["task"].is_done]),
        ("overdue", _("밀린 일"), [row for row in rows if row["is_overdue"]]),
        ("done", _("마친 일"), [row for row in rows if row["task"].is_done]),
        ("mine", label, mine),
    ]
    chosen = chosen if chosen in [kind[0] for kind in kinds] else ""
    return [
        {"name": name, "label": label, "count": len(found), "rows": found, "is_chosen": name == chosen}
        for name, label, found in kinds
    ]


def _row(task, user, today):
    task.found_for = user.pk
    return {
        "task": task,
        "side": dict(SIDES)[task.side],
        "rail": RAILS[task.side],
        "is_overdue": not task.is_done and task.due_on is not None and task.due_on < today,
        "may_complete": user.has_perm("forums.complete_task", task),
    }


@require_POST
@with_object(Edition, "forums.change_edition")
def edition_tasks_usual(request, edition):
    tasks = services.add_usual_tasks(edition=edition, owner=request.user, by=request.user)
    said = ngettext(
        "할 일 %(n)d가지를 더했습니다. 맞게 고쳐 쓰세요.", "할 일 %(n)d가지를 더했습니다. 맞게 고쳐 쓰세요.", len(tasks)
    )
    messages.success(request, said % {"n": len(tasks)})
    return redirect("forums:edition_tasks", edition.pk)


@require_http_methods(["GET", "POST"])
@with_object(Edition, "forums.change_edition", rows=with_series)
def task_add(request, edition):
    form = TaskForm(request.POST or None, initial={"owner": request.user.pk, "side": "ours"})
    if form.is_valid():
        try:
            services.save_task(edition=edition, by=request.user, **form.facts())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("할 일을 더했습니다."))
            return redirect("forums:edition_tasks", edition.pk)
    return render(request, "forums/task_add.html", {"edition": edition, "form": form})


@require_http_methods(["GET", "POST"])
@with_object(Task, "forums.change_edition", rows=with_edition)
def task_edit(request, task):
    edition = task.edition
    form = TaskForm(request.POST or None, instance=copy(task))
    context = {"edition": edition, "task": task, "form": form, "version": version_shown(request, task), "rival": None}
    status = 200
    if form.is_valid():
        try:
            services.save_task(edition=edition, task=task, version=context["version"], by=request.user, **form.facts())
        except Overtaken as overtaken:
            now = Task.objects.select_related("owner").get(pk=task.pk)
            context |= {"rival": overtaken.event, "version": now.version, "theirs": _lines(now, form)}
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("저장했습니다."))
            return redirect("forums:edition_tasks", edition.pk)
    return render(request, "forums/task_edit.html", context, status=status)


def _lines(now, form):
    """What stands there now, beside what was typed."""
    stored = TaskForm(instance=now)
    return [
        (f"{stored[name].label}: {_shown(now, name)}", getattr(now, name) != form.cleaned_data.get(name))
        for name in stored.fields
    ]


def _shown(task, name):
    if name == "days":
        return task.countdown
    if name == "side":
        return dict(SIDES)[task.side]
    value = getattr(task, name)
    return {True: _("예"), False: _("아니요"), None: "-", "": "-"}.get(value, value)


@require_POST
@with_object(Task, "forums.complete_task", rows=with_edition)
def task_done(request, task):
    """Done, or with `done=0` not after all."""
    done = request.POST.get("done") != "0"
    services.complete_task(task=task, done=done, by=request.user)
    said = _("‘%(title)s’: 마쳤습니다.") if done else _("‘%(title)s’: 아직 마치지 않은 일로 되돌렸습니다.")
    messages.success(request, said % {"title": task.local_title})
    return redirect("forums:edition_tasks", task.edition_id)


@require_http_methods(["GET", "POST"])
@with_object(Task, "forums.change_edition", rows=with_edition)
def task_delete(request, task):
    if request.method == "POST":
        services.delete_task(task=task, by=request.user)
        messages.success(request, _("할 일을 지웠습니다."))
        return redirect("forums:edition_tasks", task.edition_id)
    return render(request, "forums/task_delete.html", {"edition": task.edition, "task": task})
