from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.audit.versions import Overtaken
from exchange.meetings import services
from exchange.meetings.enums import PointKind, Side
from exchange.meetings.models import Meeting, Point
from exchange.meetings.outline import levelled, stepwise
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db

FACTS = {"title_ko": "예시 간담", "starts_at": datetime(2024, 7, 18, 4, 30, tzinfo=UTC), "zone": "Asia/Tokyo"}


@pytest.fixture
def by():
    return UserFactory(staff=True)


@pytest.fixture
def meeting():
    return MeetingFactory()


def last_event(meeting):
    return Event.objects.about(meeting).first()


def line(text, level=0, **row):
    return {"text_ko": text, "text_ja": "", "kind": PointKind.INFORMATION, "level": level, **row}


def seat(person=None, **row):
    return {"side": Side.OURS, "person": person, "title_ko": "", "title_ja": "", "organization": None, **row}


# --- facts ------------------------------------------------------------------


def test_creating_keeps_the_counterparts_and_says_who(by):
    body = OrganizationFactory()
    meeting = services.create_meeting(**FACTS, counterparts=[body], by=by)
    assert list(meeting.counterparts.all()) == [body] and meeting.version == 1
    event = last_event(meeting)
    assert (event.verb, event.by, event.changes["version"]) == ("create_meeting", by, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_ko": ""}, "title_ko"),
        ({"zone": "Asia/Nowhere"}, "zone"),
        ({"ends_at": FACTS["starts_at"]}, "ends_at"),
        ({"state": "cancelled"}, "cancelled_reason"),
        ({"country": "XX"}, "country"),
    ],
)
def test_impossible_facts_are_refused_and_nothing_is_kept(by, wrong, field):
    with pytest.raises(ValidationError) as caught:
        services.create_meeting(**FACTS | wrong, by=by)
    assert field in caught.value.message_dict
    assert not Meeting.objects.exists() and not Event.objects.exists()


def test_a_change_says_what_was_and_what_is(by, meeting):
    body = OrganizationFactory(name_ko="가상기관")
    services.change_meeting(meeting=meeting, title_ko="새 제목", counterparts=[body], by=by)
    changes = last_event(meeting).changes
    assert changes["title_ko"] == [meeting.title_ko, "새 제목"]
    assert changes["counterparts"] == [[], ["가상기관"]]
    assert changes["version"] == 2 == Meeting.objects.get().version


def test_counterparts_stay_when_they_are_not_given(by):
    meeting = MeetingFactory(counterparts=[OrganizationFactory()])
    services.change_meeting(meeting=meeting, venue_ko="다른 곳", by=by)
    assert meeting.counterparts.count() == 1


# --- versions ---------------------------------------------------------------


def test_a_save_after_somebody_elses_save_is_refused_and_writes_nothing(by, meeting):
    other = UserFactory(staff=True)
    services.set_points(meeting=meeting, rows=[line("먼저")], version=1, by=other)
    with pytest.raises(Overtaken) as caught:
        services.set_points(meeting=meeting, rows=[line("나중")], version=1, by=by)
    assert caught.value.event.by == other
    assert [p.text_ko for p in Point.objects.all()] == ["먼저"]
    assert Meeting.objects.get().version == 2


def test_another_part_of_the_minutes_is_no_rival(by, meeting):
    services.set_attendances(meeting=meeting, rows=[seat(title_ko="중앙회장")], version=1, by=UserFactory())
    services.set_points(meeting=meeting, rows=[line("내용")], version=1, by=by)
    assert Meeting.objects.get().version == 3


def test_the_next_version_may_be_saved(by, meeting):
    services.set_points(meeting=meeting, rows=[line("먼저")], version=1, by=UserFactory())
    services.set_points(meeting=meeting, rows=[line("나중")], version=2, by=by)
    assert Point.objects.get().text_ko == "나중"


def test_what_was_replaced_can_be_read_in_the_record(by, meeting):
    services.set_points(meeting=meeting, rows=[line("먼저")], by=by)
    services.set_points(meeting=meeting, rows=[], by=by)
    assert last_event(meeting).changes["points"] == [["먼저"], []]


