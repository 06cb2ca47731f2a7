"""Forums on the pages that gather everything: the first page, the shuttle line, the calendar and the search."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from exchange.core import agenda
from exchange.shuttle.records import shuttle_line
from forums.coming import coming_forums
from forums.models import EditionMeeting
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.forums import EditionFactory, SeriesFactory, TaskFactory
from tests.factories.meetings import MeetingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate()


@pytest.fixture
def reader(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def series():
    """Held in Tokyo last year."""
    series = SeriesFactory(name_ko="예시 정책포럼", name_ja="見本政策フォーラム", name_en="Sample Policy Forum")
    EditionFactory(series=series, year=TODAY.year - 1, host_country="JP", held=True, city_ko="도쿄", city_ja="東京")
    return series


# --- whose turn --------------------------------------------------------------------------


def test_the_first_page_says_whose_turn_it_is_before_anybody_prepared_it(client, reader, series):
    [forum] = coming_forums(reader, today=TODAY)
    assert (forum.due.year, forum.due.host_country, forum.due.edition) == (TODAY.year, "KR", None)
    assert [(mark.side, mark.is_held) for mark in forum.marks] == [("jp", True), ("kr", False)]
    shown = client.get("/").text
    assert "포럼 개최는 한국 차례" in shown
    assert f"/forums/series/{series.pk}/editions/add/" in shown


def test_the_one_that_is_prepared_with_its_days_and_what_is_late(client, reader, series):
    starts = date(TODAY.year + 1, 5, 20)
    coming = EditionFactory(series=series, year=starts.year, city_ko="예시시", is_sample=True)
    for days in (-3, -2, 5):
        TaskFactory(edition=coming, due_on=TODAY + timedelta(days=days))
    TaskFactory(edition=coming, due_on=TODAY - timedelta(days=9), done_at=timezone.now(), done_by=reader)
    TaskFactory(edition=EditionFactory(year=starts.year + 1), due_on=TODAY - timedelta(days=1))
    first, second = coming_forums(reader, today=TODAY)
    assert (first.due.edition, first.late, second.late) == (coming, 2, 1)
    shown = client.get("/").text
    for words in (
        f"다음 회차 {starts.year}년",
        "예시시",
        "한국 주최",
        "공고",
        f"D-{(starts - TODAY).days}",
        "할 일 2건",
    ):
        assert words in shown, words
    assert shown.count("예시 포럼") >= 2  # the other forum stands below


def test_without_forums_it_says_so_and_nobody_else_is_told(client, reader, series):
    for role in ("ambassador", "administrator"):
        stranger = UserFactory(**{role: True})
        assert coming_forums(stranger, today=TODAY) == []
        client.force_login(stranger)
        assert "예시 정책포럼" not in client.get("/").text
    series.editions.all().delete()
    client.force_login(reader)
    assert "등록된 포럼 회차가 없습니다" in client.get("/").text


def test_two_in_a_row_in_one_country_need_no_way_across(reader, series):
    EditionFactory(series=series, year=TODAY.year + 1, host_country="JP", break_reason="예시")
    [forum] = coming_forums(reader, today=TODAY)
    assert forum.way is None


# --- the shuttle line --------------------------------------------------------------------


def test_forums_cross_to_their_hosts(client, reader, series):
    coming = EditionFactory(series=series, year=TODAY.year + 1, city_ko="서울", name_ko="앞둔 포럼")
    EditionFactory(
        series=series,
        year=TODAY.year + 2,
        host_country="JP",
        starts_on=None,
        state="proposed",
        name_ko="날짜 없는 포럼",
    )
    other = SeriesFactory(name_ko="다른 포럼")
    undated = {"series": other, "starts_on": None, "state": "proposed", "city_ko": "부산"}
    EditionFactory(year=TODAY.year + 1, name_ko="내년의 날짜 없는 포럼", **undated)
    EditionFactory(
        series=series, year=TODAY.year - 2, state="skipped", state_reason="예시", name_ko="건너뛴 포럼", number=9
    )
    meeting, on_trip = MeetingFactory(title_ko="포럼의 면담"), MeetingFactory(title_ko="출장의 면담")
    held = series.editions.get(year=TODAY.year - 1)
    EditionMeeting.objects.create(edition=held, meeting=meeting)
    EditionMeeting.objects.create(edition=held, meeting=on_trip)
    DelegationFactory().meeting_links.create(meeting=on_trip)
    line = shuttle_line(reader, today=TODAY)
    assert (line.numbers["forums"], line.numbers["meetings"]) == (3, 2)  # each meeting once
    rows = {row["title"]: row for row in line.rows}
    assert "포럼의 면담" not in rows
    assert (rows["앞둔 포럼"]["kind"], rows["앞둔 포럼"]["way"], rows["앞둔 포럼"]["state"]) == (
        "포럼",
        "일본 → 한국",
        "공고",
    )
    assert rows[held.name_ko]["side"] == "kr"  # that of the guests
    assert rows["내년의 날짜 없는 포럼"]["when"] == f"{TODAY.year + 1} 날짜 미정"
    assert not {"날짜 없는 포럼", "건너뛴 포럼"} & set(rows)
    for picture in (line.lying, line.standing):
        assert sorted(shape.css for shape in picture.shapes if shape.kind == "diamond") == [
            "forum held jp", "forum kr", "forum kr",
        ]  # fmt: skip
        assert "날짜 미정" in [shape.text for shape in picture.shapes if shape.kind == "text"]
    shown = client.get("/shuttle/").text
    assert coming.get_absolute_url() in shown
    assert f"{coming.year} 포럼 · 서울" in shown


# --- the calendar ------------------------------------------------------------------------


def test_forums_and_the_day_registration_closes_are_on_the_calendar(client, reader, series):
    year = TODAY.year + 1
    edition = EditionFactory(
        series=series, year=year, host_country="KR", starts_on=date(year, 1, 20), ends_on=date(year, 1, 21),
        registration_opens_at=timezone.now(), registration_closes_at=datetime(year - 1, 12, 31, 16, tzinfo=UTC),
    )  # fmt: skip
    EditionFactory(year=year, state="cancelled", state_reason="예시", name_ko="취소한 포럼")
    held = [
        e for e in agenda.entries_between(date(year, 1, 1), date(year, 1, 31), user=reader) if e.kind.name == "forum"
    ]
    assert [(e.label, e.first.day, e.last.day, e.country, e.is_planned) for e in held] == [
        (edition.name_ko, 20, 21, "KR", True)
    ]
    due = agenda.entries_between(date(year, 1, 1), date(year, 1, 1), user=reader)
    assert [e.kind.name for e in due] == ["registration_due"]  # already the new year at the venue
    shown = client.get("/calendar/", {"year": year}).text
    assert edition.name_ko in shown
    assert "참가 신청 마감" in shown
    assert "취소한 포럼" not in shown
    assert not agenda.entries_between(date(year, 1, 1), date(year, 1, 31), user=UserFactory(ambassador=True))


# --- the search --------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["정책포럼", "政策フォーラム", "policy forum", f"예시 포럼 {TODAY.year - 1}", "東京"])
def test_a_forum_is_found_by_any_of_its_names(client, reader, series, text):
    EditionFactory(series__name_ko="다른 행사", series__name_ja="他の行事", name_ko="별개 행사", name_ja="別の行事")
    groups = client.get("/search/", {"q": text}).context["groups"]
    assert {str(row) for group in groups if group.kind.name == "forums" for row in group.rows} == {
        series.editions.get().name_ko
    }
