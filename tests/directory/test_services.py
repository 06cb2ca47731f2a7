from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.audit.models import Event
from exchange.directory import services
from exchange.directory.models import Organization, Person
from tests.factories.directory import FigureFactory, OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

TOMORROW = timedelta(days=1)


def event():
    return Event.objects.latest("pk")


def test_creating_keeps_every_name_findable(staff):
    body = services.create_organization(
        by=staff, name_ko="중소기업기반정비기구", name_ja="中小企業基盤整備機構", short_name_en="SMRJ",
        aliases="중소기업 기본정비기구\n정비기구", kind="agency", country="JP",
    )  # fmt: skip
    for text in ("기반정비", "中小企業", "smrj", "ＳＭＲＪ", "중소기업기본 정비기구", "정비기구"):
        assert list(Organization.objects.search(text)) == [body]
    assert (event().verb, event().by, event().object_label) == ("create", staff, "중소기업기반정비기구")


def test_person_is_found_by_names_title_and_body(staff):
    person = services.create_person(
        by=staff, name_ko="오이가와 마사루", name_hanja="及川勝", name_kana="オイカワ マサル", aliases="오유가와 마사루"
    )
    PostFactory(person=person, title_ko="상무이사", organization__name_ko="가상단체중앙회")
    PersonFactory()
    for text in ("오이가와", "오유가와마사루", "及川", "おいかわ", "ｵｲｶﾜ ﾏｻﾙ", "가상 단체중앙회", "오유가와 상무"):
        assert list(Person.objects.search(text)) == [person]


def test_changing_records_what_changed(staff):
    body = OrganizationFactory(name_ko="옛 이름")
    services.change_organization(organization=body, by=staff, name_ko="새 이름", country="KR")
    assert event().changes == {"name_ko": ["옛 이름", "새 이름"]}
    assert list(Organization.objects.search("새 이름")) == [body]
    assert not Organization.objects.search("옛 이름")


def test_changing_nothing_writes_nothing(staff):
    person = PersonFactory()
    services.change_person(person=person, by=staff, name_ko=person.name_ko)
    assert not Event.objects.exists()


def test_trail_keeps_personal_data_out(staff):
    person = PersonFactory(email="before@example.com")
    services.change_person(person=person, by=staff, email="after@example.com", phone="02-2124-3114", note="비밀")
    assert event().changes.keys() == {"email", "phone", "note"}
    assert "example.com" not in str(event().changes)
    assert "비밀" not in str(event().changes)


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_parent_cycle_is_refused(staff, steps):
    top = OrganizationFactory()
    lowest = top
    for _ in range(steps):
        lowest = OrganizationFactory(parent=lowest)
    with pytest.raises(ValidationError) as caught:
        services.change_organization(organization=top, by=staff, parent=lowest)
    assert "parent" in caught.value.error_dict
    top.refresh_from_db()
    assert top.parent is None
    assert not Event.objects.exists()


def test_parent_may_change_within_the_tree(staff):
    top = OrganizationFactory()
    middle, lowest = OrganizationFactory(parent=top), OrganizationFactory(parent=top)
    assert services.change_organization(organization=lowest, by=staff, parent=middle).parent == middle


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name_ko": ""}, "name_ko"),
        ({"name_ko": "x" * 201}, "name_ko"),
        ({"founded_on": timezone.localdate() + TOMORROW}, "founded_on"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"country": "XX"}, "country"),
        ({"kind": "x"}, "kind"),
    ],
)
def test_wrong_organization_is_refused(staff, fields, at):
    values = {"name_ko": "가상기관", "kind": "agency", "country": "JP"} | fields
    with pytest.raises(ValidationError) as caught:
        services.create_organization(by=staff, **values)
    assert at in caught.value.error_dict
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name_ko": ""}, "__all__"),
        ({"email": "x@"}, "email"),
        ({"phone": "전화"}, "phone"),
        ({"phone": "1-2"}, "phone"),
        ({"phone": "<script>"}, "phone"),
    ],
)
def test_wrong_person_is_refused(staff, fields, at):
    with pytest.raises(ValidationError) as caught:
        services.create_person(by=staff, **{"name_ko": "가상인물"} | fields)
    assert at in caught.value.error_dict
    assert not Person.objects.exists()


