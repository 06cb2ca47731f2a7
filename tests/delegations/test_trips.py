"""The list of trips and how a new one begins."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from delegations import proposals
from delegations.enums import Direction
from delegations.models import Delegation
from exchange.directory.enums import Country
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("delegations:delegation_list"), reverse("delegations:delegation_add")


def trip(title, start, length=3, **facts):
    """Days counted from today."""
    first = timezone.localdate() + timedelta(days=start)
    return DelegationFactory(title_ko=title, starts_on=first, ends_on=first + timedelta(days=length - 1), **facts)


def titles(response):
    return [delegation.title_ko for delegation in response.context["page"]]


# --- list -------------------------------------------------------------------------------------


@pytest.fixture
def trips():
    trip("먼 예정", 90), trip("곧 예정", 5)
    trip("지금", -1)
    trip("오래 밀린 보고", -100), trip("새 보고", -10)
    trip("취소됨", 20, state="cancelled", cancelled_reason="예시")


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("upcoming", ["곧 예정", "먼 예정"]),
        ("under_way", ["지금"]),
        ("report_due", ["오래 밀린 보고", "새 보고"]),
        ("cancelled", ["취소됨"]),
        ("", ["먼 예정", "취소됨", "곧 예정", "지금", "새 보고", "오래 밀린 보고"]),
    ],
)
def test_what_asks_for_something_soonest_stands_first(as_staff, trips, phase, expected):
    assert titles(as_staff.get(LIST, {"phase": phase})) == expected


def test_tabs_say_how_many_and_a_late_report_how_late(as_staff, trips):
    html = " ".join(as_staff.get(LIST).text.split())
    for words in ("모두 6<", "예정 2<", "출장 중 1<", "보고 필요 2<", "보고 마침 0<", "취소 1<"):
        assert words in html
    assert "D+68" in html, "100 days ago for 3 days, due after 30"


def test_cancelled_has_no_tab_while_nothing_is(as_staff):
    trip("예정", 5)
    assert "phase=cancelled" not in as_staff.get(LIST).text


def test_counterpart_finds_the_trips_on_which_it_was_met(as_staff):
    body, other = OrganizationFactory(name_ko="가상중앙회"), OrganizationFactory(name_ko="가상조합")
    met, _also, _not = trip("만난 출장", 5), trip("다른 출장", 15), trip("면담 없음", 25)
    for delegation, bodies in ((met, [body]), (_also, [other])):
        for _twice in range(2):
            delegation.meeting_links.create(meeting=MeetingFactory(counterparts=bodies))
    assert titles(as_staff.get(LIST, {"counterpart": "가상중앙회"})) == ["만난 출장"]
    unknown = as_staff.get(LIST, {"counterpart": "없는기관"})
    assert "맞는 기록이 없습니다" in unknown.text and "없는기관" in unknown.text


@pytest.mark.parametrize("phase", ["upcoming", "under_way", "report_due", "reported", "cancelled"])
def test_an_empty_tab_says_so_and_leads_on(as_staff, staff, phase):
    trip("보고", -100) if phase != "report_due" else trip("예정", 5)
    html = as_staff.get(LIST, {"phase": phase}).text
    assert 'class="empty more"' in html and "모든 상태 보기" in html


def test_empty_portal_leads_to_the_first_trip(as_staff, client):
    assert ADD in as_staff.get(LIST).text
    client.force_login(UserFactory(executive=True))
    assert ADD not in client.get(LIST).text


def test_fifty_rows_stay_light(as_staff, django_assert_num_queries):
    body = OrganizationFactory(name_ko="가상중앙회")
    for n in range(60):
        facts = {"department_ko": "통상정책실", "title_ja": "「中小企業代表団」日本派遣"}
        delegation = trip(f"「중소기업 대표단」 일본 파견 {n}", n, **facts)
        delegation.meeting_links.create(meeting=MeetingFactory(counterparts=[body]))
    with django_assert_num_queries(7):
        response = as_staff.get(LIST, {"counterpart": "가상중앙회", "q": "대표단"})
    assert len(titles(response)) == 50
    assert len(response.content) < 40_000


# --- a new trip --------------------------------------------------------------------------------


def proposed(response):
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_first_trip_needs_only_its_dates_and_purpose(as_staff, staff):
    facts = proposed(as_staff.get(ADD))
    assert (facts["title_ko"], facts["place_ko"]) == ("「중소기업 대표단」 일본 파견", "일본 도쿄")
    assert facts["owner"] == staff.pk
    typed = {"starts_on": "2026-12-08", "ends_on": "2026-12-10", "purpose_ko": "협동조합 교류"}
    filled = {name: value or "" for name, value in facts.items()}
    assert as_staff.post(ADD, filled | typed).status_code == 302
    assert Delegation.objects.get().title_ko == "「중소기업 대표단」 일본 파견"


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [("2042-07-20", "출장 기간이 1년을 넘습니다."), ("2024-07-16", "귀국일이 출발일보다 빠릅니다.")],
)
def test_slip_in_the_day_of_return_is_said_at_its_field(as_staff, ends_on, words):
    filled = {name: value or "" for name, value in proposed(as_staff.get(ADD)).items()}
    response = as_staff.post(ADD, filled | {"starts_on": "2024-07-17", "ends_on": ends_on, "purpose_ko": "교류"})
    assert words in str(response.context["form"].errors["ends_on"])
    assert not Delegation.objects.exists()


def test_days_are_typed_in_one_go(as_staff):
    """A browser whose dates begin with the year goes on to the month only after the last digit that fits."""
    assert as_staff.get(ADD).text.count('max="2100-12-31"') == len(["starts_on", "ends_on", "reviewed_on"])


def test_place_and_department_are_those_of_the_last_trip(as_staff, staff):
    DelegationFactory(place_ko="일본 오사카", place_ja="大阪", department_ko="국제통상부", owner=staff)
    DelegationFactory(country="VN", place_ko="베트남 하노이", department_ko="다른 부서", starts_on=date(2024, 7, 18))
    DelegationFactory(place_ko="취소한 곳", state="cancelled", cancelled_reason="예시", starts_on=date(2024, 7, 19))
    facts = proposed(as_staff.get(ADD))
    assert (facts["place_ko"], facts["place_ja"], facts["department_ko"]) == ("일본 오사카", "大阪", "국제통상부")
    assert proposed(as_staff.get(ADD, {"country": "VN"}))["place_ko"] == "베트남 하노이"


def test_untouched_proposals_follow_the_choice_and_typed_texts_stay(as_staff):
    proposed_before = {"title_ko": "「중소기업 대표단」 일본 파견", "place_ko": "일본 도쿄"}
    page = {"direction": "outbound", "country": "VN", **proposed_before}
    facts = proposed(as_staff.get(ADD, page | {"starts_on": "2026-12-08"}))
    assert (facts["title_ko"], facts["place_ko"]) == ("「중소기업 대표단」 베트남 파견", "베트남")
    assert facts["starts_on"] == "2026-12-08"
    facts = proposed(as_staff.get(ADD, page | {"title_ko": "하노이 개척단", "place_ko": "하노이 시내"}))
    assert (facts["title_ko"], facts["place_ko"], facts["country"]) == ("하노이 개척단", "하노이 시내", "VN")
    inbound = proposed(as_staff.get(ADD, {"direction": "inbound", "country": "KR"}))
    assert inbound["title_ko"] == "「중소기업 대표단」 방한 초청"


@given(direction=st.sampled_from(Direction.values), country=st.sampled_from(Country.values))
def test_every_choice_has_a_title_that_is_known_as_proposed(direction, country):
    titles = proposals.titles(direction, country)
    user = UserFactory.build(staff=True)
    assert titles["title_ko"] and proposals.is_proposed("title_ko", titles["title_ko"], user)
    assert titles["title_ja"] != titles["title_ko"]
    assert not proposals.is_proposed("title_ko", titles["title_ko"] + "!", user)


@pytest.mark.parametrize("query", [{"direction": "x", "country": "y"}, {"starts_on": "x"}, {"title_ko": "\0"}])
def test_nonsense_in_the_address_of_a_new_trip_is_no_error(as_staff, query):
    assert as_staff.get(ADD, query).status_code == 200


def test_review_day_is_kept_and_judged(as_staff):
    delegation = DelegationFactory()
    address = reverse("delegations:delegation_edit", args=[delegation.slug])
    form = as_staff.get(address).context["form"]
    facts = {name: form[name].value() or "" for name in form.fields} | {"version": "1"}
    assert as_staff.post(address, facts | {"reviewed_on": "0024-07-01"}).status_code == 200
    assert as_staff.post(address, facts | {"reviewed_on": "2024-07-01"}).status_code == 302
    delegation.refresh_from_db()
    assert delegation.reviewed_on == date(2024, 7, 1)
