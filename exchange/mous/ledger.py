"""The two-sided ledger: what each side owes, the most urgent first, and how many stand how."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from exchange.accounts.roles import reads_everything
from exchange.core.prepared import prepared_many
from exchange.mous.enums import Obligor
from exchange.mous.listing import FIELDS, load_years
from exchange.mous.marks import SIDES, side_mark
from exchange.mous.models import Commitment
from exchange.mous.standing import Objection, Standing, counted

FIRST = 12  # that each side shows of a long list
MOST_TOLD = 3 * FIRST
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
    mine: int = 0  # of these, for which the reader answers

    @property
    def place(self):
        """What stands of it in the address."""
        return f"&state={self.standing}" if self.standing else ""


def _objections(commitments, user):
    """{(obligor, whether the reader looks after it): how many}"""
    found = Counter()
    groups = commitments.objected().order_by().values_list("obligor", "owner").annotate(number=Count("*"))
    for obligor, owner, number in groups:
        found[obligor, owner == user.pk] += number
    return found


class Ledger:
    """`commitments` as filtered; `standing` (or an Objection) and `obligor` are what the reader chose, or None."""

    def __init__(self, commitments, user, *, standing, obligor, today):
        self.titles = OF_READERS if reads_everything(user) else OF_COUNTERPARTS  # "we" are those who read
        self.standing, self.obligor = standing, obligor
        self.counts, self.objections = counted(commitments, today), _objections(commitments, user)
        if standing == Objection.OBJECTED:
            self.found = commitments.objected()
        else:
            self.found = commitments.standing(standing, today=today) if standing else commitments

    def count(self, obligor=None, standing=None):
        if standing == Objection.OBJECTED:
            return sum(number for (owed_by, _mine), number in self.objections.items() if obligor in (None, owed_by))
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
        objected, is_chosen = Objection.OBJECTED, self.standing == Objection.OBJECTED
        if (count := self.count(self.obligor, objected)) or is_chosen:
            mine = sum(self.objections[obligor, True] for obligor in ORDER if self.obligor in (None, obligor))
            yield Chip(objected.value, objected.label, count, is_chosen, mine)

    def sides(self, most=FIRST):
        """The chosen table or all three, each with its first rows."""
        chosen = [self.obligor] if self.obligor else ORDER
        rows = {obligor: [] for obligor in chosen}
        keys = self._first(chosen, most)
        for row in _told(keys) if len(keys) <= MOST_TOLD else self.listed(Commitment.objects.filter(pk__in=keys)):
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


_told = prepared_many(lambda keys: Ledger.listed(Commitment.objects.filter(pk__in=keys)), MOST_TOLD)
