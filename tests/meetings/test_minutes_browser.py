"""Typing minutes in a real browser: keys, the clipboard, two people at once, and what survives a closed tab."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from exchange.meetings.outline import levelled
from tests.browser import already_signed_in
from tests.documents import test_outline
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory, PointFactory

expect.set_options(timeout=15_000)
pytestmark = pytest.mark.once
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=KO>
<!--StartFragment--><p class=MsoListParagraph style='margin-left:38.0pt;mso-list:l0 level1 lfo1'><span lang=EN-US
style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span>중소기업 단체 간
교류확대</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>n&nbsp;</span>셔틀교류 약속</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>n&nbsp;</span>포럼 초청</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l&nbsp;</span>정책 교환</p>
</body></html>"""
LISTED = "<ul><li><p>가</p><ul><li>나<ul><li>다</li></ul></li></ul></li><li>라</li></ul>"
HANGUL = "\r\n".join(
    [
        "□ 중소기업 단체 간 교류확대",
        " ㅇ 셔틀교류 약속",
        "  - 매년 한국과 일본을 오가며",
        "",
        " ㅇ 포럼 초청",
        "\u3000※ 10월 제주",
    ]
)


@pytest.fixture
def meeting(live_server):
    return MeetingFactory()


@pytest.fixture
def user(live_server):
    return UserFactory(staff=True, name="홍길동")


@pytest.fixture
def writing(page, user, meeting):
    """The page of the minutes, the cursor in its first line."""
    already_signed_in(page, user)
    page.goto(address(meeting))
    page.locator("textarea[name='points-0-text_ko']").focus()
    return page


def address(meeting):
    return reverse("meetings:meeting_minutes", args=[meeting.pk])


def shown(page):
    """The lines on the page: the dots are the level."""
    return page.evaluate(
        """[...document.querySelectorAll("[data-outline] > li")].map((row) =>
        ".".repeat(Number(row.querySelector("[name$=-level]").value)) + row.querySelector("[name$=-text_ko]").value)"""
    )


def stored(meeting):
    return ["." * line.level + line.text_ko for line in levelled(meeting.points.all())]


def save(page):
    page.keyboard.press("Control+s")
    expect(page.locator(".notice.ok")).to_be_visible()


