"""An officer plans the Tokyo trip of July 2024 in an empty portal that knows the people, writes its minutes
and makes the report, which says every line of the original. Every character that she types is counted."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import sign_in
from tests.delegations.test_photos import photo_taken
from tests.documents.pdfs import assert_says
from tests.e2e.hands import Hands

LINES = Path(__file__).parents[1] / "demo/tokyo-2024-lines.txt"
AT_MOST = 0.33  # characters typed, of those of the report

# What lies ready in another programme, written by the party during the talks.
SIGNING_NOTES = """□ 중소기업 단체 간 교류확대
 ㅇ 매년 한국과 일본을 오가며 정책포럼 합동 개최하는 ‘셔틀교류’ 약속
 ㅇ 모리 히로시 회장 「중소기업 리더스포럼」에 초청
□ 공급망 발전을 위한 중소기업 간 교류 지원
 ㅇ 한국이 강점 갖는 IT, 반도체 제조기술 분야에서 일본과 교류 협력한다면 양국 국익과 중소기업 발전에 큰 도움 될 것
□ 중소기업 정책·정보교환 확대
 ㅇ 인력난·경영애로 해소 등 중소기업 지원 정책 및 사례 공유
"""
AMBASSADORS_SUMMARY = "한·일 ‘셔틀 경제교류’ 활성화를 위한 해외민간대사 역할 논의, 민간대사 격려 및 환담"
AMBASSADORS_NOTES = """ - 일본 내 한국 중소기업 네트워크 구축과 한국 중소기업의 일본 진출·교류를 위한 지원 당부
 - 중기중앙회, 단체중앙회와의 업무협약을 바탕으로 일본 해외민간대사와 협력하여 정기적인 한일 교류행사 추진 검토
 - 일본 해외민간대사, 중소기업 해외 교류 촉진 우수 사례가 되도록 노력할 것
"""


@pytest.fixture
def hands(page, people_known):
    sign_in(page, people_known, password=settings.DEMO_PASSWORD)
    return Hands(page)


def open_tab(page, name):
    page.get_by_role("navigation", name="출장", exact=True).get_by_role("link", name=name).click()


def save(page):
    page.get_by_role("button", name="저장", exact=True).last.click()


# --- the plan ---------------------------------------------------------------------------------


def begin_the_trip(page, hands):
    """Direction, country, title and place are proposed."""
    page.get_by_role("link", name="출장 등록").click()
    hands.date(page.get_by_label("출발일"), "2024-07-17")
    hands.date(page.get_by_label("귀국일"), "2024-07-20")
    hands.write(page.get_by_label("추진목적(한국어)"), "한일 양국 대표 중소기업 단체 간 협력 확대 방안 논의")
    save(page)
    page.get_by_role("heading", name="「중소기업 대표단」 일본 파견").wait_for()


def names_in(group):
    """The fields alone: a field that was typed in has a list of the same name."""
    return group.locator("input[name$='-person']")


def name_the_delegates(page, hands):
    """By initials and Enter; the chair by his post alone; titles come from the posts of that day."""
    open_tab(page, "출장자")
    page.get_by_role("link", name="편집").click()
    group = page.locator(".edit-rows .group")
    hands.write(group.nth(0).get_by_label("당시 직위(한국어)"), "중앙회장")
    for number, initials in enumerate(["ㄱㅎㅎ", "ㄱㄷㅇ", "ㄱㅅㅇ"], start=1):
        hands.press("Enter")
        hands.pick(names_in(group.nth(0)).nth(number), initials)
    page.get_by_role("button", name="출장자 추가 실무").click()
    hands.pick(names_in(group.nth(1)).first, "ㄱㅊㅇ")
    hands.write(group.nth(1).get_by_label("당시 직위(한국어)"), "실장")
    hands.press("Enter")
    hands.pick(names_in(group.nth(1)).nth(1), "ㄱㅈㅊ")
    save(page)
    people = page.locator(".people li")
    expect(people).to_contain_text(
        ["중앙회장", "권혁홍 수석부회장", "김동우 부회장", "김석원 부회장", "김철우 실장", "강지철 부부장"]
    )


def book_the_flights(page, hands):
    """The way back comes with day and places; zones and duration are nobody's work."""
    open_tab(page, "일정")
    page.get_by_role("link", name="이동편 편집").click()
    ticket = page.locator(".leg-row")
    for label, text in {
        "편명": "KE2103",
        "출발": "GMP",
        "도착": "HND",
        "출발 시각": "1610",
        "도착 시각": "1830",
    }.items():
        hands.write(ticket.get_by_label(label, exact=label in {"출발", "도착"}), text)
    page.get_by_role("button", name="오는 편 추가").click()
    for label, text in {"편명": "KE2102", "출발 시각": "1230", "도착 시각": "1450"}.items():
        hands.write(ticket.nth(1).get_by_label(label), text)
    save(page)
    expect(page.locator(".days")).to_contain_text("KE2102")


