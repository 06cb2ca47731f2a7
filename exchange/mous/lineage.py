"""What became of the clauses of an MOU in the one that followed it, over all that follow one another."""

from dataclasses import dataclass
from datetime import date

from exchange.mous.enums import Lineage
from exchange.mous.models import Clause, Mou

DROPPED = "dropped"


@dataclass(frozen=True)
class Fate:
    """A clause of the older MOU beside that of the newer one; either may be missing."""

    state: str
    before: Clause | None
    after: Clause | None


@dataclass(frozen=True)
class Generation:
    """Two MOUs of which the newer one took the older one's place."""

    before: Mou
    after: Mou
    fates: list

    @property
    def counts(self):
        """{state: how many clauses}, those that none has left out."""
        numbers = dict.fromkeys((*Lineage.values, DROPPED), 0)
        for fate in self.fates:
            numbers[fate.state] += 1
        return {state: number for state, number in numbers.items() if number}


def generations_of(mou, user):
    """Every step of the family of this MOU that the user may see, the newest first; two queries."""
    family = _family(mou, Mou.objects.visible_to(user))
    clauses = {}
    for clause in Clause.objects.filter(mou__in=family):
        clauses.setdefault(clause.mou_id, []).append(clause)
    pairs = [(family[each.predecessor_id], each) for each in family.values() if each.predecessor_id in family]
    pairs.sort(key=lambda pair: (pair[1].signed_on or date.max, pair[1].pk), reverse=True)
    return [
        Generation(before, after, fates(clauses.get(before.pk, ()), clauses.get(after.pk, ())))
        for before, after in sorted(
            pairs, key=lambda pair: (pair[1].signed_on is None, pair[1].signed_on, pair[1].pk), reverse=True
        )
    ]


def _family(mou, visible):
    """{pk: MOU} of all that are tied to this one by their predecessors."""
    rows = {row.pk: row for row in visible}
    ties = [(row.pk, row.predecessor_id) for row in rows.values() if row.predecessor_id in rows]
    found, before = {mou.pk}, set()
    while found != before:
        before = set(found)
        found |= {key for tie in ties if found & set(tie) for key in tie}
    return {key: rows[key] for key in found}


def fates(before, after):
    """Side by side in the order of the newer numbers; what was dropped comes last."""
    older = {clause.pk: clause for clause in before}
    found = [Fate(clause.lineage, older.get(clause.ancestor_id), clause) for clause in after]
    inherited = {clause.ancestor_id for clause in after}
    return found + [Fate(DROPPED, clause, None) for clause in before if clause.pk not in inherited]
