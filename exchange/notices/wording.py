"""Notices in the language of their reader, and only what that reader may see."""

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from exchange.notices import rules
from exchange.notices.models import Notice
from exchange.notices.running import holds, subjects_of


@dataclass(frozen=True)
class Line:
    """A notice and its words; none when its reader may not see (any more) what it is about."""

    notice: Notice
    label: object = ""
    words: rules.Words | None = None
    is_settled: bool = True

    @property
    def is_unread(self):
        return self.notice.read_at is None and not self.is_settled


def lines_of(notices, *, reader):
    """In the order given; one query for each rule, however many notices there are."""
    today, notices, found = timezone.localdate(), list(notices), {}
    for name, group in groupby(sorted(notices, key=lambda notice: notice.rule), key=lambda notice: notice.rule):
        if rule := rules.get(name):
            found |= _lines_of_rule(rule, list(group), reader, today)
    return [found.get(notice.pk) or Line(notice) for notice in notices]


def _lines_of_rule(rule, notices, reader, today):
    subjects = subjects_of(rule, notices, today, rule.model.objects.visible_to(reader))
    lines = {}
    for notice in notices:
        if subject := subjects.get(notice.subject_id):
            is_settled = notice.settled_at is not None or not holds(rule, notice, subject, today)
            lines[notice.pk] = Line(notice, rule.label, rule.word(notice, subject, today), is_settled)
    return lines
