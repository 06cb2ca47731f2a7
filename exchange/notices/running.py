"""The rules, run. Killed at any moment and run again they lose nothing and say nothing twice: what should exist is
worked out anew each time, and the database keeps each notice once."""

import logging

from django.db import transaction
from django.utils import timezone

from exchange.notices import rules
from exchange.notices.models import Notice, RuleRun

logger = logging.getLogger(__name__)


def run_rules(today):
    """Make what is missing for that day and for all before it; a rule that fails does not stop the others."""
    failures = []
    for rule in rules.all_rules():
        try:
            run_rule(rule, today)
        except Exception as error:
            logger.exception("notices: rule %s failed", rule.name)
            failures.append(error)
    if failures:
        raise ExceptionGroup("rules of notices failed", failures)


def run_rule(rule, today):
    for candidates in rule.candidates(today):
        make_notices(rule, candidates, today)
    settle_notices(rule, today)
    RuleRun.objects.bulk_create(
        [RuleRun(rule=rule.name, ran_on=today, finished_at=timezone.now())],
        update_conflicts=True, unique_fields=["rule"], update_fields=["ran_on", "finished_at"],
    )  # fmt: skip


def make_notices(rule, candidates, today):
    """Those that do not exist yet, in two queries; another run at the same time makes no second ones."""
    wanted = {key: candidate.facts for candidate in candidates for key in candidate.notice_keys()}
    of_rule = Notice.objects.filter(
        rule=rule.name, subject_id__in={c.subject_id for c in candidates}, on__in={c.on for c in candidates}
    )
    known = {notice.key: notice for notice in of_rule}
    now = timezone.now()
    Notice.objects.bulk_create(
        [
            Notice(
                rule=rule.name, subject_id=subject_id, due=due, on=on, recipient_id=recipient, facts=facts, made_at=now
            )
            for (subject_id, due, on, recipient), facts in wanted.items()
            if (subject_id, due, on, recipient) not in known
        ],
        ignore_conflicts=True,
    )
    reopen_notices(rule, [(known[key], facts) for key, facts in wanted.items() if key in known], today)


def reopen_notices(rule, pairs, today):
    """Those whose cause had gone and is back, or is another now; unread, and mailed unless they have been."""
    changed = []
    for notice, facts in pairs:
        if notice.settled_at or notice.facts != facts:
            notice.facts = facts
            changed.append(notice)
    if not changed:
        return
    subjects = subjects_of(rule, changed, today, rule.model.objects.all())
    changed = [notice for notice in changed if holds(rule, notice, subjects.get(notice.subject_id), today)]
    with transaction.atomic():
        Notice.objects.bulk_update(changed, ["facts"])
        settled = Notice.objects.filter(pk__in=[notice.pk for notice in changed if notice.settled_at])
        settled.filter(mail=None).update(posted_at=None)
        settled.update(settled_at=None, read_at=None)


def settle_notices(rule, today):
    """Close what a later notice replaced, and what has lost its cause."""
    open_notices = Notice.objects.filter(rule=rule.name, settled_at=None)
    open_notices.replaced().update(settled_at=timezone.now())
    for chunk in rules.in_chunks(open_notices):
        subjects = subjects_of(rule, chunk, today, rule.model.objects.all())
        over = [notice.pk for notice in chunk if not holds(rule, notice, subjects.get(notice.subject_id), today)]
        if over:
            with transaction.atomic():
                Notice.objects.filter(pk__in=over, settled_at=None).update(settled_at=timezone.now())


def subjects_of(rule, notices, today, among):
    """What the notices are about, by number."""
    return rule.rows(among.filter(pk__in={notice.subject_id for notice in notices}), today).in_bulk()


def holds(rule, notice, subject, today):
    return subject is not None and rule.still_holds(notice, subject, today)
