"""What is due from a person, in one list by date: reports of trips, promises, and what a forum is prepared by."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Case, Count, Q, When, Window
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from delegations.enums import Phase
from delegations.models import Delegation
from exchange.core import addresses, days
from exchange.core.languages import in_language, once_a_language, reader
from exchange.core.markup import filled
from exchange.core.templatetags.portal import dday, text_in
from exchange.mous.marks import side_badge
from exchange.mous.years import promises_owed
from forums.models import Task
from forums.notices import TO_PREPARE

SHOWN = 8
AHEAD = timedelta(days=14)  # from here on a task of a forum is near
NAMES = [f"edition__name_{language}" for language in ("ko", "ja", "en")]


@dataclass(frozen=True)
class Duties:
    """`rows` are ready for `{% each %}`, the most urgent first."""

    rows: list
    total: int
    late: int


def duties_of(user, today):
    """What this person looks after by date, then the reports that nobody does."""
    reports = list(reports_due(user, today)[:SHOWN])
    promises = list(promises_owed(user, today=today)[:SHOWN])
    found = [(not trip.owner_id, trip.report_due_on, _report, trip) for trip in reports]
    tasks = list(tasks_due(user, today)[:SHOWN])
    found += [(False, promise.due, _promise, promise) for promise in promises]
    found += [(False, task.due_on, _task, task) for task in tasks]
    found.sort(key=lambda duty: duty[:2])
    numbers = [rows[0] for rows in (reports, promises, tasks) if rows]
    return Duties(
        [
            {"tile": dday(due, today), "due": days.day(due)} | row(subject)
            for _mine, due, row, subject in found[:SHOWN]
        ],
        total=sum(row.total for row in numbers), late=sum(row.late for row in numbers),
    )  # fmt: skip


def reports_due(user, today):
    """Of trips that are over: those I look after first, then those that nobody does."""
    trips = Delegation.objects.visible_to(user).with_phase(today=today)
    trips = trips.filter(Q(owner=user) | Q(owner=None), phase=Phase.REPORT_DUE).without_texts()
    late = When(ends_on__lt=today - timedelta(days=settings.REPORT_DUE_DAYS), then=1)
    trips = trips.annotate(total=Window(Count("pk")), late=Window(Count(Case(late))))
    return trips.order_by(Case(When(owner=user, then=0), default=1), "ends_on", "pk")


def tasks_due(user, today):
    """Mine that are late or near, of forums that still take place; after one what comes after it."""
    tasks = Task.objects.visible_to(user).open().filter(TO_PREPARE, owner=user, due_on__lte=today + AHEAD)
    tasks = tasks.annotate(total=Window(Count("pk")), late=Window(Count(Case(When(due_on__lt=today, then=1)))))
    fields = ["title_ko", "title_ja", "days", "due_on", "edition__is_sample", *NAMES]
    return tasks.select_related("edition").only(*fields).order_by("due_on", "pk")


def _report(trip):
    words, reads = _words(), reader()
    url = addresses.of_row("delegations:delegation_report", trip.slug)
    marks = [words["nobody"]] * (not trip.owner_id) + [words["sample"]] * trip.is_sample
    place = in_language(trip, "place")[0]
    return {
        "kind": words["report"], "marks": _joined(marks),
        "title": text_in(trip, "title", reads), "name": in_language(trip, "title")[0],
        "meta": filled("<span>{}</span><span>{}</span>", days.period(trip.starts_on, trip.ends_on), place),
        "url": url, "action_url": url, "action": words["write"],
    }  # fmt: skip


def _promise(promise):
    words, body = _words(), promise.counterpart
    url = promise.get_absolute_url()
    facts = [words["promise"], *([words["yearly"]] if promise.is_yearly else [])]
    facts += [in_language(body, "name")[0]] if body else []
    return {
        "kind": side_badge(promise), "marks": words["sample"] if promise.is_sample else "",
        "title": text_in(promise, "sentence", reader()), "name": promise.local_sentence,
        "meta": _joined(filled("<span>{}</span>", fact) for fact in facts),
        "url": url, "action_url": addresses.of_row("mous:evidence_add", promise.pk), "action": words["prove"],
    }  # fmt: skip


def _task(task):
    words, edition = _words(), task.edition
    url = f"{addresses.of_row('forums:edition_tasks', edition.pk)}#t{task.pk}"
    return {
        "kind": words["task"], "marks": words["sample"] if edition.is_sample else "",
        "title": text_in(task, "title", reader()), "name": in_language(task, "title")[0],
        "meta": filled("<span>{}</span><span>{}</span>", task.countdown, edition.local_name),
        "url": url, "action_url": url, "action": words["open"],
    }  # fmt: skip


def _joined(parts):
    """Pieces of markup in one."""
    return SafeString("".join(parts))


@once_a_language
def _words():
    return {
        "report": filled('<span class="badge info">{}</span>', _("결과 보고")),
        "nobody": filled('<span class="badge outline">{}</span>', _("담당 없음")),
        "sample": filled('<span class="sample">{}</span>', _("예시")),
        "promise": pgettext("하나", "약속"),
        "yearly": _("해마다"),
        "write": _("보고서 쓰기"),
        "prove": _("근거 등록"),
        "task": filled('<span class="badge info">{}</span>', _("포럼 준비 할 일")),
        "open": _("할 일 보기"),
    }
