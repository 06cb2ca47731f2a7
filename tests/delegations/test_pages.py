"""The pages in the browser's words: what they show, to whom, and what they do with what was typed."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from delegations.enums import DelegateGroup
from delegations.models import Delegation
from exchange.core.languages import in_language
from tests.delegations.conftest import rows_data
from tests.factories.accounts import UserFactory
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory, PhotoFactory

pytestmark = pytest.mark.django_db
FACTS = {
    "title_ko": "오사카 교류단", "direction": "outbound", "country": "JP", "starts_on": "2026-12-08",
    "ends_on": "2026-12-10", "place_ko": "일본 오사카", "purpose_ko": "협동조합 교류",
}  # fmt: skip
READ = ["detail", "delegates", "itinerary", "meetings", "report"]
EDIT = ["edit", "cancel", "delegates_edit", "legs_edit", "clippings_edit", "meeting_add"]
POST = ["restore", "meeting_link"]


def page(name, delegation):
    return reverse(f"delegations:delegation_{name}", args=[delegation.slug])


@pytest.fixture
def trip():
    """A trip with one of everything, each with a word that can be looked for."""
    delegation = DelegationFactory(slug="tokyo", title_ko="비밀 출장", lessons_ko="비밀 시사점")
    person = PersonFactory(name_ko="비밀인물")
    delegate = DelegateFactory(delegation=delegation, person=person, title_ko="비밀직위")
    LegFactory(delegation=delegation, number="SECRET1")
    meeting = MeetingFactory(title_ko="비밀 면담")
    delegation.meeting_links.create(meeting=meeting)
    ItineraryItemFactory(delegation=delegation, title_ko="비밀 일정", meeting=meeting, delegates=[delegate])
    ClippingFactory(delegation=delegation, headline="비밀 기사")
    return delegation


# --- who ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READ)
def test_executive_reads_every_tab_and_finds_no_way_to_write(client, executive, trip, name):
    client.force_login(executive)
    html = client.get(page(name, trip)).text
    assert "비밀 출장" in html
    assert "/edit/" not in html and "/add/" not in html and "/cancel/" not in html


@pytest.mark.parametrize("name", EDIT)
def test_executive_may_not_open_a_page_that_writes(client, executive, trip, name):
    client.force_login(executive)
    assert client.get(page(name, trip)).status_code == 403
    assert client.post(page(name, trip), FACTS).status_code == 403


@pytest.mark.parametrize("name", POST)
def test_executive_may_not_write(client, executive, trip, name):
    client.force_login(executive)
    assert client.post(page(name, trip)).status_code == 403


def test_executive_may_not_write_report_texts(client, executive, trip):
    client.force_login(executive)
    assert client.post(page("report", trip), {"lessons_ko": "남이 적은 글"}).status_code == 403
    trip.refresh_from_db()
    assert trip.lessons_ko == "비밀 시사점"


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
@pytest.mark.parametrize("name", [*READ, *EDIT, *POST])
def test_outsiders_find_nothing(client, trip, role, name):
    client.force_login(UserFactory(**{role: True}))
    for response in (client.get(page(name, trip)), client.post(page(name, trip), FACTS)):
        assert response.status_code in {404, 405}
        assert "비밀" not in response.text


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_outsiders_see_no_list(client, trip, role):
    client.force_login(UserFactory(**{role: True}))
    response = client.get(reverse("delegations:delegation_list"))
    assert response.status_code == 403
    assert "비밀" not in response.text


def test_nobody_reads_without_signing_in(client, trip):
    assert client.get(page("detail", trip)).status_code == 302


# --- list --------------------------------------------------------------------------------------


def titles(response):
    return [delegation.title_ko for delegation in response.context["page"]]


def test_list_filters_by_word_year_direction_and_phase(as_staff):
    DelegationFactory(title_ko="도쿄 파견", place_ko="관동", starts_on=date(2024, 7, 17), ends_on=date(2024, 7, 20))
    DelegationFactory(
        title_ko="방한 초청", place_ko="서울", direction="inbound",
        starts_on=date(2025, 3, 2), ends_on=date(2025, 3, 3),
        state="cancelled", cancelled_reason="예시",
    )  # fmt: skip
    address = reverse("delegations:delegation_list")
    assert titles(as_staff.get(address)) == ["방한 초청", "도쿄 파견"]
    assert titles(as_staff.get(address, {"q": "도쿄"})) == ["도쿄 파견"]
    assert titles(as_staff.get(address, {"year": "2025"})) == ["방한 초청"]
    assert titles(as_staff.get(address, {"direction": "outbound"})) == ["도쿄 파견"]
    assert titles(as_staff.get(address, {"phase": "cancelled"})) == ["방한 초청"]
    assert titles(as_staff.get(address, {"phase": "reported"})) == []


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"direction": "sideways"}, {"phase": "'"}, {"page": "-3"}, {"q": "\0"}]
)
def test_nonsense_in_the_address_is_no_error(as_staff, trip, query):
    assert as_staff.get(reverse("delegations:delegation_list"), query).status_code == 200


# --- facts --------------------------------------------------------------------------------------


def test_adding_a_trip(as_staff, staff):
    response = as_staff.post(reverse("delegations:delegation_add"), FACTS | {"owner": staff.pk})
    delegation = Delegation.objects.get()
    assert response.url == delegation.get_absolute_url()
    assert (delegation.slug, delegation.owner) == ("2026-12", staff)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_on": "2026-12-01"}, "귀국일이 출발일보다 빠릅니다."),
        ({"starts_on": "0026-12-08"}, "1960년부터"),
        ({"starts_on": "내일"}, "starts_on"),
        ({"slug": "tokyo"}, "같은 관리 번호의 출장이 이미 있습니다."),
        ({"slug": "add"}, "이 관리 번호는 쓸 수 없습니다."),
        ({"slug": "한글"}, "slug"),
        ({"title_ko": ""}, "title_ko"),
        ({"country": "XX"}, "country"),
    ],
)
def test_refused_facts_say_why_and_stay_typed(as_staff, trip, changes, message):
    typed = FACTS | changes
    response = as_staff.post(reverse("delegations:delegation_add"), typed)
    assert response.status_code == 200
    [field] = response.context["form"].errors or ["none"]
    assert field in changes or field in {"starts_on", "ends_on"}
    assert message in response.text
    assert all(value in response.text for name, value in typed.items() if name not in {"country"})
    assert Delegation.objects.count() == 1


def test_editing_keeps_the_slug_when_it_is_emptied(as_staff, trip):
    days = {name: getattr(trip, name).isoformat() for name in ("starts_on", "ends_on")}
    as_staff.post(page("edit", trip), FACTS | days | {"slug": ""})
    trip.refresh_from_db()
    assert (trip.slug, trip.title_ko) == ("tokyo", "오사카 교류단")


def test_editing_keeps_an_owner_who_has_left(as_staff):
    owner, stranger = UserFactory(deactivated=True, staff=True), UserFactory(deactivated=True, staff=True)
    trip = DelegationFactory(owner=owner)
    address = f"/delegations/{trip.slug}/edit/"
    form = as_staff.get(address).context["form"]
    offered = {str(value) for value, _label in form.fields["owner"].choices}
    assert str(owner.pk) in offered and str(stranger.pk) not in offered


def test_refused_edit_leaves_the_trip_and_its_heading(as_staff, trip):
    response = as_staff.post(page("edit", trip), FACTS | {"ends_on": "2026-12-01"})
    assert "<h1>비밀 출장" in response.text
    trip.refresh_from_db()
    assert trip.title_ko == "비밀 출장"


def test_cancelling_asks_why(as_staff, trip):
    assert "필수" in as_staff.post(page("cancel", trip), {"reason": " "}).text
    assert "상대 기관 사정" in as_staff.post(page("cancel", trip), {"reason": "상대 기관 사정"}, follow=True).text
    as_staff.post(page("restore", trip))
    trip.refresh_from_db()
    assert trip.state == "planned"


# --- rows -----------------------------------------------------------------------------------------


def test_delegates_are_saved_in_their_order(as_staff):
    delegation = DelegationFactory()
    person = PostFactory(title_ko="부회장").person
    rows = [
        {"group": "leadership", "person": "", "title_ko": "중앙회장", "title_ja": ""},
        {"group": "leadership", "person": person.name_ko, "title_ko": "", "title_ja": ""},
        {"group": "", "person": "", "title_ko": "", "title_ja": ""},
    ]
    response = as_staff.post(page("delegates_edit", delegation), rows_data(rows), follow=True)
    assert [str(d) for d in delegation.delegates.all()] == ["중앙회장", f"{person.name_ko} 부회장"]
    assert person.name_ko in response.text


def test_person_whom_nobody_knows_is_said_at_the_row(as_staff, trip):
    rows = [{"group": "staff", "person": "없는사람", "title_ko": "", "title_ja": ""}]
    response = as_staff.post(page("delegates_edit", trip), rows_data(rows))
    assert "없는사람" in response.text and "맞는 기록이 없습니다" in response.text
    assert trip.delegates.count() == 1


def test_constraint_of_a_row_reaches_the_page(as_staff, trip):
    rows = [{"group": "staff", "person": "", "title_ko": "", "title_ja": "部長"}]
    response = as_staff.post(page("delegates_edit", trip), rows_data(rows))
    assert "사람을 고르거나 직위를 적어 주세요." in response.text
    assert "部長" in response.text


def test_taking_out_the_last_who_goes_is_refused_on_the_page(as_staff, trip):
    rows = [{"group": "staff", "person": "", "title_ko": "중앙회장", "title_ja": ""}]
    response = as_staff.post(page("delegates_edit", trip), rows_data(rows))
    assert "비밀 일정" in response.text and "아무도 남지 않습니다" in response.text
    assert [str(d) for d in trip.delegates.all()] == ["비밀인물 비밀직위"]


def test_adding_a_row_writes_nothing_and_keeps_what_was_typed(as_staff, trip):
    rows = [{"group": "staff", "person": "비밀인물", "title_ko": "적던 직위", "title_ja": ""}]
    response = as_staff.post(page("delegates_edit", trip), rows_data(rows, **{"rows-add": "1"}))
    assert "적던 직위" in response.text and "rows-1-group" in response.text
    assert trip.delegates.get().title_ko == "비밀직위"


def test_clippings_are_saved(as_staff, trip):
    row = {
        "headline": "예시 기사",
        "outlet": "예시신문",
        "published_on": "2024-07-19",
        "page": "",
        "author": "",
        "link": "",
    }
    as_staff.post(page("clippings_edit", trip), rows_data([row]))
    assert trip.clippings.get().outlet == "예시신문"
    refused = as_staff.post(page("clippings_edit", trip), rows_data([row | {"link": "javascript:alert(1)"}]))
    assert refused.status_code == 200
    assert trip.clippings.get().link == ""


# --- meetings ---------------------------------------------------------------------------------------


def test_meeting_is_registered_from_the_itinerary(as_staff, trip):
    planned = ItineraryItemFactory(
        delegation=trip, title_ko="정비기구 간담", day=date(2024, 7, 19), starts=time(12), place_ko="미나토구"
    )
    address = f"{page('meeting_add', trip)}?item={planned.pk}"
    form = as_staff.get(address).context["form"]
    assert form["starts"].value() == time(12)
    typed = {name: form[name].value() for name in ("title_ko", "day", "zone", "country", "venue_ko")}
    response = as_staff.post(address, typed | {"starts": "12:00", "state": "held"})
    meeting = trip.meetings.get(title_ko="정비기구 간담")
    assert response.url == reverse("meetings:meeting_minutes", args=[meeting.pk])
    assert (meeting.local_start.hour, meeting.venue_ko) == (12, "미나토구")
    planned.refresh_from_db()
    assert planned.meeting == meeting


def test_refused_meeting_makes_none(as_staff, trip):
    response = as_staff.post(page("meeting_add", trip), {"title_ko": "적던 제목"})
    assert "적던 제목" in response.text
    assert trip.meetings.count() == 1


def test_standing_meeting_can_be_linked_and_taken_out(as_staff, trip):
    near = MeetingFactory(starts_at=datetime(2024, 7, 19, 3, tzinfo=UTC))
    far = MeetingFactory(starts_at=datetime(2025, 7, 19, 3, tzinfo=UTC))
    html = as_staff.get(page("meetings", trip)).text
    assert near.title_ko in html and far.title_ko not in html
    assert as_staff.post(page("meeting_link", trip), {"meeting": far.pk}).status_code == 200
    assert as_staff.post(f"/delegations/{trip.slug}/meetings/{10**30}/unlink/").status_code == 404
    as_staff.post(page("meeting_link", trip), {"meeting": near.pk})
    assert near in trip.meetings.all()
    as_staff.post(reverse("delegations:delegation_meeting_unlink", args=[trip.slug, near.pk]))
    assert near not in trip.meetings.all()
    again = as_staff.post(reverse("delegations:delegation_meeting_unlink", args=[trip.slug, near.pk]))
    assert again.status_code == 404


def test_meeting_page_leads_back_to_its_trip(as_staff, trip):
    meeting = trip.meetings.get()
    assert trip.get_absolute_url() in as_staff.get(meeting.get_absolute_url()).text


# --- report ---------------------------------------------------------------------------------------------


def test_report_texts_are_saved_from_the_tab(as_staff, trip):
    as_staff.post(page("report", trip), {"lessons_ko": "첫째\n둘째", "report_dated_on": "2024-08-01"})
    trip.refresh_from_db()
    assert (trip.lessons_ko.split(), trip.report_dated_on) == (["첫째", "둘째"], date(2024, 8, 1))
    refused = as_staff.post(page("report", trip), {"lessons_ko": "적던 글", "report_dated_on": "내일"})
    assert refused.status_code == 200 and "적던 글" in refused.text
    trip.refresh_from_db()
    assert trip.lessons_ko.startswith("첫째")


def test_report_tab_lists_what_is_missing_with_ways_to_mend_it(as_staff, trip):
    PhotoFactory(meeting=trip.meetings.get(), caption_ko="")
    html = as_staff.get(page("report", trip)).text
    for words in (
        "참석자가 없습니다",
        "주요내용이 없습니다",
        "설명 없는 사진 1장",
        "오는 편이 없습니다",
        "향후계획이 없습니다",
    ):
        assert words in html
    assert "시사점이 없습니다" not in html
    assert trip.meetings.get().get_absolute_url() in html


# --- languages ------------------------------------------------------------------------------------------


def test_missing_japanese_shows_korean_and_says_so(client, trip):
    client.force_login(UserFactory(executive=True, language="ja"))
    Delegation.objects.filter(pk=trip.pk).update(place_ja="東京")
    html = client.get(page("detail", trip)).text
    assert '<span lang="ko">비밀 출장</span> <span class="badge outline">' in html
    assert "東京" in html and "일본 도쿄" not in html


def test_text_falls_back_to_what_is_written():
    delegation = DelegationFactory(title_ko="파견", title_ja="派遣")
    with translation.override("ja"):
        assert in_language(delegation, "title") == ("派遣", "ja")
        assert in_language(delegation, "place") == ("일본 도쿄", "ko")
    with translation.override("en"):
        assert in_language(delegation, "title") == ("파견", "ko")
    assert in_language(delegation, "department") == ("", "")


# --- hostile text ----------------------------------------------------------------------------------------

HOSTILE = [
    "\u202e거꾸로",
    "대표단 \U0001f469\u200d\U0001f467 🇰🇷",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% now %}",
    "'\";--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(as_staff, text):
    as_staff.post(
        reverse("delegations:delegation_add"), FACTS | {"title_ko": text, "purpose_ko": text, "slug": "hostile"}
    )
    delegation = Delegation.objects.get()
    assert delegation.title_ko == text
    rows = [{"group": DelegateGroup.STAFF, "person": "", "title_ko": text, "title_ja": text}]
    as_staff.post(page("delegates_edit", delegation), rows_data(rows))
    as_staff.post(
        reverse("delegations:delegation_item_add", args=[delegation.slug]),
        {"day": "2024-07-18", "title": text, "place": text},
    )
    as_staff.post(page("report", delegation), {"lessons_ko": text})
    for name in [*READ, "edit", "delegates_edit"]:
        response = as_staff.get(page(name, delegation))
        assert response.status_code == 200
        assert "<script>alert" not in response.text
    assert escape(text) in as_staff.get(page("detail", delegation)).text


def test_ten_thousand_characters_are_kept_where_there_is_room(as_staff, trip):
    text = "가" * 10_000
    as_staff.post(page("report", trip), {"lessons_ko": text})
    trip.refresh_from_db()
    assert trip.lessons_ko == text
    assert text in as_staff.get(page("report", trip)).text
    refused = as_staff.post(page("edit", trip), FACTS | {"title_ko": text})
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() == {"title_ko"}


def test_garbage_instead_of_rows_is_no_error(as_staff, trip):
    for data in ({}, {"rows-TOTAL_FORMS": "x"}, {"rows-TOTAL_FORMS": "-1", "rows-add": "z"}, {"rows-remove": "99"}):
        for name in ("delegates_edit", "legs_edit", "clippings_edit"):
            assert as_staff.post(page(name, trip), data).status_code == 200
    assert trip.delegates.count() == 1
