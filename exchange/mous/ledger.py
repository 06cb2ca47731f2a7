"""The two-sided ledger: what each side owes, the most urgent first, and how many stand how."""

from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.mous.enums import Obligor
from exchange.mous.listing import FIELDS, load_years
from exchange.mous.marks import SIDES, side_mark
from exchange.mous.standing import Standing, counted

FIRST = 12  # that each side shows of a long list
MARK = "?"  # stands for the side until it is known; no side has this name

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
        self.counts = counted(commitments, today)
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
        rows = {obligor: [] for obligor in chosen}
        for row in self.listed(self.found.filter(pk__in=self._first(chosen, most))):
            rows[row.obligor].append(row)
        load_years(chain(*rows.values()))
        return [self.side(obligor, rows[obligor]) for obligor in chosen]

    def _first(self, obligors, most):
        """The keys of the first rows of each, in one query that Django puts into words once."""
        one = self.found.filter(obligor=MARK).listed().values("pk")[:most]
        sql, parameters = one.query.sql_with_params()
        whole = " UNION ALL ".join(f"SELECT * FROM ({sql}) {obligor}" for obligor in obligors)  # noqa: S608
        asked = [obligor if each == MARK else each for obligor in obligors for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(whole, asked)
            return [pk for (pk,) in cursor.fetchall()]

    def side(self, obligor, rows):
        return Side(obligor, self.titles[obligor], self.count(obligor, self.standing), rows)

    def all(self):
        """Every commitment that was asked for, in one list."""
        return self.of(self.obligor) if self.obligor else self.found.listed()

    def of(self, obligor):
        return self.listed(self.found.filter(obligor=obligor))

    @staticmethod
    def listed(commitments):
        return commitments.listed().only(*FIELDS)
