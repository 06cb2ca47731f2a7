"""From the sign-in page to a delegate, a flight and a line of minutes without touching the mouse."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from delegations.models import Delegation
from exchange.meetings.outline import levelled
from tests.factories.delegations import DelegationFactory
from tests.factories.meetings import MeetingFactory

FOCUSED = """() => {
  const at = document.activeElement, label = at.labels?.[0] ?? (at.ariaLabel ? null : at);
  const isRinged = (part) => Boolean(part) && getComputedStyle(part).outlineStyle !== "none";
  const box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: (at.ariaLabel ?? label.textContent).trim().replace(/\\s+/g, " "),
    isRinged: isRinged(at) || isRinged(at.nextElementSibling) || at.type === "date", // whose inner button has its own
    isSeen: at.contains(top) || Boolean(top?.contains(at)),
  };
}"""


@pytest.fixture
def trip(people_known):
    trip = DelegationFactory(title_ko="「예시 대표단」 일본 파견", owner=people_known)
    trip.meeting_links.create(meeting=MeetingFactory(title_ko="예시 간담"))
    return trip


class Keys:
    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def tab_to(self, name, most=60):
        """Tab by Tab; wherever the focus stops it can be seen, and it never goes round in a circle."""
        for _ in range(most):
            self.press("Tab")
            at = self.page.evaluate(FOCUSED)
            assert at["isRinged"] and at["isSeen"], at
            if at["name"] == name or at["name"].startswith(f"{name} "):
                return
        raise AssertionError(f"{name} is not reached: {at}")

    def follow(self, name):
        """Along a link or onto a button, until the next page is there."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.mark.once
def test_the_keyboard_is_enough(page, people_known, trip):
    keys = Keys(page)
    page.goto("/")
    keys.tab_to("이메일")
    keys.type(people_known.email)
    keys.tab_to("비밀번호")
    keys.type(settings.DEMO_PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")

    keys.follow("출장")
    keys.follow(trip.title_ko)

    keys.follow("출장자")
    keys.follow("편집")
    keys.tab_to("인물")
    keys.type("ㄱㄷㅇ")
    page.get_by_role("option", selected=True).wait_for()
    keys.press("Enter")
    keys.follow("저장")
    expect(page.locator(".people")).to_contain_text("김동우 부회장")

    keys.follow("일정")
    keys.follow("이동편 편집")
    for label, text in {
        "편명": "KE2103",
        "출발": "김포",
        "도착": "하네다",
        "출발 시각": "1610",
        "도착 시각": "1830",
    }.items():
        keys.tab_to(label)
        keys.type(text)
    keys.follow("저장")
    expect(page.locator(".days")).to_contain_text("KE2103")

    keys.follow("면담")
    keys.follow("예시 간담")
    keys.follow("기록하기")
    keys.tab_to("주요내용 1")
    keys.type("교류 확대")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("셔틀교류 약속")
    keys.press("Escape")
    keys.tab_to("저장")
    with page.expect_navigation():
        keys.press("Enter")

    trip = Delegation.objects.get()
    assert [str(delegate) for delegate in trip.delegates.all()] == ["김동우 부회장"]
    assert [leg.number for leg in trip.legs.all()] == ["KE2103"]
    meeting = trip.meeting_links.get().meeting
    assert [(line.level, line.text_ko) for line in levelled(meeting.points.all())] == [
        (0, "교류 확대"),
        (1, "셔틀교류 약속"),
    ]
