"""Whatever part of a name is typed finds its record: the index against a plain look at every name."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.core.search import normalise
from exchange.directory.finding import LONGEST
from exchange.directory.models import Organization, OrganizationTerm, Person, PersonTerm, Post, Wording
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db

# Few letters, so that names share parts; of each script and width, with what folds and what separates.
LETTERS = "김동우각나까힣 金佑もモリがｶﾞＫkKimDéé1-·ㄱㄷㅇㄳ"
names = st.text(LETTERS, min_size=1, max_size=6).filter(normalise)
titles = st.sampled_from(["부회장", "회장", "이사장", "국장 (전)"])
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
CODES = {chr(0x1100 + number): number for number in range(19)}
several = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spread(text):
    """`ㄳ` typed as one is two initials."""
    return text.replace(normalise("ㄳ"), normalise("ㄱㅅ"))


def suggested(records, text, limit=10):
    return [record.pk for record in records.suggest(text, limit)]


def same(typed, written):
    """One typed character against one of a name: itself, or the initial of a syllable."""
    if typed == written:
        return True
    return typed in CODES and "가" <= written <= "힣" and (ord(written) - ord("가")) // 588 == CODES[typed]


def stands_in(word, form):
    """Slowly and plainly: the word begins at some character of the form."""
    for typed, written in {(word, form), (spread(word), spread(form))}:
        for start in range(len(written) - len(typed) + 1):
            if all(map(same, typed, written[start:])):
                return True
    return False


def is_found(person, text):
    said = [normalise(name) for name in person.names]
    for post in person.posts.all():
        said += [normalise(title) for title in (post.title_ko, post.title_ja, post.title_en)]
        said += [normalise(name) for name in post.organization.names]
    words = [word for word in map(normalise, text.split()) if word]
    return bool(words) and all(any(stands_in(word, form) for form in said) for word in words)


@several
@given(
    st.lists(st.tuples(names, names, st.lists(names, max_size=2)), min_size=1, max_size=6),
    st.lists(st.tuples(names, titles), max_size=3),
    st.data(),
)
def test_finding_equals_a_look_at_every_name(people, bodies, data):
    Post.objects.all().delete(), Person.objects.all().delete(), Organization.objects.all().delete()
    made = [PersonFactory(name_ko=ko, name_latin=latin, aliases="\n".join(more)) for ko, latin, more in people]
    for number, (name, title) in enumerate(bodies):
        PostFactory(person=made[number % len(made)], organization=OrganizationFactory(name_ko=name), title_ko=title)
    text = data.draw(st.one_of(names, st.tuples(names, names).map(" ".join), titles.map(lambda title: title[:2])))
    wanted = {person.pk for person in made if is_found(person, text)}
    assert set(Person.objects.search(text).values_list("pk", flat=True)) == wanted
    assert set(suggested(Person.objects, text, 50)) == wanted


@several
@given(names, st.data())
def test_every_part_and_the_initials_of_every_form_find_the_record(name, data):
    Organization.objects.all().delete()
    body = OrganizationFactory(name_ko="다른 이름", aliases=name)
    key = normalise(name)
    start = data.draw(st.integers(0, len(key) - 1))
    part = key[start : data.draw(st.integers(start + 1, len(key)))]
    short = "".join(INITIALS[(ord(c) - ord("가")) // 588] if "가" <= c <= "힣" else c for c in part)
    half = "".join(data.draw(st.sampled_from(pair)) for pair in zip(part, short, strict=True))
    for text in (part, short, half):
        assert list(Organization.objects.search(text)) == [body], (text, key)
        assert suggested(Organization.objects, text) == [body.pk]


def test_long_names_are_found_by_each_part():
    long = "".join(chr(ord("가") + 31 * number) for number in range(LONGEST * 2))
    body = OrganizationFactory(name_ko=long)
    OrganizationFactory(name_ko=f"{long[:-1]}힣")
    OrganizationFactory(name_ko=long[: LONGEST + 3])
    for text in (long, long[1:], long[5 : LONGEST + 20] + long[LONGEST + 20 :], long[-3:]):
        assert list(Organization.objects.search(text)) == [body]
        assert suggested(Organization.objects, text) == [body.pk]
        assert set(Organization.objects.called(text)) == ({body} if text == long else set())


def test_initials_typed_together_are_two():
    person = PersonFactory(name_ko="감사합")
    assert list(Person.objects.search("ㄳ")) == list(Person.objects.search("ㄳㅎ")) == [person]


def test_search_stays_within_what_the_user_sees():
    me, other = UserFactory(ambassador=True), PersonFactory(name_ko="김동우")
    own = PersonFactory(name_ko="김동욱", user=me)
    PostFactory(person=other, organization__name_ko="비밀조합")
    for text, wanted in (
        ("김동", [own]),
        ("ㄱㄷㅇ", [own]),
        ("김ㄷ", [own]),
        ("비밀", []),
        ("부회장", []),
        ("김 동욱", [own]),
    ):
        mine = Person.objects.visible_to(me)
        assert list(mine.search(text)) == wanted
        assert suggested(mine, text) == [person.pk for person in wanted]
    assert suggested(Organization.objects.visible_to(me), "비밀") == []


def test_names_are_found_as_they_are_now_not_as_they_were():
    person = PersonFactory(name_ko="옛이름")
    person.name_ko = "새이름"
    person.save()
    assert not Person.objects.search("옛")
    assert list(Person.objects.search("ㅅㅇㄹ")) == [person]
    post = PostFactory(person=person, title_ko="옛직위")
    post.title_ko = "새직위"
    post.save()
    assert not Person.objects.search("옛")
    post.delete()
    assert not Person.objects.search("새직위")
    person.delete()
    assert not PersonTerm.objects.exists()


def test_many_rows_are_written_at_once(django_assert_num_queries):
    people = [Person(name_ko=f"가상인물{n}", name_latin="Sample") for n in range(300)]
    with django_assert_num_queries(3):  # rows; terms out and in
        Person.objects.bulk_create(people)
    bodies = Organization.objects.bulk_create(
        [Organization(name_ko=f"가상기관{n}", kind="agency", country="JP") for n in range(3)]
    )
    Post.objects.bulk_create([Post(person=person, organization=bodies[0], title_ko="부회장") for person in people])
    assert Person.objects.search("ㄱㅅㅇㅁ29").count() == 11
    assert Person.objects.search("부회장 기관0").count() == 300
    assert Wording.objects.count() == 1


def test_terms_are_made_again_from_the_names():
    person, body = PersonFactory(name_ko="김동우"), OrganizationFactory(name_ko="중앙회")
    post = PostFactory(person=person, organization=body)
    Person.objects.update(name_ko="박가상")
    PersonTerm.objects.all().delete(), OrganizationTerm.objects.all().delete()
    Post.objects.update(wording=None)
    for queryset in (Person.objects.all(), Organization.objects.all(), Post.objects.all()):
        queryset.index()
    assert list(Person.objects.search("ㅂㄱㅅ 중앙 부회장")) == [post.person]
    assert not Person.objects.search("김동우")
