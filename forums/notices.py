"""What the preparation of a forum reminds of: tasks that are due soon, and those that nobody has done in time."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS, reads_everything
from exchange.core.languages import in_language
from exchange.directory.models import Post
from exchange.meetings.enums import Side
from exchange.notices.details import due_line, owner_line
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks
from forums.enums import EditionState, ImportState
from forums.models import RegistrationImport, Task
from forums.models.series import PENDING
from forums.sides import SIDES

STAGES = Stages(before=(7, 0))
# what comes after the forum, thanks and reports, is still to be done when it has been held
TO_PREPARE = Q(edition__state__in=PENDING) | Q(edition__state=EditionState.HELD, days__gt=0)
OWNER, WRITER, COUNTERPART = "owner", "writer", "counterpart"  # as whom somebody is told


def tasks_due(today):
    """To its owner, or to all who write while it has none; of their side to those who speak for the counterpart."""
    writers = list(User.objects.active().filter(role__in=WRITERS).values_list("pk", flat=True))
    speakers = _speakers(today)
    tasks = Task.objects.open().filter(TO_PREPARE, due_on__range=STAGES.due_days(today))
    for chunk in in_chunks(tasks.select_related("owner", "edition__series")):
        yield [candidate for task in chunk for candidate in _candidates(task, writers, speakers, today)]


def _speakers(today):
    """{counterpart: users who speak for it today}"""
    held = Post.objects.held_on(today).filter(person__user__is_active=True, person__user__role=Role.COUNTERPART)
    found = {}
    for body, user in held.order_by().values_list("organization", "person__user").distinct():
        found.setdefault(body, []).append(user)
    return found


def _candidates(task, writers, speakers, today):
    if on := STAGES.reached(task.due_on, today):
        told = told_as(task)
        theirs = speakers.get(task.edition.series.counterpart_id, [])
        recipients = {OWNER: [task.owner_id], WRITER: writers, COUNTERPART: theirs}[told]
        yield Candidate(task.pk, on, recipients, {"as": told}, task.due_on)


def told_as(task):
    if task.side == Side.COUNTERPART:
        return COUNTERPART
    return OWNER if task.owner and reads_everything(task.owner) else WRITER


def still_to_do(notice, task, today):
    """Neither done nor moved, nor given to somebody else; and the forum is still on."""
    is_after = task.edition.is_held and task.days > 0
    if task.is_done or task.due_on != notice.due or not (task.edition.is_pending or is_after):
        return False
    told = told_as(task)
    return notice.facts.get("as") == told and (told != OWNER or task.owner_id == notice.recipient_id)


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
    details = (task.edition.local_name, due_line(notice.due), str(whose))
    url = f"{reverse('forums:edition_tasks', args=[task.edition_id])}#t{task.pk}"
    return Words(title, text % {"n": abs(left)}, url, language, details)


def lists_sent(today):
    """The counterpart has sent a list of people: to all who write, until somebody decides on it."""
    writers = list(User.objects.active().filter(role__in=WRITERS).values_list("pk", flat=True))
    sent = RegistrationImport.objects.filter(state=ImportState.PREVIEW, uploaded_by__role=Role.COUNTERPART)
    for chunk in in_chunks(sent.defer("rows")):
        yield [Candidate(source.pk, timezone.localdate(source.uploaded_at), writers) for source in chunk]


def list_words(notice, source, today):
    text = _("상대 기관이 참가자 명단을 보냈습니다. 확인하고 등록해 주세요.")
    url = reverse("forums:import_detail", args=[source.pk])
    return Words(source.file_name, text, url, details=(source.edition.local_name,))


LIST_SENT = Rule(
    "forum-list-sent", gettext_lazy("상대 기관의 참가자 명단"), RegistrationImport, candidates=lists_sent,
    word=list_words, rows=lambda lists, today: lists.select_related("edition").defer("rows"),
    still_holds=lambda notice, source, today: source.state == ImportState.PREVIEW,
)  # fmt: skip
TASK_DUE = Rule(
    "forum-task-due", gettext_lazy("포럼 준비 할 일"), Task, candidates=tasks_due, word=task_words,
    rows=lambda tasks, today: tasks.select_related("owner", "edition"), still_holds=still_to_do,
)  # fmt: skip
