"""Near-duplicates are proposed with a reason; namesakes are told apart by nobody but the reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.search import normalise
from exchange.directory import spelling
from exchange.directory.similar import SHOWN, similar_organizations, similar_people
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory


def people(*names, staff, **more):
    return [(str(person), reason) for person, reason in similar_people(names, user=staff, **more)]


def bodies(*names, staff, **more):
    return [(str(body), reason) for body, reason in similar_organizations(names, user=staff, **more)]


@pytest.fixture
def mori(db):
    return PersonFactory(
        name_ko="모리 가상", name_hanja="森 架空", name_kana="モリ カクウ", name_latin="Mori Kakuu",
        aliases="모리 가공\n오유가와 가상", country="JP",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("모리가상", "한글 이름이 같습니다"),
        ("森架空", "한자 이름이 같습니다"),
        ("もりかくう", "가나 이름이 같습니다"),
        ("ＭＯＲＩ ｋａｋｕｕ", "로마자 이름이 같습니다"),
        ("모리 가공", "다른 표기와 같습니다: 모리 가공"),
        ("Kakuu Mori", "소리가 같거나 낱말 순서만 다릅니다: Mori Kakuu"),
        ("Mori Kakku", "로마자 표기가 비슷합니다: Mori Kakuu"),
        ("오이가와 가상", "표기가 비슷합니다: 오유가와 가상"),
    ],
)
def test_another_way_to_write_a_person_is_recognised(staff, mori, typed, reason):
    assert people(typed, staff=staff) == [("모리 가상", reason)]


@pytest.mark.parametrize(
    ("typed", "known"),
    [("유가상", "류가상"), ("이가상", "리가상"), ("나가상", "라가상"), ("김재헌", "김제헌"), ("김혜민", "김헤민")],
)
def test_korean_names_that_sound_the_same_are_proposed(staff, typed, known):
    PersonFactory(name_ko=known)
    assert [name for name, _reason in people(typed, staff=staff)] == [known]


@pytest.mark.parametrize("other", ["김동욱", "김동오", "박동우", "김동", "동우", "Kim", "안동우"])
def test_short_names_that_differ_are_other_people(staff, other):
    PersonFactory(name_ko="김동우")
    assert people(other, staff=staff) == []


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("가상정비 주식회사", "(주)가상정비"),
        ("株式会社架空整備", "架空整備㈱"),
        ("Sample Works Co., Ltd.", "SAMPLE WORKS"),
        ("가상기본정비기구", "가상기반정비기구"),
        ("架空企業整備機関", "架空企業整備機構"),
    ],
)
def test_another_name_of_a_body_is_recognised(staff, typed, known):
    OrganizationFactory(name_ko="가", aliases=known)
    ((name, reason),) = bodies(typed, staff=staff)
    assert name == "가"
    assert known in reason


def test_closest_come_first_and_the_list_is_short(staff):
    PersonFactory.create_batch(9, name_ko="오이가와 가상", country="KR")
    PersonFactory(name_ko="오이가와 가상", name_latin="here", country="JP")
    PersonFactory(name_ko="오유가와 가상", country="JP")
    found = similar_people(["오이가와가상"], user=staff, country="JP")
    assert len(found) == SHOWN
    assert found[0].record.name_latin == "here"
    assert {reason for _person, reason in found} == {"한글 이름이 같습니다"}


def test_the_record_itself_is_not_its_own_duplicate(staff, mori):
    assert people("모리 가상", staff=staff, exclude=mori) == []


@pytest.mark.parametrize("names", [[], [""], ["  ·  "], ["\0"], ["가" * 400], ["%_|"], ["|"]])
def test_odd_names_find_nothing(staff, mori, names):
    OrganizationFactory()
    assert people(*names, staff=staff) == []
    assert bodies(*names, staff=staff) == []


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_who_may_not_see_a_record_does_not_hear_of_it(db, role):
    user = UserFactory(**{role: True})
    PersonFactory(name_ko="비밀인물"), OrganizationFactory(name_ko="비밀기관")
    own = PersonFactory(name_ko="비밀 인물", user=user)
    assert [found.record for found in similar_people(["비밀인물"], user=user)] == [own]
    assert similar_organizations(["비밀기관"], user=user) == []


@pytest.mark.parametrize("rows", [1, 40])
def test_proposing_costs_the_same_for_any_number_of_records(staff, django_assert_num_queries, rows):
    PostFactory.create_batch(rows, person__name_ko="가상 인물명", organization__name_ko="가상 기관명")
    with django_assert_num_queries(6):  # whole forms, beginnings, ends; their keys; people, posts
        assert similar_people(["가상인물명", "Kasou Jinbutsu"], user=staff)
    with django_assert_num_queries(5):  # whole forms, beginnings, ends; their keys; bodies
        assert similar_organizations(["가상기관명", "(주)가상기관"], user=staff)


HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


@given(HANGUL)
def test_sounding_the_same_is_mutual(name):
    for other in spelling.same_sounds(name):
        assert len(other) == len(name)
    if len(name) <= 3:
        assert all(name in spelling.same_sounds(other) for other in spelling.same_sounds(name))


@given(HANGUL | st.text(max_size=20), HANGUL | st.text(max_size=20))
def test_likeness_is_mutual_and_stays_in_bounds(one, other):
    one, other = normalise(one), normalise(other)
    assert spelling.likeness(one, other) == spelling.likeness(other, one)
    assert 0 <= spelling.likeness(one, other) <= 1


@given(st.text(max_size=30))
def test_a_name_of_a_body_never_vanishes(name):
    assert bool(spelling.bare(name)) == bool(normalise(name))


@given(st.text("가나다라마바사", min_size=6, max_size=12), st.data())
def test_one_slip_leaves_a_half(name, data):
    at = data.draw(st.integers(0, len(name) - 1))
    slipped = name[:at] + "힣" + name[at + 1 :]
    start, end = spelling.halves(slipped)
    assert name.startswith(start) or name.endswith(end)
