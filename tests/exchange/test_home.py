"""The first page: to each role what concerns it, and to nobody what does not."""

import re
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exchange.accounts.models import User
from exchange.mous import chart
from exchange.mous.enums import Obligor
from exchange.mous.models import Commitment, Occurrence
from exchange.mous.years import Tally
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegateFactory, LegFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.documents import DocumentFactory, EditionFactory, RenditionFactory
from tests.factories.forums import EditionFactory as ForumEditionFactory
from tests.factories.forums import TaskFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.mous import (
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db


def due(response):
    return [row["name"] for row in response.context["duties"].rows]


def link_meetings(trip, number):
    from delegations.models import DelegationMeeting

    for _meeting in range(number):
        DelegationMeeting.objects.create(delegation=trip, meeting=MeetingFactory())


# --- what is due ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["staff", "manager"])
def test_reports_due_mine_first_then_nobodys(role, client, sign_in, trip):
    me = sign_in(**{role: True})
    trip(-50, title_ko="남의 출장", owner=UserFactory())
    trip(-60, title_ko="임자 없는 출장")
    trip(-5, title_ko="내 새 출장", owner=me)
    trip(-40, title_ko="내 늦은 출장", owner=me)
    response = client.get("/")
    assert due(response) == ["내 늦은 출장", "내 새 출장", "임자 없는 출장"]
    assert (response.context["duties"].total, response.context["duties"].late) == (3, 2)
    assert "남의 출장" not in response.content.decode()


def test_what_is_not_due(client, sign_in, trip):
    me = sign_in(staff=True)
    trip(-40, title_ko="취소한 출장", owner=me, state="cancelled", cancelled_reason="예시")
    trip(3, title_ko="앞둔 출장", owner=me)
    reported = trip(-45, title_ko="보고한 출장", owner=me)
    EditionFactory(document=DocumentFactory(subject_id=reported.pk), published=True)
    drafted = trip(-41, title_ko="초안만 있는 출장", owner=me)
    EditionFactory(document=DocumentFactory(subject_id=drafted.pk))
    withdrawn = trip(-42, title_ko="철회한 출장", owner=me)
    EditionFactory(document=DocumentFactory(subject_id=withdrawn.pk), withdrawn=True)
    other_kind = trip(-43, title_ko="다른 문서만 있는 출장", owner=me)
    EditionFactory(document=DocumentFactory(subject_id=other_kind.pk, definition="example"), published=True)
    assert due(client.get("/")) == ["다른 문서만 있는 출장", "철회한 출장", "초안만 있는 출장"]


@pytest.mark.parametrize(
    ("returned", "tile"),
    [(-42, "dday late"), (-31, "dday late"), (-30, "dday warn"), (-17, "dday warn"), (-15, "dday "), (-1, "dday ")],
)
def test_colours_of_the_days_left(returned, tile, client, sign_in, trip):
    sign_in(staff=True)
    trip(returned)
    left = 30 + returned
    count = "D-DAY" if left == 0 else f"D{-left:+d}"
    assert f'<span class="{tile}"><b>{count}</b>' in client.get("/").content.decode()


def test_nothing_due_is_said(client, sign_in):
    sign_in(staff=True)
    page = client.get("/").content.decode()
    assert "기한이 다가온 일이 없습니다" in page
    assert "예정된 출장이 없습니다" in page
    assert "아직 그릴 기록이 없습니다" in client.get("/shuttle/").text


def test_promises_stand_among_the_reports_by_date(client, sign_in, trip, today):
    me = sign_in(staff=True)
    body = OrganizationFactory(name_ko="예시 상대 기관")
    late, soon = today - timedelta(days=12), today + timedelta(days=3)
    CommitmentFactory(owner=me, sentence_ko="늦은 약속", due_on=late, counterpart=body)
    trip(-37, title_ko="보고할 출장", owner=me)
    CommitmentFactory(owner=me, sentence_ko="앞둔 약속", due_on=soon, obligor="ours")
    yearly = YearlyCommitmentFactory(owner=me, sentence_ko="해마다 하는 약속", recurs_from=today.year - 1)
    OccurrenceFactory(commitment=yearly, year=today.year - 1, state="missed")
    OccurrenceFactory(commitment=yearly, year=today.year)
    trip(-60, title_ko="임자 없는 출장")
    CommitmentFactory(owner=UserFactory(), sentence_ko="남의 약속", due_on=late)
    CommitmentFactory(owner=me, sentence_ko="기한 없는 약속")
    CommitmentFactory(owner=me, sentence_ko="어긴 약속", due_on=late, state="missed")
    response = client.get("/")
    assert due(response) == ["늦은 약속", "보고할 출장", "앞둔 약속", "해마다 하는 약속", "임자 없는 출장"]
    assert (response.context["duties"].total, response.context["duties"].late) == (5, 3)
    part = response.content.decode()
    assert "<b>D+12</b><small>기한 경과</small>" in part
    assert '<span class="side joint">한일</span>' in part and "예시 상대 기관" in part
    assert part.count("근거 등록") == 3


def test_tasks_of_a_forum_stand_there_once_they_are_near(client, sign_in, today):
    me = sign_in(staff=True)
    on, off = ForumEditionFactory(name_ko="예시 포럼"), ForumEditionFactory(state="skipped", state_reason="예시")
    held = ForumEditionFactory(held=True)
    late, near, far = (today + timedelta(days=days) for days in (-3, 14, 15))
    TaskFactory(edition=on, owner=me, title_ko="늦은 할 일", due_on=late)
    TaskFactory(edition=on, owner=me, title_ko="앞둔 할 일", due_on=near)
    TaskFactory(edition=held, owner=me, title_ko="포럼 뒤의 할 일", days=14, due_on=today)
    TaskFactory(edition=on, owner=me, title_ko="먼 할 일", due_on=far)
    TaskFactory(edition=on, owner=me, title_ko="마친 할 일", due_on=late, done_at=timezone.now())
    TaskFactory(edition=on, owner=UserFactory(staff=True), title_ko="남의 할 일", due_on=late)
    TaskFactory(edition=off, owner=me, title_ko="건너뛴 포럼의 할 일", due_on=late)
    TaskFactory(edition=held, owner=me, title_ko="열린 포럼의 준비", due_on=late)
    response = client.get("/")
    assert due(response) == ["늦은 할 일", "포럼 뒤의 할 일", "앞둔 할 일"]
    assert (response.context["duties"].total, response.context["duties"].late) == (3, 1)
    assert f'href="/forums/{on.pk}/tasks/#t' in response.text and "예시 포럼" in response.text


def test_unread_notices_are_told(client, sign_in):
    me = sign_in(staff=True)
    assert "읽지 않은 알림" not in client.get("/").content.decode().split('id="main"')[1]
    NoticeFactory.create_batch(2, recipient=me)
    NoticeFactory(recipient=UserFactory())
    assert "읽지 않은 알림 2건" in client.get("/").content.decode()


# --- silence, and promises kept ---------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "badge"),
    [(0, "badge ok"), (5, "badge ok"), (6, "badge warn"), (11, "badge warn"), (12, "badge danger")],
)
@pytest.mark.parametrize("role", ["staff", "executive"])
def test_silence_under_an_mou_turns_amber_and_red(role, months, badge, client, sign_in, today, settings):
    settings.MOU_DORMANT_MONTHS = 6
    sign_in(**{role: True})
    mou = MouFactory(title_ko="조용한 협약", signed_on=today - relativedelta(months=months))
    MouFactory(title_ko="준비하는 협약", state="draft", signed_on=None)
    page = client.get("/").content.decode().split('id="mous-h"')[1].split("</section>")[0]
    assert mou.get_absolute_url() in page and "준비하는 협약" not in page
    assert page.count('class="badge') == 1 and badge in page
    assert ("기록 없음" in page) is (months >= 6)


