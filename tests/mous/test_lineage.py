"""What became of each clause, whatever was kept, changed, dropped or joined."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from exchange.mous.enums import Lineage
from exchange.mous.lineage import DROPPED, Generation, fates
from exchange.mous.models import Clause, Mou

OLD = [Clause(pk=number, number=number) for number in range(1, 6)]
inherited = st.tuples(st.sampled_from([Lineage.KEPT, Lineage.CHANGED]), st.sampled_from(OLD))
newer = st.lists(st.one_of(st.just((Lineage.NEW, None)), inherited), max_size=8)


@given(newer)
def test_every_clause_of_both_is_told(drawn):
    after = [
        Clause(pk=100 + number, number=number, lineage=lineage, ancestor=ancestor)
        for number, (lineage, ancestor) in enumerate(drawn, 1)
    ]
    found = fates(OLD, after)
    assert [fate.after for fate in found if fate.after] == after
    assert {fate.before.pk for fate in found if fate.before} == {clause.pk for clause in OLD}
    for fate in found:
        assert (fate.state == DROPPED) == (fate.after is None)
        assert (fate.state == Lineage.NEW) == (fate.before is None)
        assert fate.after is None or (fate.after.lineage, fate.after.ancestor) == (fate.state, fate.before)
    dropped = [fate.before.pk for fate in found if fate.state == DROPPED]
    assert len(dropped) == len(set(dropped))
    assert Generation(Mou(), Mou(), found).counts == Counter(fate.state for fate in found)
