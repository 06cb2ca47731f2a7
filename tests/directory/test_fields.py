import pytest
from django import forms
from django.utils import translation

from exchange.directory.fields import (
    Choices,
    ChoosingForm,
    OrganizationChoiceField,
    OrganizationsChoiceField,
    PersonChoiceField,
)
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory


class Table(ChoosingForm, forms.Form):
    person = PersonChoiceField(required=False)
    organization = OrganizationChoiceField(required=False)
    partners = OrganizationsChoiceField(required=False)


@pytest.fixture
def fill(staff):
    """A bound form as the browser sends it."""

    def make(**data):
        return Table(data, choices=Choices(staff))

    return make


@pytest.fixture
def kim(db):
    person = PersonFactory(name_ko="김동우", name_hanja="金東佑", name_latin="KIM Dongwoo")
    PostFactory(
        person=person, organization__name_ko="중소기업중앙회", organization__name_ja="韓国中央会", title_ja="副会長"
    )
    return person


def label(person, staff):
    return Choices(staff).people.label(person)


def test_label_says_name_post_and_body(kim, staff):
    assert label(kim, staff) == "김동우 · 부회장 · 중소기업중앙회"


def test_label_follows_the_readers_language(kim, staff):
    with translation.override("ja"):
        assert label(kim, staff) == "金東佑 · 副会長 · 韓国中央会"