def plan_the_days(page, hands):
    """One line per entry: clock, Tab, what, Enter."""
    days = {
        "7.18": [("1330", "단체중앙회 업무협약"), ("1800", "친선 교류 만찬")],
        "7.19": [("1200", "일본 중소기업기반정비기구 간담"), ("1700", "현지 기업인과의 간담")],
    }
    for name, entries in days.items():
        day = page.locator(".days > li").filter(has=page.get_by_role("heading", name=name))
        day.get_by_role("textbox", name="시각").focus()
        for clock, title in entries:
            hands.type(clock)
            hands.press("Tab")
            hands.type(title)
            hands.press("Enter")
            expect(day.get_by_text(title, exact=True)).to_be_visible()
            expect(day.get_by_role("textbox", name="시각")).to_be_focused()


# --- the talks --------------------------------------------------------------------------------


def register(page, entry, *, without=()):
    """From the entry of the plan: day, clock, place, counterpart and our people stand there already."""
    open_tab(page, "면담")
    page.get_by_role("link", name=f"면담으로 등록 {entry}").click()
    page.get_by_role("heading", name="면담 등록").wait_for()
    for delegate in without:
        page.get_by_label(delegate, exact=True).uncheck()


def seats(page):
    return page.get_by_role("region", name="참석자")


def open_seats(page):
    seats(page).get_by_text("참석자 고치기").click()


def seat(page, *names):
    for name in names:
        offered = seats(page).get_by_role("button", name=name)
        offered.click()
        offered.wait_for(state="detached")


def paste_notes(page, hands, notes):
    page.get_by_label("주요내용 1", exact=True).focus()
    hands.paste(notes)
    expect(page.locator("[data-outline] > li")).to_have_count(len(notes.strip().splitlines()))


def back_to_the_trip(page, hands):
    hands.press("Control+s")
    expect(page.locator(".notice.ok")).to_be_visible()
    page.get_by_role("link", name="「중소기업 대표단」 일본 파견").click()


def write_about_the_signing(page, hands):
    register(page, "단체중앙회 업무협약", without=["김철우 실장", "강지철 부부장"])
    page.get_by_label("제목(한국어)").focus()
    hands.press("Home")
    hands.type("일본 전국중소기업")
    hands.press(*["ArrowRight"] * len("단체중앙회"))
    hands.type("와")
    hands.press("End")
    hands.type(" 및 친선교류 만찬")
    hands.write(page.get_by_label("장소(한국어)"), "일본 중소기업단체중앙회(6층)")
    save(page)
    open_seats(page)
    hands.write(seats(page).get_by_label("당시 직위(한국어)").first, "회장님")
    seat(page, "모리 히로시", "사토 테츠야", "오이가와 마사루", "타가미 히로미치")
    paste_notes(page, hands, SIGNING_NOTES)
    back_to_the_trip(page, hands)


def write_about_the_agency(page, hands):
    """Typed as an outline: Enter for the next line."""
    others = ["중앙회장", "권혁홍 수석부회장", "김동우 부회장", "김석원 부회장", "강지철 부부장"]
    register(page, "일본 중소기업기반정비기구 간담", without=others)
    hands.write(page.get_by_label("장소(한국어)"), "일본 도쿄도 미나토구 인근")
    hands.write(page.get_by_label("요지(한국어)"), "한일 중소기업 정책교류 관련 협력 방안 논의")
    save(page)
    open_seats(page)
    seats(page).get_by_label("당시 직위(한국어)").first.focus()
    hands.press("Home")
    hands.type("통상정책")
    seat(page, "소마 히로히사")
    page.get_by_label("주요내용 1", exact=True).focus()
    hands.type("단체중앙회와 업무협약 통한 민간 ‘셔틀경제 교류’ 의의 설명")
    hands.press("Enter")
    hands.type("중소기업 간 협업, 정책 교류 등에 대한 정비기구 차원에 지원 당부")
    hands.press("Alt+3", "Enter")
    hands.type("정기적인 회의를 통한 상호 의견 교환하기로 합의")
    hands.press("Alt+2")
    back_to_the_trip(page, hands)


