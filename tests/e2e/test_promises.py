"""From the spoken word to its proof: the Tokyo minutes, the promises in them, what proves one, and the way back."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from exchange.accounts.models import User
from exchange.demo.tokyo import AMBASSADORS_TALK, SIGNING, SMRJ_TALK
from exchange.meetings.models import Meeting
from exchange.mous.enums import Obligor
from exchange.mous.models import Commitment
from tests.browser import already_signed_in

SPOKEN = [  # meeting, how its line begins, whom the portal takes for the obligor
    (SIGNING, "모리 히로시 회장", Obligor.OURS),
    (SMRJ_TALK, "정기적인 회의", Obligor.JOINT),
    (AMBASSADORS_TALK, "중기중앙회, 단체중앙회와의", Obligor.OURS),
]


@pytest.fixture
def minutes(transactional_db, shared_files):
    """The demo before anybody had made a promise of a spoken line."""
    call_command("seed_demo", verbosity=0)
    Commitment.objects.filter(clause=None).delete()
    return [Meeting.objects.get(uid=talk["uid"]) for talk, _words, _obligor in SPOKEN]


def account(role):
    return User.objects.get(email=f"{role}@example.com")


@pytest.mark.once
def test_three_spoken_promises_and_the_way_from_the_line_to_its_proof_and_back(page, minutes):
    already_signed_in(page, account("staff"))
    for meeting, (_talk, words, obligor) in zip(minutes, SPOKEN, strict=True):
        promise(page, meeting, words)
        made = Commitment.objects.get(meeting=meeting)
        assert made.sentence_ko == made.point.text_ko and made.obligor == obligor
    prove(page, minutes[1], by=minutes[2])

    already_signed_in(page, account("executive"))
    page.goto(minutes[1].get_absolute_url())
    line(page, "정기적인 회의").get_by_role("link", name="약속 보기").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("정기적인 회의")
    page.locator("#evidence").get_by_role("link", name="해외민간대사 간담").click()
    proved = page.locator("#promises")
    expect(proved).to_contain_text("이 면담이 이행 근거인 약속")
    proved.get_by_role("link", name="정기적인 회의").click()
    page.get_by_role("link", name="일본 중소기업기반정비기구 간담").click()
    expect(page.locator(".point:target")).to_contain_text("정기적인 회의")

    # The other side confirms one in Japanese: tests/e2e/test_counterpart.py


def line(page, words):
    return page.locator(".point").filter(has_text=words)


def promise(page, meeting, words):
    """One click opens the form under the line; what it proposes is taken as it is."""
    page.goto(meeting.get_absolute_url())
    line(page, words).get_by_role("link", name="약속으로").click()
    page.get_by_role("button", name="약속 등록").click()
    expect(line(page, words).get_by_role("link", name="약속 보기")).to_be_visible()


def prove(page, meeting, *, by):
    page.goto(meeting.get_absolute_url())
    line(page, "정기적인 회의").get_by_role("link", name="약속 보기").click()
    page.get_by_role("link", name="근거 등록").first.click()
    field = page.get_by_label("면담", exact=False).and_(page.locator("[data-picker]"))
    field.press_sequentially(by.title_ko[:4])
    page.get_by_role("option", selected=True).wait_for()
    field.press("Enter")
    page.get_by_role("button", name="근거 등록").click()
    expect(page.locator("#evidence")).to_contain_text(by.title_ko)
