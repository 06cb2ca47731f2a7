"""The two-sided ledger: what each side owes, the most urgent first, and how many stand how."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.mous.enums import Obligor
from exchange.mous.marks import SIDES, side_mark
from exchange.mous.standing import Standing, as_case

FIRST = 15  # that each side shows of a long list

ORDER = (Obligor.OURS, Obligor.COUNTERPART, Obligor.JOINT)
OF_READERS = {
    Obligor.OURS: _("우리의 약속"),
    Obligor.COUNTERPART: _("상대의 약속"),
    Obligor.JOINT: _("공동의 약속"),
}
OF_COUNTERPARTS = OF_READERS | {Obligor.OURS: _("한국 측의 약속"), Obligor.COUNTERPART: _("일본 측의 약속")}


@dataclass(frozen=True)
class Side:
    """One table of the ledger; `rows` are Commitments."""

    obligor: str
    title: str
    count: int
    rows: list

    @property
    def rule(self):
        return SIDES[self.obligor]

    @property
    def mark(self):
        return side_mark(self.obligor)

    @property
    def has_more(self):
        return self.count > len(self.rows)


@dataclass(frozen=True)
class Chip:
    standing: str  # None for all
    label: str
    count: int
    is_chosen: bool


class Ledger:
    """`commitments` as filtered; `standing` and `obligor` are what the reader chose of them, or None."""

    def __init__(self, commitments, user, *, standing, obligor, today):
        self.titles = OF_READERS if reads_everything(user) else OF_COUNTERPARTS  # "we" are those who read
        self.standing, self.obligor = standing, obligor
        self.counts = _counts(commitments, today)
        self.found = commitments.standing(standing, today=today) if standing else commitments

    def count(self, obligor=None, standing=None):
        return sum(
            number
            for (owed_by, stands), number in self.counts.items()
            if obligor in (None, owed_by) and standing in (None, stands)
        )

    @property
    def chips(self):
        """How many of each standing, of the chosen side; what nobody has is left out."""
        yield Chip(None, _("모두"), self.count(self.obligor), self.standing is None)
        for standing in Standing:
            count = self.count(self.obligor, standing)
            if count or standing == self.standing:
                yield Chip(standing.value, standing.label, count, standing == self.standing)

    def sides(self, most=FIRST):
        """The chosen table or all three, each with its first rows."""
        chosen = [self.obligor] if self.obligor else ORDER
        return [self.side(obligor, list(self.of(obligor)[:most])) for obligor in chosen]

    def side(self, obligor, rows):
        return Side(obligor, self.titles[obligor], self.count(obligor, self.standing), rows)

    def all(self):
        """Every commitment that was asked for, in one list."""
        return self.of(self.obligor) if self.obligor else self.found.listed()

    def of(self, obligor):
        return self.found.filter(obligor=obligor).listed()


def _counts(commitments, today):
    """{(obligor, standing): how many}, in one query."""
    rows = commitments.order_by().annotate(stands=as_case(today)).values_list("obligor", "stands")
    return Counter({(obligor, stands): number for obligor, stands, number in rows.annotate(number=Count("pk"))})
