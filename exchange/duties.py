"""What is due from a person, in one list by date: reports of trips and promises."""

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

SHOWN = 8


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
    found += [(False, promise.due, _promise, promise) for promise in promises]
    found.sort(key=lambda duty: duty[:2])
    numbers = [rows[0] for rows in (reports, promises) if rows]
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
    }
