"""The result report: what the builder says about a trip, and the finished file of the demo trip."""

import io
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.core.management import call_command

from delegations.documents import build_report, file_name
from delegations.enums import DelegateGroup, Direction, LegDirection
from delegations.models import DelegationMeeting
from exchange.demo import pictures
from exchange.directory.enums import Country
from exchange.documents import definitions
from exchange.documents.blocks import Annexes, Clipping, Cover, Heading, Outline, PageBreak, Photos, Table
from exchange.meetings.enums import MeetingState, Side
from exchange.meetings.reporting import Writer
from tests.documents.pdfs import assert_says, missing_glyphs
from tests.factories.delegations import (
    ClippingFactory,
    DelegateFactory,
    DelegationFactory,
    ItineraryItemFactory,
    LegFactory,
)
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PhotoFactory, PointFactory

pytestmark = pytest.mark.django_db
LINES = Path(__file__).parents[1] / "demo/tokyo-2024-lines.txt"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "media", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def trip():
    return DelegationFactory(title_ko="「예시 대표단」 일본 파견", report_dated_on=date(2024, 8, 1))


def hold(trip, **facts):
    meeting = MeetingFactory(**facts)
    DelegationMeeting.objects.create(delegation=trip, meeting=meeting)
    return meeting


def attend(meeting, *people, side=Side.OURS, **facts):
    for name, title in people:
        country = Country.JP if side == Side.COUNTERPART else Country.KR
        person = PersonFactory(name_ko=name, country=country) if name else None
        AttendanceFactory(meeting=meeting, person=person, title_ko=title, side=side, **facts)


def blocks(trip, kind, language="ko"):
    return [block for block in build_report(trip, language).blocks if isinstance(block, kind)]


def chapters(trip, language="ko"):
    return [f"{block.number} {block.text}" for block in blocks(trip, Heading, language) if block.level == 1]


def fact(trip, label, language="ko"):
    """Text of the fact with that label, or (label, text) of the lines under it."""
    items = [item for block in blocks(trip, Outline, language) for item in block.items if item.label == label]
    return [item.text or [(child.label, child.text) for child in item.children] for item in items]


def said(items):
    return [(item.text, said(item.children)) for item in items]


# --- the whole -----------------------------------------------------------------


def test_bare_trip_makes_a_short_report(trip):
    report = build_report(trip, "ko")
    assert report.title == "「예시 대표단」 일본 파견 결과 보고"
    assert report.blocks[0] == Cover("「예시 대표단」\n일본 파견 결과 보고", "2024. 8.", "KBIZ 중소기업중앙회")
    assert chapters(trip) == ["1 출장 개요"]
    assert report.blocks[-1] == Annexes("", (), "끝.")
    assert blocks(trip, Table) == []


def test_title_that_names_the_report_is_not_doubled(trip):
    trip.title_ko = "일본 파견 결과 보고"
    trip.save()
    assert build_report(trip, "ko").title == "일본 파견 결과 보고"


def test_month_of_return_dates_an_undated_report(trip):
    trip.report_dated_on = None
    trip.save()
    assert (build_report(trip, "ko").date, blocks(trip, Cover)[0].date) == ("2024-07-20", "2024. 7.")


def test_only_written_chapters_are_there_and_numbered(trip):
    trip.next_steps_ko = "ㅇ 포럼 개최\n - 서울"
    trip.save()
    hold(trip)
    assert chapters(trip) == ["1 출장 개요", "2 주요 활동 결과", "3 향후계획"]
    assert said(blocks(trip, Outline)[-1].items) == [("포럼 개최", [("서울", [])])]


def test_builder_reads_the_rows_of_now(trip):
    before = build_report(trip, "ko").sha256
    type(trip).objects.filter(pk=trip.pk).update(place_ko="일본 오사카")
    assert build_report(trip, "ko").sha256 != before
    assert fact(trip, "출장지") == ["일본 오사카"]


def test_queries_do_not_depend_on_the_number_of_rows(trip, django_assert_num_queries):
    for number in range(3):
        meeting = hold(trip, counterparts=[OrganizationFactory()])
        attend(meeting, ("가상인물", "실장"))
        attend(meeting, ("예시인물", "회장"), side=Side.COUNTERPART)
        parent = PointFactory(meeting=meeting)
        PointFactory(meeting=meeting, parent=parent)
        PhotoFactory(meeting=meeting)
        DelegateFactory(delegation=trip)
        LegFactory(delegation=trip, number=f"KE{number}")
        ItineraryItemFactory(delegation=trip, meeting=meeting)
        ClippingFactory(delegation=trip)
    with django_assert_num_queries(13):
        build_report(trip, "ko")


# --- people ----------------------------------------------------------------------