@pytest.mark.parametrize(
    "typed",
    [
        "김동우 · 부회장 · 중소기업중앙회",
        "김동우",
        " 김 동 우 ",
        "金東佑",
        "kim dongwoo",
        "ＫＩＭ　Ｄｏｎｇｗｏｏ",
        "김동우 · 부회장",
        "김동우 · 중소기업 중앙회",
        "金東佑 · 副会長 · 韓国中央会",
    ],
)
def test_person_is_found_by_label_or_any_form_of_the_name(fill, kim, typed):
    PersonFactory(name_ko="김동우리")
    form = fill(person=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["person"] == kim


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_empty_text_is_nobody(fill, typed):
    form = fill(person=typed)
    assert form.is_valid()
    assert form.cleaned_data["person"] is None


def test_label_of_a_former_post_still_finds_its_holder(fill, kim):
    """The page was opened before the promotion and sent after it."""
    kim.posts.update(until="2020-01-01")
    PostFactory(person=kim, organization=kim.posts.get().organization, title_ko="수석부회장")
    form = fill(person="김동우 · 부회장 · 중소기업중앙회")
    assert form.is_valid()
    assert form.cleaned_data["person"] == kim


def test_wrong_post_is_not_silently_corrected(fill, kim):
    form = fill(person="김동우 · 상무이사")
    assert not form.is_valid()
    assert "김동우 · 부회장 · 중소기업중앙회" in form.errors["person"][0]


def test_namesakes_are_asked_apart(fill, kim):
    PostFactory(person__name_ko="김동우", organization__name_ko="가상조합", title_ko="이사")
    form = fill(person="김동우")
    assert not form.is_valid()
    message = form.errors["person"][0]
    assert "김동우 · 부회장 · 중소기업중앙회" in message
    assert "김동우 · 이사 · 가상조합" in message
    assert '<option value="김동우 · 이사 · 가상조합">' in str(form["person"])
    assert 'value="김동우"' in str(form["person"])


def test_namesakes_with_one_post_get_numbers(fill, kim, staff):
    twin = PersonFactory(name_ko="김동우")
    PostFactory(person=twin, organization=kim.posts.get().organization)
    labels = {label(kim, staff), label(twin, staff)}
    assert labels == {f"김동우 · 부회장 · 중소기업중앙회 · #{person.pk}" for person in (kim, twin)}
    for person in (kim, twin):
        form = fill(person=label(person, staff))
        assert form.is_valid()
        assert form.cleaned_data["person"] == person


def test_unknown_name_leads_to_a_new_record(fill):
    form = fill(person="없는 <b>사람</b>")
    assert not form.is_valid()
    message = form.errors["person"][0]
    assert "/directory/people/add/?name=" in message
    assert "<b>" not in message
    assert "&lt;b&gt;" in message


def test_part_of_a_name_is_offered_not_taken(fill, kim):
    form = fill(person="동우")
    assert not form.is_valid()
    assert "김동우 · 부회장 · 중소기업중앙회" in form.errors["person"][0]


@pytest.mark.parametrize(
    "typed", ["%", "#1", "···", "가" * 10_000, "\x00", "김\x00동우리", "#" + "9" * 30, "\u202e우동김"]
)
def test_odd_text_is_refused_kept_and_escaped(fill, kim, typed):
    form = fill(person=typed)
    assert not form.is_valid()
    assert form["person"].value() == typed


def test_html_in_a_name_is_text(fill, staff):
    evil = PersonFactory(name_ko='<script>alert("1")</script>')
    PersonFactory(name_ko='<script>alert("1")</script>')
    form = fill(person=evil.name_ko)
    assert not form.is_valid()
    assert "<script>" not in form.errors["person"][0]
    assert "<script>" not in form.as_p()
    assert "<script>" not in str(Table(initial={"person": evil}, choices=Choices(staff))["person"])


def test_organization_is_found_by_alias(fill):
    body = OrganizationFactory(name_ko="전국중소기업단체중앙회", aliases="단체중앙회\n일본 중소기업단체중앙회")
    for typed in ("단체중앙회", "일본중소기업단체중앙회", "전국중소기업단체중앙회"):
        form = fill(organization=typed)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["organization"] == body


def test_organizations_of_one_name_are_told_apart(fill, staff):
    one = OrganizationFactory(name_ko="중앙회", country="KR")
    other = OrganizationFactory(name_ko="중앙회", country="JP")
    assert Choices(staff).organizations.label(one) == "중앙회 · 한국 · 협동조합·단체"
    form = fill(organization="중앙회 · 일본 · 협동조합·단체")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["organization"] == other


def test_several_organizations_each_once_in_order(fill):
    first, second = OrganizationFactory(name_ko="하나조합"), OrganizationFactory(name_ko="두리조합")
    form = fill(partners=["두리조합", "", "하나조합", "두리 조합"])
    assert form.is_valid()
    assert form.cleaned_data["partners"] == [second, first]


def test_several_organizations_keep_what_was_typed(fill):
    OrganizationFactory(name_ko="하나조합")
    form = fill(partners=["하나조합", "없는조합"])
    assert not form.is_valid()
    assert "없는조합" in form.errors["partners"][0]
    drawn = str(form["partners"])
    assert 'value="하나조합"' in drawn
    assert 'value="없는조합"' in drawn


def test_several_organizations_have_room_for_more(staff):
    bodies = OrganizationFactory.create_batch(3)
    drawn = str(Table(initial={"partners": bodies}, choices=Choices(staff))["partners"])
    assert drawn.count("<input") == 5


@pytest.mark.parametrize("as_initial", [lambda p: p, lambda p: p.pk])
def test_initial_is_drawn_as_label_and_comes_back_unchanged(kim, staff, as_initial):
    form = Table(initial={"person": as_initial(kim)}, choices=Choices(staff))
    assert 'value="김동우 · 부회장 · 중소기업중앙회"' in str(form["person"])
    sent = Table(
        {"person": "김동우 · 부회장 · 중소기업중앙회"}, initial={"person": as_initial(kim)}, choices=Choices(staff)
    )
    assert not sent.has_changed()


def test_typed_text_is_drawn_again(staff):
    assert 'value="김동"' in str(Table(initial={"person": "김동"}, choices=Choices(staff))["person"])


def test_who_may_not_see_people_cannot_find_out_about_them(kim):
    stranger = UserFactory(ambassador=True)
    PersonFactory(name_ko="나자신", user=stranger)
    form = Table({"person": "김동우"}, choices=Choices(stranger))
    assert not form.is_valid()
    message = form.errors["person"][0]
    assert "부회장" not in message
    assert "/add/" not in message


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_rows(staff, django_assert_num_queries, rows):
    posts = PostFactory.create_batch(rows)
    initial = [{"person": post.person_id, "organization": post.organization_id} for post in posts]
    formset = forms.formset_factory(Table, extra=0)
    with django_assert_num_queries(5):  # people, namesakes, posts; organisations, namesakes
        formset(initial=initial, form_kwargs={"choices": Choices(staff)}).render()
    data = {"form-TOTAL_FORMS": rows, "form-INITIAL_FORMS": 0}
    for number, post in enumerate(posts):
        data |= {f"form-{number}-person": post.person.name_ko, f"form-{number}-organization": post.organization.name_ko}
    with django_assert_num_queries(3):  # people, posts; organisations
        bound = formset(data, form_kwargs={"choices": Choices(staff)})
        assert bound.is_valid(), bound.errors
    assert [form.cleaned_data["person"] for form in bound] == [post.person for post in posts]