def write_about_the_ambassadors(page, hands):
    register(page, "현지 기업인과의 간담", without=["김철우 실장", "강지철 부부장"])
    hands.write(page.get_by_label("제목(한국어)"), "해외민간대사 간담")
    hands.write(page.get_by_label("장소(한국어)"), "일본 도쿄도 신주쿠 인근")
    page.get_by_label("요지(한국어)").focus()
    hands.paste(AMBASSADORS_SUMMARY)
    save(page)
    open_seats(page)
    hands.write(seats(page).get_by_label("당시 직위(한국어)").first, "회장님")
    for number, initials in enumerate(["ㅈㅎㅂ", "ㄱㄱㄴ"], start=4):
        page.get_by_role("button", name="참석자 추가 우리 측").click()
        hands.pick(names_in(seats(page).locator(".group").first).nth(number), initials)
    paste_notes(page, hands, AMBASSADORS_NOTES)
    back_to_the_trip(page, hands)


def add_the_photos(page, hands):
    """All at once: the time each was taken finds its meeting."""
    open_tab(page, "면담")
    page.get_by_role("link", name="출장 사진 올리기").click()
    taken = ["2024:07:18 13:40:00", "2024:07:18 14:20:00", "2024:07:19 12:30:00", "2024:07:19 17:10:00"]
    photos = [photo_taken(clock, shade=60 * number) for number, clock in enumerate(taken)]
    files = [{"name": photo.name, "mimeType": "image/jpeg", "buffer": photo.read()} for photo in photos]
    page.get_by_label("사진 선택 또는 끌어다 놓기").set_input_files(files)
    expect(page.locator("li[data-state=done]")).to_have_count(len(files), timeout=30_000)
    page.get_by_role("button", name="이대로 확인").click()
    captions = {"단체중앙회와": ["업무협약 서명", "기념촬영"], "정비기구": ["간담"], "해외민간대사": ["환담"]}
    for meeting, texts in captions.items():
        page.get_by_role("link", name="설명·순서").filter(has_text=meeting).click()
        for number, text in enumerate(texts, start=1):
            hands.write(page.get_by_label(f"사진 {number} 설명"), text)
        save(page)
        page.get_by_role("link", name="「중소기업 대표단」 일본 파견").click()
        open_tab(page, "면담")
        page.get_by_role("link", name="출장 사진 올리기").click()


def make_the_report(page, hands):
    open_tab(page, "보고서")
    hands.date(page.get_by_label("보고서 날짜"), "2024-08-01")
    save(page)
    page.get_by_role("button", name="결과 보고서 만들기").click()
    link = page.get_by_role("link", name="내려받기")
    link.wait_for(timeout=60_000)
    with page.expect_download() as downloading:
        link.click()
    return Path(downloading.value.path()).read_bytes()


JOURNEY = [
    begin_the_trip, name_the_delegates, book_the_flights, plan_the_days, write_about_the_signing,
    write_about_the_agency, write_about_the_ambassadors, add_the_photos,
]  # fmt: skip


@pytest.mark.once
def test_the_tokyo_report_from_an_empty_trip_with_a_third_of_its_characters(page, hands, worker, capsys):
    worker()
    for step in JOURNEY:
        step(page, hands)
    report = make_the_report(page, hands)

    lines = [line for line in LINES.read_text().splitlines() if line and not line.startswith("#")]
    assert_says(report, lines)
    characters = sum(map(len, lines))
    with capsys.disabled():
        print(f"\ntyped / report characters = {hands.typed} / {characters} = {hands.typed / characters:.3f}")
    assert hands.typed <= AT_MOST * characters
