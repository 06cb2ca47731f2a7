"""What the preparation of a forum reminds of: tasks that are due soon, and those that nobody has done in time."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core.languages import in_language
from exchange.directory.models import Post
from exchange.meetings.enums import Side
from exchange.notices.details import due_line, manager_lines, owner_line
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks
from forums.models import Task
from forums.models.series import LIVE
from forums.sides import SIDES

STAGES = Stages(before=(7, 1, 0), weeks_overdue=4)


def tasks_due(today):
    """To its owner, or to the managers while it has none; of their side to those who speak for the counterpart."""
    managers = list(User.objects.active().filter(role=Role.MANAGER).values_list("pk", flat=True))
    speakers = _speakers(today)
    tasks = Task.objects.open().filter(due_on__range=STAGES.due_days(today), edition__state__in=LIVE)
    for chunk in in_chunks(tasks.select_related("owner", "edition__series")):
        yield [candidate for task in chunk for candidate in _candidates(task, managers, speakers, today)]


def _speakers(today):
    """{counterpart: users who speak for it today}"""
    held = Post.objects.held_on(today).filter(person__user__is_active=True, person__user__role=Role.COUNTERPART)
    found = {}
    for body, user in held.order_by().values_list("organization", "person__user").distinct():
        found.setdefault(body, []).append(user)
    return found


def _candidates(task, managers, speakers, today):
    on = STAGES.reached(task.due_on, today)
    if not on:
        return
    if task.side == Side.COUNTERPART:
        yield Candidate(task.pk, on, speakers.get(task.edition.series.counterpart_id, []), due=task.due_on)
    elif _has_owner(task):
        yield Candidate(task.pk, on, [task.owner_id], due=task.due_on)
    else:
        yield Candidate(task.pk, on, managers, {"as_manager": True}, task.due_on)


def _has_owner(task):
    return task.owner is not None and reads_everything(task.owner)


def still_to_do(notice, task, today):
    """Neither done nor moved, nor given to somebody else; and the forum is still on."""
    is_open = not task.is_done and task.due_on == notice.due and task.edition.state in LIVE
    if task.side == Side.COUNTERPART or "as_manager" in notice.facts:
        return is_open
    return is_open and task.owner_id == notice.recipient_id


def task_words(notice, task, today):
    title, language = in_language(task, "title")
    left = (notice.due - today).days
    if left > 0:
        text = ngettext("준비 기한이 %(n)d일 남았습니다.", "준비 기한이 %(n)d일 남았습니다.", left)
    elif left == 0:
        text = _("오늘이 준비 기한입니다.")
    else:
        text = ngettext("준비 기한이 %(n)d일 지났습니다.", "준비 기한이 %(n)d일 지났습니다.", -left)
    whose = owner_line(task.owner) if task.side == Side.OURS else _("담당: %(who)s") % {"who": dict(SIDES)[task.side]}
    details = (task.edition.local_name, due_line(notice.due), str(whose), *manager_lines(notice, today))
    url = f"{reverse('forums:edition_tasks', args=[task.edition_id])}#t{task.pk}"
    return Words(title, text % {"n": abs(left)}, url, language, details)


TASK_DUE = Rule(
    "forum-task-due", gettext_lazy("포럼 준비 할 일"), Task, candidates=tasks_due, word=task_words,
    rows=lambda tasks, today: tasks.select_related("owner", "edition"), still_holds=still_to_do,
)  # fmt: skip
