"""What the portal reminds of. A package registers its rules once, in `AppConfig.ready()`:

    rules.register(Rule("report-due", _("결과보고 기한"), Delegation, candidates=..., word=...))

`candidates(today)` says, chunk by chunk (`in_chunks`), of whom to remind whom on which day: for each subject the
latest day of reminding that has come (`Stages.reached`). So a day on which nothing ran is caught up by the next
run, and what was missed several times is said once.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

CHUNK = 1000
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Candidate:
    """A reminder that should exist: for the day `on`, one for each of the recipients (numbers of users)."""

    subject_id: int
    on: date
    recipients: Collection[int]
    facts: dict = field(default_factory=dict)  # what the words need besides the subject, as JSON
    due: date | None = None  # the day that is reminded of, where it is not the day `on` itself

    def notice_keys(self):
        """As `Notice.key`, for each of the recipients."""
        return [(self.subject_id, self.due or self.on, self.on, recipient) for recipient in self.recipients]


@dataclass(frozen=True)
class Words:
    """A notice as its reader sees it: what it is about, what there is to say, and where to go."""

    title: str
    text: str
    url: str
    language: str = ""  # of the title, where it is not the reader's
    details: tuple = ()  # lines for a letter, which is read away from the page: by when, whose


@dataclass(frozen=True)
class Rule:
    """`rows` adds to the query of the subjects what the words need; each subject is then a row of it.

    `word(notice, subject, today)` gives the `Words`, in the language of the moment and without a query. It is asked
    only about subjects that the reader may see (`model.objects.visible_to`).
    `still_holds(notice, subject, today)`: false when the cause is gone, for example the report is published.
    """

    name: str
    label: object
    model: type
    candidates: Callable[[date], Iterable[list[Candidate]]]
    word: Callable[..., Words]
    rows: Callable = lambda rows, today: rows
    still_holds: Callable[..., bool] = lambda notice, subject, today: True


_rules: dict[str, Rule] = {}


def register(rule):
    _rules[rule.name] = rule


def get(name):
    """None for a rule that is gone while its notices are still there."""
    return _rules.get(name)


def all_rules():
    return list(_rules.values())


def in_chunks(rows, size=None):
    """The rows in the order of their numbers, a thousand to a query."""
    last, size = 0, size or CHUNK
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield chunk
        if len(chunk) < size:
            return
        last = chunk[-1].pk


@dataclass(frozen=True)
class Stages:
    """The days on which a due day is reminded of: `before` it, and from the day after it once a week."""

    before: tuple = (14, 7, 1, 0)
    weeks_overdue: int = 8  # then silence: whoever did not listen eight times will not the ninth

    def reached(self, due, today):
        """The latest of these days that has come; None before the first and when it is long over."""
        if not self.first(due) <= today < due + timedelta(days=1) + WEEK * self.weeks_overdue:
            return None
        if today > due:
            overdue = today - due - timedelta(days=1)
            return due + timedelta(days=1) + WEEK * (overdue // WEEK)
        return max(day for n in self.before if (day := due - timedelta(days=n)) <= today)

    def first(self, due):
        return due - timedelta(days=max(self.before, default=-1))

    def due_days(self, today):
        """(first, last) of the due days that have something to remind of today."""
        return today - WEEK * self.weeks_overdue, today + timedelta(days=max(self.before, default=-1))