def test_executive_sees_promises_kept_by_year_and_side(client, sign_in, today):
    sign_in(executive=True)
    this, last = today.year, today.year - 1
    for number in range(3):
        CommitmentFactory(obligor="ours", made_on=date(last, 1, 1), due_on=date(last, 6, number + 1))
    keep(CommitmentFactory(obligor="ours", made_on=date(last, 1, 1), due_on=date(last, 6, 9)))
    CommitmentFactory(obligor="counterpart", made_on=date(last, 1, 1), due_on=date(last, 6, 9), state="missed")
    for day in (8, 9, 10):  # in time, on the day, too late
        theirs = CommitmentFactory(obligor="counterpart", made_on=date(last, 1, 1), due_on=date(last, 6, 9))
        keep(theirs)
        Commitment.objects.filter(pk=theirs.pk).update(kept_on=date(last, 6, day))
    yearly = YearlyCommitmentFactory(made_on=date(last, 1, 1), recurs_from=last)
    keep(yearly, OccurrenceFactory(commitment=yearly, year=last))
    OccurrenceFactory(commitment=yearly, year=this)
    dropped = YearlyCommitmentFactory(made_on=date(last, 1, 1), recurs_from=last)
    keep(dropped, OccurrenceFactory(commitment=dropped, year=last))
    OccurrenceFactory(commitment=dropped, year=this)
    Commitment.objects.filter(pk=dropped.pk).update(state="dropped", dropped_reason="예시")
    CommitmentFactory(made_on=date(last, 1, 1), due_on=date(this + 1, 6, 1))
    CommitmentFactory(made_on=date(last - 9, 1, 1), due_on=date(last - 8, 6, 1))
    CommitmentFactory()
    response = client.get("/")
    columns = ("year", "due", "kept", "late", "missed")
    found = [tuple(row[each] for each in columns) for row in response.context["kept"]["rows"]]
    assert found == [(last, 4, 1, 0, 3), (last, 4, 2, 1, 1), (last, 2, 2, 0, 0), (this, 1, 0, 0, 0)]
    part = response.content.decode().split('id="kept-h"')[1].split("</section>")[0]
    assert part.count("<tr>") == 1 + 4
    assert "<desc" in part and f"{last}년에 기한이 된 약속 10건 가운데 5건 기한 안에 이행, 1건 늦게 이행." in part