# --- attendances ------------------------------------------------------------


def test_an_empty_title_is_that_of_the_day_of_the_meeting(by, meeting):
    """The clock of the meeting's place says which day it was."""
    meeting = MeetingFactory(starts_at=datetime(2024, 7, 1, 1, 0, tzinfo=UTC), zone="America/Los_Angeles")  # 30 June
    person = PersonFactory()
    before = PostFactory(person=person, title_ko="부회장", title_ja="副会長", until=date(2024, 6, 30))
    PostFactory(person=person, title_ko="수석부회장", since=date(2024, 7, 1))
    [row] = services.set_attendances(meeting=meeting, rows=[seat(person)], by=by)
    assert (row.title_ko, row.title_ja, row.organization) == ("부회장", "副会長", before.organization)


def test_a_typed_title_stays(by, meeting):
    person = PostFactory(title_ko="수석부회장").person
    body = OrganizationFactory()
    [row] = services.set_attendances(meeting=meeting, rows=[seat(person, title_ko="부회장", organization=body)], by=by)
    assert (row.title_ko, row.title_ja, row.organization) == ("부회장", "", body)


def test_a_bare_post_needs_no_person(by, meeting):
    [row] = services.set_attendances(meeting=meeting, rows=[seat(title_ko="중앙회장")], by=by)
    assert str(row) == "중앙회장"


def test_a_row_with_nobody_is_refused_at_its_place(by, meeting):
    with pytest.raises(ValidationError) as caught:
        services.set_attendances(meeting=meeting, rows=[seat(title_ko="중앙회장"), seat()], by=by)
    assert caught.value.row == 1
    assert not meeting.attendances.exists() and Meeting.objects.get().version == 1


def test_the_same_person_sits_once(by, meeting):
    person = PersonFactory()
    with pytest.raises(ValidationError) as caught:
        services.set_attendances(meeting=meeting, rows=[seat(person), seat(person)], by=by)
    assert caught.value.row == 1


def test_two_people_change_places(by, meeting):
    first, second = PersonFactory(), PersonFactory()
    a, b = services.set_attendances(meeting=meeting, rows=[seat(first), seat(second)], by=by)
    rows = services.set_attendances(meeting=meeting, rows=[seat(second, id=a.pk), seat(first, id=b.pk)], by=by)
    assert [row.person for row in rows] == [second, first]
    assert [row.order for row in rows] == [0, 1]


def test_rows_of_another_meeting_are_out_of_reach(by, meeting):
    foreign = AttendanceFactory(title_ko="남의 줄")
    services.set_attendances(meeting=meeting, rows=[seat(title_ko="중앙회장", id=foreign.pk)], by=by)
    foreign.refresh_from_db()
    assert foreign.title_ko == "남의 줄" and meeting.attendances.count() == 1


# --- points -----------------------------------------------------------------


def test_levels_become_a_tree_and_come_back(by, meeting):
    rows = [line("가"), line("나", 1), line("다", 2), line("라", 1), line("마")]
    services.set_points(meeting=meeting, rows=rows, by=by)
    stored = {point.text_ko: point for point in Point.objects.select_related("parent")}
    assert [stored[t].parent and stored[t].parent.text_ko for t in "가나다라마"] == [None, "가", "나", "가", None]
    assert [(p.text_ko, p.level) for p in levelled(meeting.points.all())] == [
        (row["text_ko"], row["level"]) for row in rows
    ]


def test_lines_that_stay_keep_their_identity_even_when_their_parent_goes(by, meeting):
    parent, child, grandchild = services.set_points(
        meeting=meeting, rows=[line("가"), line("나", 1), line("다", 2)], by=by
    )
    rows = [line("다", id=grandchild.pk), line("나!", 1, id=child.pk)]
    kept = services.set_points(meeting=meeting, rows=rows, by=by)
    assert [point.pk for point in kept] == [grandchild.pk, child.pk]
    assert not Point.objects.filter(pk=parent.pk).exists()
    child.refresh_from_db()
    assert (child.text_ko, child.parent) == ("나!", grandchild)