@pytest.mark.parametrize("phone", ["02-2124-3114", "+81 3-3523-4901", "(02) 2124.3114", "010 1234 5678 #12"])
def test_phone_of_any_country_is_taken(staff, phone):
    assert services.create_person(by=staff, name_latin="Sample", phone=phone).phone == phone


def test_posts_may_overlap_and_the_later_begun_counts(staff):
    person, body = PersonFactory(), OrganizationFactory()
    services.set_posts(
        person=person, by=staff,
        rows=[
            {"organization": body, "title_ko": "부회장", "since": date(2023, 3, 1), "until": date(2024, 12, 31)},
            {"organization": body, "title_ko": "이사장", "since": date(2024, 1, 1)},
            {"organization": OrganizationFactory(), "title_ko": "고문"},
        ],
    )  # fmt: skip
    held = {day: person.post_on(day).title_ko for day in (date(2020, 1, 1), date(2023, 3, 1), date(2024, 7, 18))}
    assert held == {date(2020, 1, 1): "고문", date(2023, 3, 1): "부회장", date(2024, 7, 18): "이사장"}
    assert event().verb == "set_posts"


def test_post_ends_on_its_last_day(staff):
    post = PostFactory(until=date(2024, 7, 18))
    assert post.person.post_on(date(2024, 7, 18)) == post
    assert post.person.post_on(date(2024, 7, 19)) is None


def test_wrong_post_names_its_row_and_saves_none(staff):
    person, body = PersonFactory(), OrganizationFactory()
    good = {"organization": body, "title_ko": "회장"}
    with pytest.raises(ValidationError) as caught:
        services.set_posts(
            person=person, by=staff, rows=[good, good | {"since": date(2024, 2, 1), "until": date(2024, 1, 1)}]
        )
    assert caught.value.row == 1
    assert not person.posts.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("fields", [{"source": ""}, {"as_of": timezone.localdate() + TOMORROW}, {"value": -1}])
def test_wrong_figure_is_refused(staff, fields):
    body = OrganizationFactory()
    row = {"label": "회원 수", "value": 937, "as_of": date(2024, 7, 19), "source": "언론 보도"} | fields
    with pytest.raises(ValidationError):
        services.set_figures(organization=body, by=staff, rows=[row])
    assert not body.figures.exists()


def test_same_figure_of_one_day_is_refused(staff):
    figure = FigureFactory()
    row = {"label": figure.label, "value": 1, "as_of": figure.as_of, "source": "다른 출처"}
    with pytest.raises(ValidationError) as caught:
        services.set_figures(
            organization=figure.organization, by=staff,
            rows=[row | {"id": figure.pk}, row],
        )  # fmt: skip
    assert caught.value.row == 1


@pytest.mark.parametrize(
    "use",
    [
        lambda body: PostFactory(organization=body),
        lambda body: OrganizationFactory(parent=body),
        lambda body: MeetingFactory(counterparts=[body]),
        lambda body: AttendanceFactory(organization=body),
    ],
)
def test_used_organization_is_not_deleted(staff, use):
    body = OrganizationFactory()
    used = str(type(use(body))._meta.verbose_name)
    with pytest.raises(ValidationError) as caught:
        services.delete_organization(organization=body, by=staff)
    assert used in caught.value.messages[0]
    assert Organization.objects.filter(pk=body.pk).exists()


def test_used_person_is_not_deleted(staff):
    person = AttendanceFactory(person=PersonFactory()).person
    with pytest.raises(ValidationError):
        services.delete_person(person=person, by=staff)
    assert Person.objects.filter(pk=person.pk).exists()


def test_unused_records_go_with_their_parts(staff):
    figure, post = FigureFactory(), PostFactory()
    services.delete_organization(organization=figure.organization, by=staff)
    services.delete_person(person=post.person, by=staff)
    assert list(Organization.objects.all()) == [post.organization]
    assert not Person.objects.exists()
    assert [event.verb for event in Event.objects.all()] == ["delete", "delete"]