def test_travellers_stand_in_groups_in_protocol_order(trip):
    staff = PersonFactory(name_ko="강지철")
    DelegateFactory(delegation=trip, group=DelegateGroup.STAFF, person=staff, title_ko="부부장", order=9)
    DelegateFactory(delegation=trip, group=DelegateGroup.LEADERSHIP, person=None, title_ko="중앙회장", order=1)
    for order, name in ((2, "김동우"), (3, "김석원")):
        person = PersonFactory(name_ko=name)
        DelegateFactory(delegation=trip, group=DelegateGroup.LEADERSHIP, person=person, title_ko="부회장", order=order)
    assert fact(trip, "출장자") == [[("(회장단)", "중앙회장, 김동우·김석원 부회장"), ("(실무)", "강지철 부부장")]]


def test_one_side_stands_on_one_line(trip):
    attend(hold(trip), ("", "회장님"), ("김동우", "부회장"), ("김석원", "부회장"))
    assert fact(trip, "참석자") == ["회장님, 김동우·김석원 부회장"]


def test_two_single_persons_stand_on_one_line_with_the_guest_s_body(trip):
    meeting = hold(trip)
    body = OrganizationFactory(name_ko="중소기업기반정비기구", country=Country.JP)
    attend(meeting, ("소마", "센터장"), side=Side.COUNTERPART, organization=body, order=0)
    attend(meeting, ("김철우", "실장"), order=1)
    assert fact(trip, "참석자") == ["김철우 실장, 소마 일본 중소기업기반정비기구 센터장"]


def test_two_sides_stand_on_a_line_each_with_their_country(trip):
    meeting = hold(trip)
    attend(meeting, ("김철우", "실장"), ("강지철", "부부장"))
    attend(meeting, ("모리", "회장"), side=Side.COUNTERPART)
    assert fact(trip, "참석자") == [[("한국", "김철우 실장, 강지철 부부장"), ("일본", "모리 회장")]]


def test_other_countries_are_named_after_their_body(trip):
    meeting = hold(trip, country=Country.VN)
    attend(meeting, ("김철우", "실장"), ("강지철", "부부장"))
    body = OrganizationFactory(country=Country.DE)
    attend(meeting, ("가상인물", "회장"), side=Side.COUNTERPART, organization=body)
    assert [label for label, _ in fact(trip, "참석자")[0]] == ["한국", "독일"]


def test_nobody_and_nowhere_leave_no_empty_label(trip):
    hold(trip, venue_ko="")
    assert fact(trip, "참석자") == fact(trip, "장소") == fact(trip, "주요내용") == []


# --- meetings ---------------------------------------------------------------------


def test_cancelled_meeting_leaves_no_trace(trip):
    cancelled = hold(trip, title_ko="취소된 간담", state=MeetingState.CANCELLED, cancelled_reason="태풍")
    ItineraryItemFactory(delegation=trip, title_ko="취소된 간담", meeting=cancelled)
    hold(trip, title_ko="열린 간담")
    text = build_report(trip, "ko").text
    assert "취소된 간담" not in text and "열린 간담" in text


def test_minutes_keep_order_and_levels(trip):
    meeting = hold(trip, summary_ko="협력 방안 논의")
    first = PointFactory(meeting=meeting, text_ko="첫째", order=1)
    PointFactory(meeting=meeting, text_ko="셋째", order=3)
    PointFactory(meeting=meeting, text_ko="둘째", order=2, parent=first)
    [item] = blocks(trip, Outline)[-1].items
    assert (item.label, item.text) == ("주요내용", "협력 방안 논의")
    assert said(item.children) == [("첫째", [("둘째", [])]), ("셋째", [])]


def test_minutes_of_any_depth_lose_no_line(trip):
    meeting, parent = hold(trip), None
    for number in range(40):
        parent = PointFactory(meeting=meeting, parent=parent, text_ko=f"줄 {number}.", order=number)
    text = build_report(trip, "ko").text
    assert [f"줄 {number}." in text for number in range(40)] == [True] * 40


def test_photos_carry_their_captions(trip):
    PhotoFactory(meeting=hold(trip), caption_ko="서명하는 모습")
    [photos] = blocks(trip, Photos)
    assert (photos.label, photos.pictures[0].caption) == ("행사사진", "서명하는 모습")


# --- the schedule -------------------------------------------------------------------


def test_day_runs_by_local_time_whatever_it_holds(trip):
    ItineraryItemFactory(delegation=trip, day=date(2024, 7, 17), starts=time(19), title_ko="만찬")
    ItineraryItemFactory(delegation=trip, day=date(2024, 7, 17), starts=None, title_ko="자유 시간")
    ItineraryItemFactory(delegation=trip, day=date(2024, 7, 17), starts=time(9), title_ko="출발 모임")
    LegFactory(delegation=trip)
    [table] = blocks(trip, Table)
    flight = "[출국] 김포 - 하네다 16:10 - 18:30 (2h 20m, KE2103)"
    assert table.rows == ((("7.17(수)",), ("(09:00) 출발 모임", flight, "(19:00) 만찬", "자유 시간")),)
    assert table.note == "※ 시각은 모두 현지 시각(한국과 시차 없음)"


