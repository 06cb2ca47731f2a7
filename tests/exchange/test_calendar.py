"""The calendar of the year: what happens where and when, for those who may see it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from delegations.enums import DelegationState
from exchange.calendar import LONGEST, Line, Month
from exchange.core.agenda import Entry, Kind, Shape
from exchange.meetings.enums import MeetingState
from exchange.mous.models import Commitment
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.documents import DocumentFactory, EditionFactory
from tests.factories.forums import EditionFactory as ForumEditionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import (
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)

TRIP = Kind("trip", "예시", Shape.STAY, order=10)


@pytest.fixture
def calendar(client, sign_in):
    """`calendar(year=2024)` is the page as a member of the staff sees it."""
    sign_in(staff=True)

    def calendar(**query):
        response = client.get("/calendar/", query)
        assert response.status_code == 200
        return response

    return calendar


def labels(response):
    """(month, label) of every line of the page."""
    months = response.context["period"].months
    return [(month.first.month, line.entry.label) for month in months for line in month.shown]


def kinds(response):
    return [line.entry.kind.name for month in response.context["period"].months for line in month.shown]


def promises(response):
    lines = [(month.first.month, line) for month in response.context["period"].months for line in month.shown]
    return [(month, line.entry.label) for month, line in lines if line.entry.kind.name == "promise_due"]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- what stands on it ----------------------------------------------------------------------


def test_trip_stands_in_every_month_that_it_touches(calendar):
    trip = DelegationFactory(starts_on=date(2024, 7, 30), ends_on=date(2024, 8, 2))
    page = calendar(year=2024)
    assert labels(page)[:2] == [(7, trip.title_ko), (8, trip.title_ko)]
    html = page.content.decode()
    assert "line hit f30 t31" in html and "line hit f1 t2" in html
    assert trip.get_absolute_url() in html
    assert "7. 30.(화) ~ 8. 2.(금)" in text(page)


def test_trip_over_new_year_is_in_both_years(calendar):
    trip = DelegationFactory(starts_on=date(2024, 12, 30), ends_on=date(2025, 1, 2))
    assert (12, trip.title_ko) in labels(calendar(year=2024))
    assert (1, trip.title_ko) in labels(calendar(year=2025))
    assert (1, trip.title_ko) not in labels(calendar(year=2024))


def test_trip_says_its_direction_and_phase(calendar, trip):
    trip(-60, direction="inbound", place_ko="서울")
    shown = text(calendar())
    assert "초청 · 서울" in shown and "보고 필요" in shown


def test_cancelled_trip_and_meeting_take_nobodys_days(calendar):
    DelegationFactory(state=DelegationState.CANCELLED, cancelled_reason="예시 사유")
    MeetingFactory(state=MeetingState.CANCELLED, cancelled_reason="예시 사유")
    assert labels(calendar(year=2024)) == []


def test_meeting_says_where_in_words(calendar):
    MeetingFactory(starts_at=datetime(2024, 5, 20, 1, tzinfo=UTC), country="KR", zone="Asia/Seoul", venue_ko="회의실")
    assert "면담 5. 20.(월) 한국 · 10:00 · 회의실 개최" in text(calendar(year=2024))


def test_meeting_of_a_trip_is_not_told_twice(calendar):
    trip, alone, within = DelegationFactory(), MeetingFactory(), MeetingFactory()
    trip.meeting_links.create(meeting=within)
    found = [label for _month, label in labels(calendar(year=2024))]
    assert alone.title_ko in found
    assert within.title_ko not in found


@pytest.mark.parametrize(("zone", "day"), [("Asia/Seoul", 1), ("America/Los_Angeles", 31)])
def test_meeting_stands_on_the_day_of_its_own_clock(calendar, zone, day):
    MeetingFactory(starts_at=datetime(2024, 7, 31, 23, tzinfo=UTC), zone=zone, title_ko="월말 간담")
    assert labels(calendar(year=2024)) == [(8 if day == 1 else 7, "월말 간담")]


def test_report_is_due_until_it_is_published(calendar):
    trip = DelegationFactory(ends_on=date(2024, 7, 20))
    page = calendar(year=2024)
    assert (8, trip.title_ko) in labels(page)
    assert f"/delegations/{trip.slug}/report/" in page.content.decode()
    assert "기한 경과" in text(page)
    EditionFactory(document=DocumentFactory(subject_id=trip.pk), published=True)
    assert (8, trip.title_ko) not in labels(calendar(year=2024))


def test_report_of_last_years_trip_is_due_this_year(calendar):
    DelegationFactory(starts_on=date(2024, 12, 17), ends_on=date(2024, 12, 20))
    assert kinds(calendar(year=2025)) == ["report_due"]
    assert kinds(calendar(year=2024)) == ["trip"]


def test_mou_stands_on_the_day_on_which_it_was_signed(calendar):
    MouFactory(title_ko="유효한 협약", signed_on=date(2024, 7, 18), place_ko="도쿄")
    MouFactory(title_ko="해만 아는 협약", signed_on=date(2024, 1, 1), signed_precision="year")
    MouFactory(title_ko="준비하는 협약", signed_on=date(2024, 7, 18), state="draft")
    page = calendar(year=2024)
    assert labels(page) == [(7, "유효한 협약")]
    assert "업무협약 체결 7. 18.(목) 도쿄" in text(page)


def test_promise_stands_on_its_last_day_until_it_is_kept(calendar, today):
    CommitmentFactory(sentence_ko="늦은 약속", obligor="ours", made_on=date(2024, 1, 1), due_on=date(2024, 10, 31))
    kept = CommitmentFactory(sentence_ko="지킨 약속", due_on=date(2024, 10, 31))
    EvidenceFactory(commitment=kept)
    Commitment.objects.filter(pk=kept.pk).update(state="kept")
    CommitmentFactory(sentence_ko="어긴 약속", due_on=date(2024, 10, 31), state="missed")
    CommitmentFactory(sentence_ko="거둔 약속", due_on=date(2024, 10, 31), state="dropped", dropped_reason="예시")
    CommitmentFactory(sentence_ko="기한 없는 약속")
    page = calendar(year=2024)
    assert promises(page) == [(10, "늦은 약속")]
    assert "늦은 약속 약속 기한 10. 31.(목) 한국 기한 경과" in text(page)
    yearly = YearlyCommitmentFactory(sentence_ko="해마다 하는 약속", recurs_from=today.year - 1)
    OccurrenceFactory(commitment=yearly, year=today.year - 1, state="missed")
    OccurrenceFactory(commitment=yearly, year=today.year)
    assert promises(calendar(year=today.year)) == [(12, "해마다 하는 약속")]
    assert "해마다 하는 약속" not in text(calendar(year=today.year - 1))


def test_what_is_of_both_countries_stands_under_each(calendar):
    for obligor in ("ours", "counterpart", "joint"):
        CommitmentFactory(sentence_ko=obligor, obligor=obligor, due_on=date(2024, 10, 31))
    assert promises(calendar(year=2024, country="KR")) == [(10, "joint"), (10, "ours")]
    assert promises(calendar(year=2024, country="JP")) == [(10, "counterpart"), (10, "joint")]


def test_holidays_of_both_countries_are_named(calendar):
    shown = text(calendar(year=2024))
    for name in ("15. 광복절", "15. 바다의 날", "17. 추석", "23. 천황 탄생일"):
        assert name in shown


def test_day_on_which_both_rest_is_marked_for_both(calendar):
    may = calendar(year=2024).context["period"].months[4]
    assert ("joint" in dict(may.marks).values()) and dict(may.marks)[5] == "joint"
    assert dict(may.marks)[15] == "kr" and dict(may.marks)[3] == "jp"


def test_today_is_marked_in_its_month_only(calendar, today):
    months = calendar().context["period"].months
    assert [month.first.month for month in months if month.today] == [today.month]
    assert calendar().content.decode().count('id="now"') == 1
    assert calendar(year=today.year - 1).content.decode().count('id="now"') == 0


# --- choosing -------------------------------------------------------------------------------


def test_country_chooses_where_it_happens_and_who_rests(calendar):
    to_japan = DelegationFactory()
    to_korea = DelegationFactory(direction="inbound", country="JP")
    to_hanoi = DelegationFactory(country="VN")
    DueAside = {"보고 기한"}
    for country, trip, holiday in (("JP", to_japan, "바다의 날"), ("KR", to_korea, "현충일"), ("VN", to_hanoi, None)):
        page = calendar(year=2024, country=country, month="")
        stays = [
            line.entry.label
            for month in page.context["period"].months
            for line in month.shown
            if str(line.entry.kind.label) not in DueAside
        ]
        assert stays == [trip.title_ko]
        others = {"바다의 날", "현충일"} - {holiday}
        assert not any(other in text(page) for other in others)
        assert holiday is None or holiday in text(page)
    assert "베트남" in text(calendar(year=2024))


@pytest.mark.parametrize(
    "query", [{"year": "abc"}, {"year": "99999"}, {"month": "13"}, {"country": "XX"}, {"year": "", "country": "\0"}]
)
def test_wrong_value_is_as_good_as_none(calendar, today, query):
    period = calendar(**query).context["period"]
    assert (period.year, period.month, period.country) == (today.year, None, "")


def test_years_beyond_the_exchange_are_not_offered(calendar):
    assert calendar(year=1960).context["period"].earlier is None
    assert calendar(year=2100).context["period"].later is None
    january = calendar(year=2024, month=1).context["period"]
    assert (january.earlier.year, january.earlier.month) == (2023, 12)
    assert (january.later.year, january.later.month) == (2024, 2)


def test_full_month_shows_trips_first_and_the_rest_on_its_own_page(calendar):
    for hour in range(20):
        MeetingFactory(starts_at=datetime(2024, 7, 2, tzinfo=UTC) + timedelta(hours=hour))
    trip = DelegationFactory(starts_on=date(2024, 7, 25), ends_on=date(2024, 7, 26))
    page = calendar(year=2024)
    july = page.context["period"].months[6]
    assert (len(july.shown), july.more) == (12, 9)
    assert trip.title_ko == july.shown[-1].entry.label
    assert "year=2024&amp;month=7" in page.content.decode()
    alone = calendar(year=2024, month=7).context["period"].months
    assert [(len(month.shown), month.more) for month in alone] == [(21, 0)]


# --- who sees it, in how many queries, in which words ---------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("staff", 200), ("manager", 200), ("executive", 200), ("ambassador", 403), ("counterpart", 403)],
)
def test_calendar_is_for_readers(client, sign_in, role, status):
    DelegationFactory()
    sign_in(**{role: True})
    assert client.get("/calendar/").status_code == status
    assert (b'href="/calendar/"' in client.get("/").content) == (status == 200)


@pytest.mark.parametrize("rows", [1, 12])
def test_calendar_asks_the_same_for_one_row_and_many(client, sign_in, django_assert_num_queries, rows):
    sign_in(staff=True)
    for _n in range(rows):
        DelegationFactory()
        MeetingFactory()
        MouFactory()
        CommitmentFactory(due_on=date(2024, 10, 31))
        ForumEditionFactory(year=2024, held=True)
    with django_assert_num_queries(7):
        client.get("/calendar/", {"year": 2024})


@pytest.mark.parametrize(("language", "name"), [("ja", "秋夕(チュソク)"), ("en", "Chuseok")])
def test_calendar_speaks_the_readers_language(db, language, name):
    client = Client()
    client.force_login(UserFactory(staff=True, language=language))
    trip = DelegationFactory(title_ja="日本派遣")
    shown = text(client.get("/calendar/", {"year": 2024}))
    assert name in shown
    assert (trip.title_ja if language == "ja" else trip.title_ko) in shown


# --- where a line stands --------------------------------------------------------------------


@given(
    first=st.dates(date(2023, 12, 1), date(2025, 1, 31)),
    length=st.integers(0, 60),
    year_month=st.tuples(st.just(2024), st.integers(1, 12)),
)
def test_line_stays_within_its_month(first, length, year_month):
    entry = Entry(TRIP, "예시", "/", first, first + timedelta(days=length), "JP")
    month = Month(*year_month, entries=[entry], holidays=[], shown=None, today=date(2000, 1, 1))
    touched = {(first + timedelta(days=n)) for n in range(length + 1)}
    days = sorted(day.day for day in touched if (day.year, day.month) == year_month)
    if not days:
        assert month.lines == []
        return
    (line,) = month.lines
    assert (line.since, line.until) == (days[0], days[-1])
    assert line.is_continued == (first < month.first)
    assert line.continues == (entry.last > month.last)
    room = {"after": LONGEST - line.until, "before": line.since - 1, "below": LONGEST}
    assert room[line.words] >= 12
    assert isinstance(line, Line)
