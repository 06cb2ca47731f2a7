"""What static/picker.js is told while somebody types."""

from datetime import date

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory


def ask(client, text, kind="people"):
    return client.get(f"/directory/{kind}/options/", {"q": text}).json()


def values(client, text, kind="people"):
    return [option["value"] for option in ask(client, text, kind)["options"]]


@pytest.fixture
def kim(db):
    person = PersonFactory(name_ko="김동우", name_hanja="金東佑", name_latin="KIM Dongwoo", aliases="김동욱")
    PostFactory(person=person, organization__name_ko="중소기업중앙회")
    return person


@pytest.mark.parametrize("people", [1, 10])
def test_options_cost_the_same_for_any_number_of_people(pages, django_assert_num_queries, people):
    PostFactory.create_batch(people, person__name_hanja="森洋", person__name_kana="もり ひろし")
    values(pages, "ﾓﾘ")  # a session of PostgreSQL prepares its statements once
    with django_assert_num_queries(4):  # session, user; all that is shown; who else is called so
        assert len(values(pages, "ﾓﾘ")) == people
    with django_assert_num_queries(5):  # the rare one of two words
        assert len(values(pages, "ﾓﾘ 회장")) == people
    with django_assert_num_queries(3):
        assert not values(pages, "ㅃㅃㅃ")


@pytest.mark.parametrize(
    "typed", ["김동", "동우", "ㄱㄷㅇ", "김ㄷㅇ", "ㄷㅇ", "金東", "dongwoo", "Ｋｉｍ", "김 동 우", "김동욱"]
)
def test_option_says_who_it_is(pages, kim, typed):
    PersonFactory(name_ko="박가상")
    (option,) = ask(pages, typed)["options"]
    assert option["value"] == "김동우 · 부회장 · 중소기업중앙회"
    assert (option["name"], option["lang"], option["note"]) == ("김동우", "ko", "부회장 · 중소기업중앙회")


def test_option_shows_the_form_that_was_typed(pages, kim):
    assert ask(pages, "동욱")["options"][0]["other"] == "김동욱"
    assert ask(pages, "동우")["options"][0]["other"] == "金東佑"


@pytest.mark.parametrize("text", ["부회장", "ㅂㅎㅈ", "김 중소기업", "김동우 중앙회", "중소기업중앙회", "부회장 중앙"])
def test_person_is_suggested_by_title_and_body(pages, kim, text):
    PostFactory(title_ko="이사", organization__name_ko="다른조합")
    assert values(pages, text) == ["김동우 · 부회장 · 중소기업중앙회"]


def test_several_words_that_everybody_has_are_found_where_they_meet(pages, kim):
    body = OrganizationFactory(name_ko="가상조합")
    PostFactory.create_batch(15, organization=body, title_ko="회장")
    PostFactory.create_batch(15, organization__name_ko="다른모임", title_ko="회장")
    both = PostFactory(person__name_ko="박둘이", organization=body, title_ko="이사").person
    PostFactory(person=both, organization__name_ko="다른모임", title_ko="부회장")
    found = values(pages, "회장 조합")
    assert len(found) == 10 and all("회장 · 가상조합" in value for value in found)
    assert values(pages, "조합 ㅎㅈ 박ㄷ") == values(pages, "모임 이사 조합") == ["박둘이 · 부회장 · 다른모임"]
    assert values(pages, "회장 조합 김동우") == values(pages, "이사 회장 모임 없음") == []
    assert values(pages, "김동우 " + " ".join("가나다라마바사아자차카타파하abcdefghijklmnop")) == []


def test_the_post_begun_last_is_shown(pages, kim):
    PostFactory(person=kim, organization__name_ko="새조합", title_ko="이사", since=date(2024, 5, 1))
    PostFactory(person=kim, organization__name_ko="옛조합", title_ko="국장", since=date(2020, 1, 1))
    PostFactory(person=kim, organization__name_ko="앞조합", title_ko="장관", until=date(2020, 1, 1))
    assert values(pages, "김동우") == values(pages, "앞조합") == ["김동우 · 이사 · 새조합"]


def test_closest_names_come_first_and_the_list_is_short(pages):
    PersonFactory.create_batch(30)
    inside, start = PersonFactory(name_ko="하가상인물"), PersonFactory(name_ko="가상인물원")
    exact = PersonFactory(name_ko="히가", aliases="가상인물")
    found = values(pages, "가상인물")
    assert len(found) == 10
    assert found[0] == f"{exact.name_ko} · 가상인물 · 한국"
    assert [start.name_ko in value for value in found].count(True) == 0  # thirty others begin so and sort before
    assert not any(inside.name_ko in value for value in found)
    assert values(pages, "가상인물원") == ["가상인물원 · 한국"]


def test_one_of_many_forms_does_not_push_others_out(pages):
    PersonFactory(name_ko="다나카", aliases="\n".join(f"다나카{n}" for n in range(60)))
    PersonFactory(name_ko="다나카히로")
    assert len(values(pages, "다나카")) == 2


def test_namesakes_differ_in_what_is_chosen(pages, kim):
    twin = PersonFactory(name_ko="김동우")
    PostFactory(person=twin, organization=kim.posts.get().organization)
    PostFactory(person__name_ko="김동우", organization__name_ko="가상조합", title_ko="이사")
    found = values(pages, "김동우")
    assert sorted(found) == sorted(
        ["김동우 · 이사 · 가상조합", *(f"김동우 · 부회장 · 중소기업중앙회 · #{person.pk}" for person in (kim, twin))]
    )


def test_namesake_who_is_not_in_the_list_counts_too(pages, kim):
    twin = PersonFactory(name_ko="金東佑", aliases="김동우")  # called so, shown otherwise
    PostFactory(person=twin, organization=kim.posts.get().organization)
    twin.name_ko = "김동우"
    twin.save()
    assert values(pages, "dongwoo") == [f"김동우 · 부회장 · 중소기업중앙회 · #{kim.pk}"]


def test_organizations_of_one_name_differ(pages):
    OrganizationFactory(name_ko="중앙회", country="KR")
    OrganizationFactory(name_ko="중앙회", country="JP", name_en="Federation")
    assert values(pages, "federation", "organizations") == ["중앙회 · 일본 · 협동조합·단체"]
    assert len(values(pages, "ㅈㅇㅎ", "organizations")) == 2


@pytest.mark.parametrize("text", ["", " ", "%", "\x00", "...", "_"])
def test_options_of_nothing_are_none(pages, kim, text):
    assert ask(pages, text) == {"options": [], "status": "맞는 기록이 없습니다.", "add": None}


def test_what_is_not_found_can_be_made(pages, client):
    answer = ask(pages, "새사람")
    assert answer["add"]["text"] == "새 인물로 등록: ‘새사람’"
    assert "새 인물 등록" in pages.get(answer["add"]["url"]).content.decode()
    assert ask(pages, "ㅅㅅㄹ")["add"] is None
    client.force_login(UserFactory(executive=True))
    assert ask(client, "새사람")["add"] is None


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
@pytest.mark.parametrize("kind", ["people", "organizations"])
def test_options_are_refused_to_who_may_not_list(client, kim, role, kind):
    client.force_login(UserFactory(**{role: True}))
    response = client.get(f"/directory/{kind}/options/", {"q": "중"})
    assert response.status_code == 403
    assert "김동우" not in response.content.decode()
