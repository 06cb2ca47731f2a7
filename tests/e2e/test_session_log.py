"""A session logged on a telephone: how many taps it takes, how much it weighs, and what happens without a network."""

import gzip

import pytest
from playwright.sync_api import expect

from ambassadors.models import AdvisorySession
from tests.browser import already_signed_in, sign_out
from tests.e2e.test_on_the_phone import PHONE, assert_fits
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, RequestFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
MOST_TAPS, FIRST_PAINT = 8, 50_000
COUNT = """addEventListener("click", ({ isTrusted, detail, target }) => {
  if (!isTrusted || detail === 0) return; // by the page itself, or a label's second click on its control
  sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1;
}, true);"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **PHONE}


@pytest.fixture
def asked(transactional_db, page):
    """Of the ambassador who holds this telephone, accepted."""
    user = UserFactory(ambassador=True)
    asked = RequestFactory(assigned_to=AmbassadorFactory(user=user, capacity=2), accepted=True)
    already_signed_in(page, user)
    return asked


def fill(page, advice, *, tap):
    """As a thumb does it: the fields that are typed into are tapped as well."""
    tap(page.get_by_role("radio", name="30", exact=True))
    tap(page.get_by_label("자문한 내용"))
    page.keyboard.type(advice)
    tap(page.get_by_label("다음 단계", exact=False).first)
    page.keyboard.type("서류 목록을 보냄")
    tap(page.get_by_label("무료 자문이었고"))


def tapping(locator):
    locator.scroll_into_view_if_needed()
    locator.tap()


class Answers:
    def __init__(self):
        self.all = []

    def take(self, answer):
        self.all.append(answer)


def weight(answer):
    """As it goes over the line: what lies in static/ is served packed (exchange.core.staticfiles)."""
    body = answer.body()
    packed = gzip.compress(body) if "/static/" in answer.url else body
    return len(packed) + answer.request.sizes()["responseHeadersSize"]


def test_from_home_it_takes_eight_taps_and_fifty_kilobytes(page, asked):
    page.add_init_script(COUNT)
    page.goto("/")
    page.wait_for_load_state("networkidle")  # what follows belongs to the log alone
    page.evaluate("sessionStorage.taps = 0")
    answers = Answers()
    page.on("response", answers.take)
    with page.expect_navigation(wait_until="networkidle"):
        tapping(page.locator(f"main a[href$='/advisory/sessions/log/?request={asked.pk}']").first)
    assert {"sessionlog.js", "portal.css"} <= {answer.url.rpartition("/")[2] for answer in answers.all}
    assert sum(map(weight, answers.all)) < FIRST_PAINT
    assert_fits(page)
    fill(page, "등록 순서를 설명함", tap=tapping)
    tapping(page.get_by_role("button", name="제출"))
    page.get_by_text("일지를 제출했습니다").wait_for()
    assert 0 < int(page.evaluate("sessionStorage.taps")) <= MOST_TAPS
    session = AdvisorySession.objects.get()
    assert (session.request, session.state, session.minutes) == (asked, "submitted", 30)
    assert [topic.topic for topic in session.topics.all()] == [asked.topic]


def test_without_a_network_it_waits_and_goes_out_once(page, asked):
    address = f"/advisory/sessions/log/?request={asked.pk}"
    page.goto(address)
    fill(page, "터널 안에서 적음", tap=tapping)
    page.context.set_offline(True)
    tapping(page.get_by_role("button", name="제출"))
    expect(page.get_by_text("인터넷이 끊겨 아직 보내지 못했습니다")).to_be_visible()
    expect(page.get_by_text("보낼 차례 기다림")).to_be_visible()
    tapping(page.get_by_role("button", name="일지 하나 더 쓰기"))
    fill(page, "두 번째", tap=tapping)
    tapping(page.get_by_role("button", name="제출"))
    expect(page.locator(".badge:visible", has_text="보낼 차례 기다림")).to_have_count(2)
    assert not AdvisorySession.objects.exists()
    waiting = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('session|'))")
    page.context.set_offline(False)
    expect(page.locator(".badge:visible", has_text="보냄")).to_have_count(2)
    found = {session.advice: session.state for session in AdvisorySession.objects.all()}
    assert found == {"터널 안에서 적음": "submitted", "두 번째": "submitted"}
    page.evaluate("(all) => all.forEach(([key, value]) => localStorage.setItem(key, value))", waiting)  # answers lost
    page.goto("/")
    expect(page.locator(".badge:visible", has_text="보냄")).to_have_count(2)
    assert AdvisorySession.objects.count() == 2
    assert page.evaluate("Object.keys(localStorage).filter((key) => /^(session|draft)\\|/.test(key))") == []


def test_signed_out_and_refused_sessions_stay_until_they_are_right(page, asked):
    page.goto(f"/advisory/sessions/log/?request={asked.pk}")
    fill(page, "로그인이 끝난 뒤", tap=tapping)
    sign_out(page)
    tapping(page.get_by_role("button", name="제출"))
    expect(page.get_by_text("그사이 로그인이 끝나 보내지 못했습니다")).to_be_visible()
    RequestFactory._meta.model.objects.filter(pk=asked.pk).update(
        state="received", ambassador=None, slot=None, assigned_at=None, accepted_at=None
    )  # taken back meanwhile: what waits cannot be taken as it is
    already_signed_in(page, asked.ambassador.person.user)
    page.goto("/advisory/sessions/")
    expect(page.get_by_text("고칠 곳이 있음")).to_be_visible()
    asked_about = []
    page.once("dialog", lambda dialog: (asked_about.append(dialog.message), dialog.dismiss()))
    page.evaluate("document.querySelector('form[data-signs-out]').requestSubmit()")
    assert "보내지 못한 자문 일지" in asked_about[0]  # and nobody is signed out
    page.once("dialog", lambda dialog: dialog.dismiss())
    tapping(page.get_by_role("button", name="버리기"))
    tapping(page.get_by_role("button", name="열어서 고치기"))
    expect(page.get_by_label("자문한 내용")).to_have_value("로그인이 끝난 뒤")
    expect(page.locator("a[href='#id_firm_0']")).to_be_visible()
    expect(page.locator("[data-queue]")).to_be_hidden()
    tapping(page.get_by_role("radio", name="다른 기업"))
    page.get_by_label("기업 이름").fill("예시상사")
    tapping(page.get_by_role("button", name="제출"))
    page.get_by_text("일지를 제출했습니다").wait_for()
    assert AdvisorySession.objects.get().client.name == "예시상사"
    page.goto("/advisory/sessions/")
    expect(page.locator("[data-queue]")).to_be_hidden()