def keep(commitment, occurrence=None):
    EvidenceFactory(commitment=commitment, occurrence=occurrence, dated_on=date(timezone.localdate().year - 1, 3, 1))
    rows = (
        Commitment.objects.filter(pk=commitment.pk)
        if occurrence is None
        else Occurrence.objects.filter(pk=occurrence.pk)
    )
    rows.update(state="kept")


@given(
    st.lists(
        st.tuples(st.integers(2020, 2024), st.sampled_from(Obligor), *[st.integers(0, 4000)] * 3),
        unique_by=lambda row: row[:2], min_size=1,
    )
)  # fmt: skip
def test_chart_holds_every_column_whatever_the_numbers(rows):
    tallies = [
        Tally(year, obligor, kept + late + missed + 1, kept + late, late, missed)
        for year, obligor, kept, late, missed in sorted(rows)
    ]
    drawn = chart.draw(tallies)
    columns = re.findall(r'<rect class="([^"]+)" x="([^"]+)" y="([^"]+)" width="16" height="([^"]+)"/>', drawn.svg)
    assert len(columns) == sum(map(bool, [n for t in tallies for n in (t.in_time, t.kept_late, t.missed, t.open)]))
    for _css, x, y, tall in columns:
        assert 0 <= float(x) <= chart.WIDTH - 16
        assert float(y) >= 0 and float(tall) >= 0
        assert float(y) + float(tall) <= drawn.height - chart.BELOW + 0.2


# --- the next trip ------------------------------------------------------------------------


def next_trip(client):
    return client.get("/").context["next_trip"]


def test_next_trip_is_the_nearest_that_takes_place(client, sign_in, trip):
    sign_in(staff=True)
    trip(2, state="cancelled", cancelled_reason="예시")
    trip(-3)
    trip(30)
    nearest = trip(9)
    DelegateFactory.create_batch(3, delegation=nearest)
    page = client.get("/")
    assert page.context["next_trip"].trip == nearest
    assert "D-9" in page.content.decode()
    assert "<span>3명</span>" in page.content.decode()


def test_trip_under_way_comes_before_the_next(client, sign_in, trip, today):
    sign_in(executive=True)
    trip(5)
    now = trip(0, ends_on=today)
    assert next_trip(client).trip == now
    assert next_trip(client).is_under_way


def test_missing_journeys_are_named(client, sign_in, trip):
    sign_in(staff=True)
    ahead = trip(9)
    assert "가는 편과 오는 편이 아직 없습니다." in client.get("/").content.decode()
    LegFactory(delegation=ahead)
    assert "가는 편만 있고 오는 편이 없습니다." in client.get("/").content.decode()
    back = {"origin_ko": "하네다", "destination_ko": "김포"}
    LegFactory(delegation=ahead, direction="homeward", number="KE2102", **back)
    assert "오는 편이" not in client.get("/").content.decode()


# --- each role ------------------------------------------------------------------------------


