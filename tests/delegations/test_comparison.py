"""What somebody else saved, beside what is being typed: in the words of who reads it."""

import pytest
from django.utils import translation

from delegations.comparison import compare, compare_item
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory
from tests.factories.directory import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "name"), [("ko", "김동우"), ("ja", "金東佑"), ("en", "Kim Dongwoo")])
def test_people_are_called_as_the_reader_calls_them(language, name):
    trip = DelegationFactory()
    person = PersonFactory(name_ko="김동우", name_hanja="金東佑", name_latin="Kim Dongwoo")
    delegate = DelegateFactory(delegation=trip, person=person, title_ko="부회장", title_ja="副会長")
    typed = {"group": delegate.group, "person": person, "title_ko": "부회장", "title_ja": "首席副会長"}
    item = ItineraryItemFactory(delegation=trip, delegates=[delegate])
    with translation.override(language):
        [(line, is_missing)] = compare("set_delegates", trip, [typed])
        assert is_missing and line.endswith(f": {name} 부회장 / 副会長")
        assert [
            is_missing for _line, is_missing in compare("set_delegates", trip, [typed | {"title_ja": "副会長"}])
        ] == [False]
        assert name in compare_item(item, {"delegates": []})[-1][0]