def paste(page, plain, html=""):
    page.evaluate(
        """([plain, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", plain);
            if (html) data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        [plain, html],
    )


def type_lines(page, *lines):
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def test_an_outline_is_typed_with_keys_alone(writing, meeting):
    keys = writing.keyboard
    type_lines(writing, "교류확대", "셔틀교류 약속")
    keys.press("Tab")
    type_lines(writing, "", "포럼 초청")
    keys.press("Alt+4")
    keys.press("Alt+ArrowUp")
    assert shown(writing) == ["교류확대", ".포럼 초청", ".셔틀교류 약속"]
    keys.press("ArrowDown")
    type_lines(writing, "", "정책 교환")
    keys.press("Shift+Tab")
    keys.press("Alt+ArrowUp")
    assert shown(writing) == ["정책 교환", "교류확대", ".포럼 초청", ".셔틀교류 약속"]
    keys.press("Alt+ArrowDown")
    keys.press("Home")
    for _ in "정책 ":
        keys.press("ArrowRight")
    keys.press("Enter")
    assert shown(writing) == ["교류확대", ".포럼 초청", ".셔틀교류 약속", "정책 ", "교환"]
    keys.press("Backspace")
    assert shown(writing)[-1] == "정책 교환"
    keys.press("End")
    keys.press("Enter")
    keys.press("Backspace")
    save(writing)
    assert stored(meeting) == ["교류확대", ".포럼 초청", ".셔틀교류 약속", "정책 교환"]
    assert [point.kind for point in meeting.points.all()][1] == "task"


def test_tab_moves_a_line_with_its_children_and_never_traps(writing):
    keys = writing.keyboard
    active = "document.activeElement.name"
    type_lines(writing, "가", "나", "다")
    keys.press("Tab")
    keys.press("ArrowUp")
    keys.press("Tab")
    assert shown(writing) == ["가", ".나", "..다"]
    writing.wait_for_selector("[name='points-2-text_ko']", state="attached")  # names follow the typing
    keys.press("Tab")
    assert writing.evaluate(active) == "points-1-kind", "a line that cannot go deeper lets Tab leave"
    writing.locator("[name='points-2-text_ko']").focus()
    keys.press("Escape")
    keys.press("Tab")
    assert writing.evaluate(active) == "points-2-kind" and shown(writing) == ["가", ".나", "..다"]
    writing.locator("[name='points-0-text_ko']").focus()
    keys.press("Shift+Tab")
    assert not (writing.evaluate(active) or "").startswith("points-0")


@pytest.mark.parametrize(
    ("plain", "html", "lines"),
    [
        (
            HANGUL,
            "",
            ["중소기업 단체 간 교류확대", ".셔틀교류 약속", "..매년 한국과 일본을 오가며", ".포럼 초청", "..10월 제주"],
        ),
        ("l 중소기업…", WORD, ["중소기업 단체 간 교류확대", ".셔틀교류 약속", ".포럼 초청", "정책 교환"]),
        ("가\n나", LISTED, ["가", ".나", "..다", "라"]),
        ("가\n나", "<p>가</p><p>나</p>", ["가", "나"]),
        ("ㅇ 한 줄", "", ["한 줄"]),
    ],
)
def test_pasted_lines_become_the_outline(writing, meeting, plain, html, lines):
    paste(writing, plain, html)
    assert shown(writing) == lines
    save(writing)
    assert stored(meeting) == lines


def test_pasting_under_a_line_keeps_what_stands_there(writing):
    type_lines(writing, "가", "나")
    paste(writing, "□ 다\nㅇ 라")
    assert shown(writing) == ["가", "나", "다", ".라"]
    paste(writing, "\n".join(" " * n + f"{n}" for n in range(40)))
    assert "35줄은 너무 깊어" in writing.locator("[data-notice]").inner_text()
    assert [line.lstrip(".") for line in shown(writing)[4:]] == [str(n) for n in range(40)]
    paste(writing, "\n".join("가" * 500))
    assert "500줄까지" in writing.locator("[data-notice]").inner_text()
    assert len(shown(writing)) == 44


def test_the_browser_reads_lines_as_the_server_does(writing):
    found = writing.evaluate(
        "(texts) => texts.map((text) => outline.levelled(text))", [c["text"] for c in test_outline.SHARED]
    )
    assert found == [case["lines"] for case in test_outline.SHARED]


def test_two_hundred_points_are_written_smoothly(writing, meeting):
    paste(writing, "\n".join(f"ㅇ 줄 {n}" for n in range(200)))
    took = writing.evaluate(
        """() => { const row = document.querySelector("[data-outline] > li");
        row.querySelector("textarea").focus(); const start = performance.now();
        const asked = { inputType: "insertLineBreak", bubbles: true, cancelable: true };
        for (let n = 0; n < 5; n += 1) document.activeElement.dispatchEvent(new InputEvent("beforeinput", asked));
        return performance.now() - start; }"""
    )
    assert took < 6000, "milliseconds for five lines, also on a busy machine"
    assert len(shown(writing)) == 205
    save(writing)
    assert meeting.points.count() == 200


def test_two_browsers_fight_and_nothing_is_lost(writing, meeting, browser, browser_context_args):
    other = browser.new_context(**browser_context_args).new_page()
    already_signed_in(other, UserFactory(staff=True, name="성춘향"))
    other.goto(address(meeting))
    other.locator("textarea[name='points-0-text_ko']").focus()
    type_lines(other, "성춘향이 쓴 줄", "둘 다 쓴 줄")
    save(other)

    type_lines(writing, "내가 쓴 줄", "둘 다 쓴 줄")
    writing.keyboard.press("Control+s")
    expect(writing.get_by_text("성춘향 과장 님이")).to_be_visible()
    assert shown(writing) == ["내가 쓴 줄", "둘 다 쓴 줄"] and stored(meeting) == ["성춘향이 쓴 줄", "둘 다 쓴 줄"]
    writing.locator("tr.differs").get_by_role("checkbox", name="바꾸기").check()
    writing.get_by_role("button", name="고른 줄을 내 글에 가져오기").click()
    expect(writing.locator("tr.differs")).to_have_count(0)
    assert shown(writing) == ["성춘향이 쓴 줄", "둘 다 쓴 줄"]
    writing.locator("textarea[name='points-1-text_ko']").focus()
    writing.keyboard.press("End")
    type_lines(writing, "", "내가 쓴 줄")
    save(writing)
    assert stored(meeting) == ["성춘향이 쓴 줄", "둘 다 쓴 줄", "내가 쓴 줄"]
    other.context.close()


# --- drafts -----------------------------------------------------------------


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft|'))")


def wait_for_draft(page):
    for _ in range(50):
        if kept(page):
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing was kept")


def test_a_closed_tab_is_given_back(writing, meeting, page):
    PointFactory(meeting=meeting, text_ko="그사이 다른 사람이 쓴 줄")
    type_lines(writing, "닫힌 창의 글", "둘째 줄")
    writing.keyboard.press("Tab")
    writing.locator("#facts summary").click()
    writing.locator("#id_venue_ko").fill("새 장소")
    wait_for_draft(writing)
    again = page.context.new_page()
    writing.close()
    again.goto(address(meeting))
    expect(again.locator(".draft")).to_contain_text("저장하지 않은 내용이 있습니다")
    again.get_by_role("button", name="되살리기").click()
    expect(again.locator("#id_venue_ko")).to_have_value("새 장소")
    assert shown(again) == ["닫힌 창의 글", ".둘째 줄"]
    assert not re.search("password|csrf", json.dumps([again.evaluate(f"localStorage['{key}']") for key in kept(again)]))
    again.keyboard.press("Control+s")
    expect(again.locator(".notice.ok")).to_be_visible()
    assert stored(meeting) == ["닫힌 창의 글", ".둘째 줄"]
    again.goto(address(meeting))
    assert kept(again) == [] and again.locator(".draft").count() == 0


def test_an_ended_session_is_given_back(writing, meeting, user):
    type_lines(writing, "오래 쓴 글", "둘째 줄")
    Session.objects.all().delete()
    writing.get_by_role("button", name="저장", exact=True).click()
    expect(writing.get_by_label("적은 내용").last).to_have_value("오래 쓴 글\n둘째 줄")
    writing.get_by_role("link", name="로그인하고 돌아가기").click()
    writing.wait_for_url("**/accounts/login/**")
    writing.fill("[name=login]", user.email)
    writing.fill("[name=password]", "password")
    writing.locator("form:has([name=password]) button.primary").click()
    writing.wait_for_url(f"**{address(meeting)}")
    writing.get_by_role("button", name="되살리기").click()
    expect(writing.locator("[data-outline] > li")).to_have_count(2)
    assert shown(writing) == ["오래 쓴 글", "둘째 줄"]
    writing.locator("textarea[name='points-0-text_ko']").focus()
    save(writing)
    assert stored(meeting) == ["오래 쓴 글", "둘째 줄"] and kept(writing) == []


def test_a_failed_save_keeps_the_draft_and_discarding_forgets_it(writing, meeting):
    type_lines(writing, "적은 글")
    writing.locator("#facts summary").click()
    writing.locator("#id_day").fill("")
    writing.get_by_role("button", name="저장", exact=True).click()
    expect(writing.locator(".notice.danger:not([hidden])").first).to_be_visible()
    assert shown(writing) == ["적은 글"] and len(kept(writing)) == 1 and writing.locator(".draft").count() == 0
    writing.goto(address(meeting))
    writing.get_by_role("button", name="버리기").click()
    assert kept(writing) == [] and writing.locator(".draft").count() == 0


def test_a_draft_is_nobody_elses(writing, meeting, page):
    type_lines(writing, "비밀스러운 글")
    wait_for_draft(writing)
    page.context.clear_cookies()
    already_signed_in(page, UserFactory(staff=True))
    page.goto(address(meeting))
    assert kept(page) == [] and page.locator(".draft").count() == 0


def test_signing_out_asks_and_forgets(writing):
    type_lines(writing, "비밀스러운 글")
    writing.on("dialog", lambda dialog: dialog.accept())
    writing.locator("summary.btn.text").first.click()
    writing.get_by_role("button", name="로그아웃").click()
    writing.wait_for_url("**/accounts/login/**")
    assert kept(writing) == []