def test_executive_reads_new_reports_and_owes_none(client, sign_in, trip):
    sign_in(executive=True)
    over = trip(-40, title_ko="끝난 출장")
    edition = EditionFactory(document=DocumentFactory(subject_id=over.pk), published=True, title="예시 결과 보고")
    RenditionFactory(edition=edition, ready=True)
    RenditionFactory(edition=EditionFactory(title="쓰다 만 보고"))
    page = client.get("/")
    text = page.content.decode()
    assert "duties" not in page.context
    assert edition.get_absolute_url() in text
    assert "쓰다 만 보고" not in text
    assert f"/documents/renditions/{edition.renditions.get().pk}/download/" in text
    assert "/delegations/add/" not in text


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_others_see_nothing_of_the_business(role, client, sign_in, trip):
    user = sign_in(**{role: True})
    link_meetings(trip(-40, title_ko="감춘 출장", place_ko="감춘 장소", owner=user), 1)
    trip(9, title_ko="감춘 계획", owner=user)
    EditionFactory(title="감춘 보고", published=True)
    MeetingFactory(title_ko="감춘 면담")
    CommitmentFactory(sentence_ko="감춘 약속", owner=user, due_on=date(2025, 3, 1))
    MouFactory(title_ko="감춘 협약", counterpart=OrganizationFactory())
    page = client.get("/").content.decode()
    assert "감춘" not in page
    for address in ("/delegations/", "/meetings/", "/documents/", "/directory/"):
        assert f'"{address}' not in page
    assert ('"/search/' in page) == (role == "ambassador")  # finds his own requests and sessions


def test_an_ambassador_without_a_record_is_told_whom_to_ask(client, sign_in):
    sign_in(language="ko", ambassador=True)
    page = client.get("/").content.decode()
    assert "연결되지 않은 계정" in page
    assert "/accounts/users/" not in page


def test_administrator_sees_who_has_not_come_yet(client, sign_in):
    me = sign_in(administrator=True)
    waiting = {"password": "!", "invited_at": timezone.now(), "invited_by": me}
    UserFactory(name="예시 대기", **waiting)
    UserFactory(name="예시 중지", deactivated=True, **waiting)
    page = client.get("/")
    assert [user.name for user in page.context["waiting"]] == ["예시 대기"]
    assert page.context["numbers"] == {"active": 2, "inactive": 1, "waiting": 1}


def test_administrator_with_a_role_has_the_roles_page(client, sign_in):
    sign_in(staff=True, is_administrator=True)
    page = client.get("/")
    assert "duties" in page.context
    assert "/accounts/users/" in page.content.decode()


# --- the price ----------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 25])
@pytest.mark.parametrize(("role", "queries"), [("staff", 12), ("manager", 12), ("executive", 10)])
def test_home_asks_the_database_the_same(role, queries, count, client, sign_in, trip, django_assert_num_queries):
    user = sign_in(**{role: True})
    for number in range(count):
        over = trip(-40 - number * 20, owner=user)
        link_meetings(over, 2)
        LegFactory(delegation=trip(10 + number))
        MeetingFactory()
        edition = EditionFactory(document=DocumentFactory(subject_id=trip(-500).pk), published=True)
        RenditionFactory(edition=edition, ready=True)
        mou = MouFactory(counterpart=OrganizationFactory())
        CommitmentFactory(owner=user, mou=mou, due_on=date(2025, 3, 1))
        OccurrenceFactory(commitment__owner=user, year=timezone.localdate().year)
        NoticeFactory(recipient=user)
        TaskFactory(edition=ForumEditionFactory(), owner=user, due_on=date(2025, 3, 1))
    with django_assert_num_queries(queries):
        client.get("/")
    with django_assert_num_queries(8):
        client.get("/shuttle/")


@pytest.mark.parametrize("count", [1, 25])
@pytest.mark.parametrize(("role", "queries"), [("ambassador", 3), ("counterpart", 4), ("administrator", 5)])
def test_other_homes_ask_the_same(role, queries, count, client, sign_in, trip, django_assert_num_queries):
    user = sign_in(**{role: True})
    inviter = User.objects.get(pk=user.pk)
    for number in range(count):
        trip(-40 - number)
        UserFactory(password="!", invited_at=timezone.now() - timedelta(hours=number), invited_by=inviter)
    with django_assert_num_queries(queries):
        client.get("/")
