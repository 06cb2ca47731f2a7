"""Promises by the day for which they are due; of a yearly one each year counts by itself, until its last day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, FilteredRelation, Prefetch, Q, Value, When, Window
from django.db.models.functions import Coalesce, ExtractYear

from exchange.core.languages import in_language
from exchange.directory.models import Organization
from exchange.mous.enums import CommitmentState, Obligor, OccurrenceState, Recurrence
from exchange.mous.models import Commitment, Occurrence
from exchange.mous.standing import KEPT_LATE, LIVE

YEARS = 5
KEPT, MISSED, DROPPED = CommitmentState.KEPT, CommitmentState.MISSED, CommitmentState.DROPPED
NAMES = [f"name_{language}" for language in ("ko", "ja", "en")]


def last_day(year):
    return date(year, 12, 31)


def _once(commitments):
    """Promises with a date: `year`, `outcome` (a state)."""
    rows = commitments.filter(due_on__isnull=False).exclude(state=DROPPED)
    return rows.annotate(year=ExtractYear("due_on"), outcome=F("state"))


def _yearly(commitments):
    """The same for each year of a yearly one; what was kept or missed before it was dropped stays so."""
    rows = commitments.annotate(
        occurrence=F("occurrences"), year=F("occurrences__year"), outcome=F("occurrences__state")
    )  # fmt: skip
    given_up = Q(outcome=OccurrenceState.OPEN, state=DROPPED)
    return rows.filter(recurrence=Recurrence.YEARLY, year__isnull=False).exclude(given_up)


@dataclass(frozen=True)
class Promise:
    """For one day; `is_late` also when it was missed."""

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
    seen = Commitment.objects.visible_to(user)
    once = _once(seen).filter(due_on__lte=until).order_by("-due_on", "-pk").values("pk")[:most]
    years = Occurrence.objects.filter(pk__in=_yearly(seen).values("occurrence")).order_by("-year", "-pk")
    yearly = _yearly(seen).filter(occurrence__in=years.values("pk")[:most])
    found = _promises(_once(Commitment.objects.filter(pk__in=once)), yearly, today)
    return sorted(found, key=lambda promise: (promise.due_on, promise.pk), reverse=True)[:most]


def promises_due_between(user, first, last, *, today):
    """What is still owed and has its last day in this time."""
    owed = Commitment.objects.visible_to(user).live()
    years = [year for year in range(first.year, last.year + 1) if first <= last_day(year) <= last]
    once = _once(owed.filter(due_on__range=(first, last)))
    yearly = _yearly(owed).filter(outcome=OccurrenceState.OPEN, year__in=years)
    return sorted(_promises(once, yearly, today), key=lambda promise: (promise.due_on, promise.pk))


def _promises(once, yearly, today):
    fields = ["pk", "sentence_ko", "sentence_ja", "obligor", "due_on", "year", "outcome", "is_sample"]
    found = once.order_by().values_list(*fields).union(yearly.order_by().values_list(*fields), all=True)
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
    kept_late: int  # of these, after their day
    missed: int  # also those whose day has passed

    @property
    def in_time(self):
        return self.kept - self.kept_late

    @property
    def open(self):
        return self.due - self.kept - self.missed


def tallies(user, *, today):
    """Of the last years up to this one, by year and side; only where something was due."""
    late = Q(outcome=MISSED) | Q(outcome__in=LIVE, due_on__lt=today)
    numbers = {
        "due": Count("*"),
        "kept": Count(Case(When(outcome=KEPT, then=1))),
        "kept_late": Count(Case(When(KEPT_LATE, then=1))),
        "missed": Count(Case(When(late, then=1))),
    }
    first, last = date(today.year - YEARS + 1, 1, 1), last_day(today.year)
    seen = Commitment.objects.visible_to(user)
    once = _once(seen.filter(due_on__range=(first, last)))
    arms = [once, _yearly(seen).filter(year__range=(first.year, last.year))]
    counted = [
        rows.order_by().values("year", "obligor").annotate(**numbers).values_list("year", "obligor", *numbers)
        for rows in arms
    ]
    sums = {}
    for year, obligor, *found in counted[0].union(counted[1], all=True):
        before = sums.get((year, obligor), [0] * len(found))
        sums[year, obligor] = [a + b for a, b in zip(before, found, strict=True)]
    order = list(Obligor)
    found = [Tally(year, Obligor(obligor), *each) for (year, obligor), each in sums.items()]
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
    bodies = Prefetch("counterpart", Organization.objects.only(*NAMES))  # a join would be made for all that are counted
    return rows.prefetch_related(bodies).only(*fields, "counterpart").order_by("due", "pk")