def test_an_impossible_outline_changes_nothing(by, meeting):
    point = PointFactory(meeting=meeting)
    with pytest.raises(ValidationError):
        services.set_points(meeting=meeting, rows=[line("가"), line("나", 2)], by=by)
    assert list(meeting.points.all()) == [point]


def test_a_line_without_text_is_refused_at_its_place(by, meeting):
    with pytest.raises(ValidationError) as caught:
        services.set_points(meeting=meeting, rows=[line("가"), line("")], by=by)
    assert caught.value.row == 1 and not meeting.points.exists()


trees = st.lists(st.tuples(st.integers(0, 5), st.text("가나 a\n", min_size=1).filter(str.strip)), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=trees, second=trees, pick=st.randoms(use_true_random=False))
def test_any_outline_is_read_back_as_it_was_saved(by, first, second, pick):
    """Whatever is kept of the lines that were there before, wherever it goes."""
    meeting = MeetingFactory()
    before = services.set_points(meeting=meeting, rows=outline_of(first), by=by)
    rows = outline_of(second)
    for row, point in zip(rows, pick.sample(before, min(len(before), len(rows))), strict=False):
        row["id"] = point.pk
    kept = services.set_points(meeting=meeting, rows=rows, by=by)
    stored = levelled(meeting.points.all())
    assert [(p.level, p.text_ko) for p in stored] == [(row["level"], row["text_ko"]) for row in rows]
    assert stored == kept and all(row["id"] == p.pk for row, p in zip(rows, kept, strict=True) if "id" in row)
    assert meeting.points.count() == len(rows)


def outline_of(lines):
    return stepwise([line(text, level) for level, text in lines])


@pytest.mark.parametrize("number", [3, 200])
def test_saving_points_costs_the_same_however_many(by, meeting, django_assert_num_queries, number):
    rows = [line(f"줄 {n}", level=n % 3) for n in range(number)]
    with django_assert_num_queries(FIRST_SAVE_QUERIES):
        kept = services.set_points(meeting=meeting, rows=rows, version=1, by=by)
    mixed = [{**row, "text_ko": "새 글", "id": point.pk} for row, point in zip(rows, kept, strict=True)]
    mixed = [*mixed[1:], *rows[: number // 2]]
    with django_assert_num_queries(SAVE_QUERIES):
        services.set_points(meeting=meeting, rows=stepwise(mixed), version=2, by=by)
    assert Event.objects.about(meeting).count() == 2


FIRST_SAVE_QUERIES, SAVE_QUERIES = 11, 16


@pytest.mark.parametrize("number", [2, 60])
def test_saving_attendances_costs_the_same_however_many(by, meeting, django_assert_num_queries, number):
    rows = [seat(PostFactory().person) for _ in range(number)] + [seat(title_ko="중앙회장")]
    with django_assert_num_queries(SEATS_QUERIES):
        services.set_attendances(meeting=meeting, rows=rows, version=1, by=by)


SEATS_QUERIES = 10


# --- photos -----------------------------------------------------------------


def test_captions_and_order(by, meeting):
    first, second, third = PhotoFactory.create_batch(3, meeting=meeting)
    foreign = PhotoFactory(caption_ko="남의 사진")
    rows = [
        {"id": third.pk, "caption_ko": "셋", "caption_ja": "三"},
        {"id": first.pk, "caption_ko": "하나"},
        {"id": foreign.pk, "caption_ko": "바꿈"},
    ]
    ordered = services.change_photos(meeting=meeting, rows=rows, by=by)
    assert ordered == list(meeting.photos.all()) == [third, first, second]
    foreign.refresh_from_db()
    assert foreign.caption_ko == "남의 사진"


def test_captions_that_did_not_change_are_no_change(by, meeting):
    photo = PhotoFactory(meeting=meeting)
    services.change_photos(meeting=meeting, rows=[{"id": photo.pk, "caption_ko": photo.caption_ko}], by=by)
    assert Meeting.objects.get().version == 1


def test_deleting_a_photo_leaves_a_record(by, meeting):
    photo = PhotoFactory(meeting=meeting, caption_ko="서명")
    services.delete_photo(photo=photo, by=by)
    assert not meeting.photos.exists()
    assert last_event(meeting).changes["caption"] == "서명"
