"""The trip under way, on the telephone of the officer who sits in the meeting: a photo and notes into its minutes."""

import re
from datetime import time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from delegations.enums import DelegateGroup
from exchange.core import zones
from exchange.directory.models import Organization, Person
from exchange.meetings.models import Meeting
from exchange.meetings.outline import levelled
from tests.browser import sign_in
from tests.factories.delegations import DelegateFactory, DelegationFactory, ItineraryItemFactory
from tests.factories.meetings import jpeg

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TOKYO = "Asia/Tokyo"
FINGER = 44  # pixels that a fingertip needs


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **PHONE}


@pytest.fixture
def trip(people_known):
    today = zones.local(timezone.now(), TOKYO).date()
    trip = DelegationFactory(starts_on=today, ends_on=today + timedelta(days=1), owner=people_known)
    chair = Person.objects.get(name_ko="김철우")
    DelegateFactory(delegation=trip, person=chair, group=DelegateGroup.STAFF, title_ko="실장")
    ItineraryItemFactory(
        delegation=trip, day=today, starts=time(0, 0), ends=time(23, 59), zone=TOKYO, kind="meeting",
        title_ko="단체중앙회 면담", title_ja="", address=Organization.objects.get(short_name_en="NFSBA").address,
    )  # fmt: skip
    return trip


def assert_fits(page):
    """Nothing to the right of the screen, and every button as large as a fingertip."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    small = page.evaluate(
        """(finger) => [...document.querySelectorAll("main :is(button, summary, .btn, input:not([type=hidden]))")]
        .filter((each) => each.checkVisibility() && !each.closest(".sr-only") && !each.matches(".sr-only"))
        .filter((each) => Math.max(each.offsetHeight, each.closest("label, .check")?.offsetHeight ?? 0) < finger)
        .map((each) => `${each.textContent.trim() || each.name} ${each.offsetHeight}`)""",
        FINGER,
    )
    assert small == []


@pytest.mark.once
def test_a_meeting_is_noted_photographed_and_written_up_with_two_thumbs(page, people_known, trip):
    sign_in(page, people_known, password=settings.DEMO_PASSWORD)
    page.get_by_role("link", name="오늘 일정").first.tap()
    page.get_by_role("heading", name="단체중앙회 면담").wait_for()
    expect(page.get_by_text("東京都中央区新川1-26-19")).to_be_visible()
    way = page.get_by_role("link", name="사진·메모 남기기")
    way.tap()
    expect(way).to_be_hidden()  # it would lie on the button that saves
    page.get_by_label("메모").fill("정책포럼 교차 개최 제안\n내년 도쿄에서")
    with page.expect_file_chooser() as choosing:
        page.get_by_text("사진 고르기").tap()
    choosing.value.set_files({"name": "간담.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1200, 900)})
    expect(page.get_by_text("고른 사진: 1장")).to_be_visible()
    assert_fits(page)
    page.get_by_role("button", name="저장", exact=True).tap()
    page.get_by_role("link", name="면담 기록 보기").tap()
    page.get_by_role("heading", name="행사사진").wait_for()
    assert_fits(page)
    page.get_by_role("link", name="기록하기").first.tap()
    lines = page.locator("[data-outline] textarea[name$=text_ko]")
    expect(lines).to_have_count(2)
    lines.last.tap()
    page.get_by_role("button", name="2번째 줄을 한 단계 안으로").tap()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("구체적 일정은 실무 협의")
    for name, side in {"김철우": 0, "모리 히로시": 1}.items():
        page.get_by_role("button", name=name).tap()
        expect(page.locator("#attendances .group").nth(side).get_by_label("인물").first).to_have_value(re.compile(name))
    assert_fits(page)
    page.get_by_text("참석자 고치기").tap()  # folded, the rows are read as a line of names
    expect(page.locator(".seated")).to_contain_text(re.compile("김철우.*모리 히로시", re.DOTALL))
    page.get_by_role("button", name="저장", exact=True).tap()
    page.wait_for_url(lambda url: not url.endswith("/minutes/"))

    meeting = Meeting.objects.get()
    written = [(line.level, line.text_ko) for line in levelled(meeting.points.all())]
    assert written == [(0, "정책포럼 교차 개최 제안"), (1, "내년 도쿄에서"), (1, "구체적 일정은 실무 협의")]
    assert [str(seat.person) for seat in meeting.attendances.all()] == ["김철우", "모리 히로시"]
    assert meeting.photos.count() == 1