def test_flight_stands_on_the_day_of_departure_there(trip):
    """Los Angeles on the evening of the 16th is Seoul on the 17th."""
    LegFactory(
        delegation=trip, direction=LegDirection.HOMEWARD, origin_ko="로스앤젤레스", origin_zone="America/Los_Angeles",
        destination_ko="인천", destination_zone="Asia/Seoul", number="KE012",
        departs_at=datetime(2024, 7, 17, 6, 30, tzinfo=UTC), arrives_at=datetime(2024, 7, 17, 19, 30, tzinfo=UTC),
    )  # fmt: skip
    [table] = blocks(trip, Table)
    line = "[귀국] 로스앤젤레스 - 인천 23:30 - 7.18(목) 04:30 (13h, KE012)"
    assert table.rows == ((("7.16(화)",), (line,)),)
    assert table.note == "※ 시각은 모두 현지 시각"


def test_guests_arrive_and_leave(trip):
    trip.direction = Direction.INBOUND
    trip.save()
    LegFactory(delegation=trip)
    LegFactory(
        delegation=trip, direction=LegDirection.HOMEWARD,
        departs_at=datetime(2024, 7, 20, 3, tzinfo=UTC), arrives_at=datetime(2024, 7, 20, 5, tzinfo=UTC),
    )  # fmt: skip
    rows = blocks(trip, Table)[0].rows
    assert [cell[0].split()[0] for _, cell in rows] == ["[입국]", "[출국]"]


def test_days_at_home_need_no_word_about_time(trip):
    ItineraryItemFactory(delegation=trip, zone="Asia/Seoul")
    assert blocks(trip, Table)[0].note == ""


# --- the press ------------------------------------------------------------------------


def test_clippings_are_an_annex(trip):
    ClippingFactory(
        delegation=trip, outlet="예시신문", published_on=date(2024, 7, 19), page="A17", author="가상인물",
        headline="예시 제목", link="https://example.com/1",
    )  # fmt: skip
    ClippingFactory(delegation=trip, outlet="")
    assert blocks(trip, Annexes) == [Annexes("붙임", ("언론 보도 2건.",), "끝.")]
    assert len(blocks(trip, PageBreak)) == 1 and chapters(trip)[-1] == "붙임 언론 보도"
    first, second = blocks(trip, Clipping)
    assert first.source == ("예시신문", "2024. 7. 19.(금)", "A17면", "가상인물 기자")
    assert (first.headline, first.link) == ("예시 제목", "https://example.com/1")
    assert second.source == ("매체 미상",)


# --- Japanese ---------------------------------------------------------------------------


def test_missing_japanese_says_so_and_shows_the_korean(trip):
    meeting = hold(trip, title_ko="간담", title_ja="懇談", venue_ko="예시 회의실")
    attend(meeting, ("김철우", "실장"))
    trip.lessons_ko = "ㅇ 첫째\nㅇ 둘째"
    trip.save()
    assert fact(trip, "場所", "ja") == ["【日本語なし】예시 회의실"]
    assert fact(trip, "出席者", "ja") == ["【日本語なし】김철우 【日本語なし】실장"]
    assert [block.text for block in blocks(trip, Heading, "ja") if block.level == 2][-1] == "懇談"
    lessons = blocks(trip, Outline, "ja")[-1].items
    assert said(lessons) == [("【日本語なし】첫째", []), ("【日本語なし】둘째", [])]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"name_hanja": "森 洋", "name_kana": "モリ ヒロシ"}, "森 洋"),
        ({"name_kana": "モリ ヒロシ", "name_latin": "Mori"}, "モリ ヒロシ"),
        ({"name_latin": "Mori"}, "Mori"),
        ({}, "【日本語なし】모리"),
    ],
)
def test_japanese_name_is_the_best_known_form(names, shown):
    assert Writer("ja").name(PersonFactory(name_ko="모리", **names)) == shown


def test_side_of_each_country_is_named_in_japanese(trip):
    meeting = hold(trip)
    attend(meeting, ("김철우", "실장"), ("강지철", "부부장"))
    attend(meeting, ("모리", "회장"), side=Side.COUNTERPART)
    assert [label for label, _ in fact(trip, "出席者", "ja")[0]] == [
        f"{Writer('ja').country(code)}側" for code in (Country.KR, Country.JP)
    ]


# --- the definition and the file ---------------------------------------------------------


def test_report_is_registered_and_named_for_people(trip):
    definition = definitions.get("trip-report")
    assert definition.find(trip.slug) == trip
    assert file_name(trip, "ko") == "2024-07 일본 파견 결과 보고"
    assert definition.page(trip) == f"{trip.get_absolute_url()}report/"


def test_exported_report_of_the_demo_is_complete(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SIZE", (800, 600))
    call_command("seed_demo", stdout=io.StringIO())
    lines = [line for line in LINES.read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == 55
    for language, said in (("ko", lines), ("ja", [])):
        output = tmp_path / f"{language}.pdf"
        asked = {"language": language, "output": output, "stdout": io.StringIO()}
        call_command("export_document", "trip-report", "tokyo-2024", **asked)
        data = output.read_bytes()
        assert_says(data, said)
        assert list(missing_glyphs(data)) == []
        assert len(data) < 3 * 1024 * 1024
