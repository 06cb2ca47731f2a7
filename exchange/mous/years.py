"""Promises by the day for which they are due; of a yearly one each year counts by itself, until its last day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, FilteredRelation, IntegerField, Q, Value, When, Window
from django.db.models.functions import Coalesce, ExtractYear

from exchange.core.languages import in_language
from exchange.mous.enums import CommitmentState, Obligor, OccurrenceState
from exchange.mous.models import Commitment
from exchange.mous.standing import LIVE

YEARS = 5
KEPT, MISSED, DROPPED = CommitmentState.KEPT, CommitmentState.MISSED, CommitmentState.DROPPED
NAMES = [f"name_{language}" for language in ("ko", "ja", "en")]


def last_day(year):
    return date(year, 12, 31)


def _dated(commitments):
    """A row for each promise with a date and for each year of a yearly one: `year`, `outcome` (a state).

    What was kept or missed before a promise was dropped stays so.
    """
    rows = commitments.annotate(
        year=Coalesce("occurrences__year", ExtractYear("due_on"), output_field=IntegerField()),
        outcome=Coalesce("occurrences__state", "state"),
    )
    given_up = Q(outcome=DROPPED) | Q(outcome=OccurrenceState.OPEN, state=DROPPED)
    return rows.filter(year__isnull=False).exclude(given_up)


@dataclass(frozen=True)
class Promise:
    """One row of `_dated`: `is_late` also when it was missed."""

    pk: int
    sentence_ko: str
    sentence_ja: str
    obligor: str
    due_on: date
    outcome: str
    is_late: bool
    is_sample: bool

    @property
    def sentence(self):
        return in_language(self, "sentence")[0]


def promises_dated(user, *, until, today, most):
    """The latest of them that are due by then, the latest first."""
    rows = _dated(Commitment.objects.visible_to(user))
    rows = rows.filter(Q(due_on__lte=until) | Q(due_on=None))  # of a yearly one there is no year to come
    return _promises(rows.order_by("-year", F("due_on").desc(nulls_first=True), "-pk")[:most], today)


def promises_due_between(user, first, last, *, today):
    """What is still owed and has its last day in this time."""
    years = [year for year in range(first.year, last.year + 1) if first <= last_day(year) <= last]
    rows = _dated(Commitment.objects.visible_to(user)).filter(outcome__in=LIVE)
    rows = rows.filter(Q(due_on__range=(first, last)) | Q(due_on=None, year__in=years))
    return _promises(rows.order_by("year", "due_on", "pk"), today)


def _promises(rows, today):
    found = rows.values_list("pk", "sentence_ko", "sentence_ja", "obligor", "due_on", "year", "outcome", "is_sample")
    return [
        Promise(pk, ko, ja, obligor, day, outcome, outcome == MISSED or (outcome in LIVE and day < today), is_sample)
        for pk, ko, ja, obligor, due_on, year, outcome, is_sample in found
        for day in [due_on or last_day(year)]
    ]


@dataclass(frozen=True)
class Tally:
    """How many promises of one side were due in one year, and what became of them."""

    year: int
    obligor: Obligor
    due: int
    kept: int
    missed: int  # also those whose day has passed

    @property
    def open(self):
        return self.due - self.kept - self.missed


def tallies(user, *, today):
    """Of the last years up to this one, by year and side; only where something was due."""
    late = Q(outcome=MISSED) | Q(outcome__in=LIVE, due_on__lt=today)
    rows = _dated(Commitment.objects.visible_to(user)).filter(year__range=(today.year - YEARS + 1, today.year))
    rows = rows.values("year", "obligor").annotate(
        due=Count("*"),
        kept=Count(Case(When(outcome=KEPT, then=1))),
        missed=Count(Case(When(late, then=1))),
    )
    order = list(Obligor)
    found = [Tally(**row | {"obligor": Obligor(row["obligor"])}) for row in rows.order_by()]
    return sorted(found, key=lambda tally: (tally.year, order.index(tally.obligor)))


def promises_owed(owner, *, today):
    """What this person looks after and has a date: `due`, by that day; `total` and `late` number all of them."""
    this_year = FilteredRelation(
        "occurrences", condition=Q(occurrences__year=today.year, occurrences__state=OccurrenceState.OPEN)
    )
    due = Coalesce("due_on", Case(When(this_year__isnull=False, then=Value(last_day(today.year)))))
    rows = Commitment.objects.visible_to(owner).live().filter(owner=owner)
    rows = rows.annotate(this_year=this_year).annotate(due=due).filter(due__isnull=False)
    rows = rows.annotate(total=Window(Count("pk")), late=Window(Count(Case(When(due_on__lt=today, then=1)))))
    fields = ["sentence_ko", "sentence_ja", "obligor", "due_on", "recurrence", "is_sample"]
    bodies = [f"counterpart__{name}" for name in NAMES]
    return rows.select_related("counterpart").only(*fields, *bodies).order_by("due", "pk")
