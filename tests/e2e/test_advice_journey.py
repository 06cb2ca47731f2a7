"""From a firm's question in Japanese to the ambassador's activity sheet, with everybody at his own screen.

Another ambassador and another firm stand beside them all the way, alike in everything; what is theirs says SECRET.
"""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from ambassadors.enums import Topic
from ambassadors.models import AdvisoryRequest, AdvisorySession
from exchange.privacy import doors
from tests.browser import already_signed_in, sign_out
from tests.e2e.hands import expect  # which has patience with a busy machine
from tests.e2e.test_on_the_phone import PHONE, assert_fits
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, RequestFactory, SessionFactory, consent_text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
DESK = {"width": 1440, "height": 900}
SECRET, FIRM, QUESTION = "가상비밀", "例示精密", "ベトナムでの会社設立の手続きを教えてください。"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **PHONE, "locale": "ja-JP"}


@pytest.fixture
def served(transactional_db, live_server, settings, monkeypatch):
    """Letters lead to this server; a machine fills the form in faster than people do."""
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(doors, "SOONEST", 0)
    consent_text()
    return settings


@pytest.fixture
def ambassador(served):
    return AmbassadorFactory(
        user=UserFactory(ambassador=True), person__name_ko="김자문", person__name_hanja="金諮問", topics=[Topic.COMPANY]
    )


@pytest.fixture
def look_alike(served):
    """Of the same city, for the same topic, with a request and a session of the same day."""
    other = AmbassadorFactory(user=UserFactory(ambassador=True), person__name_ko=f"김{SECRET}", topics=[Topic.COMPANY])
    firm = ClientFactory(name=f"{FIRM} {SECRET}")
    asked = RequestFactory(
        client=firm, assigned_to=other, accepted=True, question=f"{QUESTION}{SECRET}", language="ja",
        contact_name=f"{SECRET} 담당", contact_email="secret@example.com",
    )  # fmt: skip
    told = {
        "question": f"{QUESTION}{SECRET}",
        "advice": f"등록 순서를 설명함 {SECRET}",
        "held_on": timezone.localdate(),
    }
    SessionFactory(ambassador=other, request=asked, confirmed=True, **told)
    RequestFactory(client=firm, assigned_to=other, question=f"{QUESTION}{SECRET}", topic=Topic.COMPANY)
    return other


def read(page):
    """What stands on this page is for this reader; it fits the telephone."""
    expect(page.locator("h1")).to_be_visible()
    shown = page.content()
    assert SECRET not in shown
    assert "secret@example.com" not in shown
    if page.viewport_size["width"] == PHONE["viewport"]["width"]:
        assert_fits(page)


def address_in(mail, path):
    return re.search(rf"http\S+{path}\S+", mail.body)[0]


def becomes(page, user, size=PHONE["viewport"]):
    """The next person takes his own device."""
    sign_out(page)
    page.set_viewport_size(size)
    already_signed_in(page, user)


def ask(page):
    """A firm at its telephone, which speaks Japanese."""
    page.goto("/advisory/request/")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    read(page)
    typed = {
        "name": FIRM, "business_number": "107-87-83297", "contact_name": "例示 担当",
        "contact_email": "asks@example.com", "city": "ハノイ", "question": QUESTION,
    }  # fmt: skip
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=country]").select_option("VN")
    page.locator("[name=topic]").select_option(Topic.COMPANY)
    page.locator(f"label[for=id_{doors.AGREED[0]}]").tap()
    send = page.locator("#ask [type=submit].primary")
    send.tap()
    summary = page.locator("[data-wrong]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").tap()
    expect(page.locator(f"[name={doors.AGREED[1]}]")).to_be_focused()
    page.locator(f"label[for=id_{doors.AGREED[1]}]").tap()
    send.tap()
    page.wait_for_url("**/request/sent/**")
    read(page)
    page.locator("main a[href*='/advisory/follow/']").tap()
    page.wait_for_url("**/follow/**")
    expect(page.get_by_text(QUESTION)).to_be_visible()
    read(page)


def assign(page, ambassador):
    page.goto("/advisory/")
    page.get_by_role("link", name=FIRM, exact=True).click()
    row = page.locator("#proposals li").filter(has_text=ambassador.person.name_ko)
    row.get_by_role("button", name="배정").click()
    page.get_by_text("부탁하는 메일을 보냈습니다").wait_for()


def accept(page, address, ambassador):
    """From the letter, through the sign-in, to the yes."""
    sign_out(page)
    page.set_viewport_size(PHONE["viewport"])
    page.goto(address)
    page.locator("[name=login]").fill(ambassador.person.user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button.primary").tap()
    page.wait_for_url(address)
    read(page)
    page.get_by_role("button", name="맡기").tap()
    page.get_by_text("자문을 맡았습니다").wait_for()
    page.get_by_role("button", name="연락처 보기").tap()
    expect(page.get_by_role("link", name="asks@example.com")).to_be_visible()
    read(page)


def log(page):
    """Between two stations without a network."""
    page.get_by_role("link", name="일지 쓰기").tap()
    page.get_by_role("radio", name="30", exact=True).tap()
    page.get_by_label("자문한 내용").fill("登録の順序を説明した")
    page.get_by_label("무료 자문이었고").tap()
    read(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="제출").tap()
    expect(page.get_by_text("보낼 차례 기다림")).to_be_visible()
    assert AdvisorySession.objects.filter(ambassador__person__name_ko="김자문").count() == 0
    page.context.set_offline(False)
    expect(page.locator(".badge:visible", has_text="보냄")).to_have_count(1)
    page.get_by_role("link", name="일지 보기").tap()
    expect(page.get_by_text("登録の順序を説明した")).to_be_visible()
    read(page)


def confirm(page, address):
    """The firm again, by the link in its letter, which then has been used."""
    sign_out(page)
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.get_by_text("登録の順序を説明した")).to_be_visible()
    read(page)
    page.locator("[name=agrees][value=yes]").tap()
    page.locator("[name=satisfaction][value='5']").tap()
    page.locator("main form button.primary").tap()
    expect(page.locator("main form")).to_have_count(0)
    read(page)
    page.goto(address)
    expect(page.locator("main form")).to_have_count(0)


def check(page, session):
    page.goto(session.get_absolute_url())
    page.get_by_role("button", name="검토 마침").click()
    page.get_by_text("검토를 마쳤습니다").wait_for()


def sheet_of(page, ambassador):
    """The text of the activity sheet as the worker made it."""
    page.goto(ambassador.get_absolute_url())
    page.get_by_role("link", name="제1기", exact=True).click()
    page.get_by_role("link", name="활동 실적표").click()
    page.get_by_role("button", name="활동 실적표 만들기").click()
    page.get_by_role("link", name="내려받기").first.wait_for(timeout=60_000)
    read(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="내려받기").first.click()
    pages = PdfReader(BytesIO(Path(downloading.value.path()).read_bytes())).pages
    return "".join(page.extract_text() for page in pages).replace("\u2060", "")


def test_a_question_in_japanese_becomes_a_line_of_the_activity_sheet(page, ambassador, look_alike, worker, mailoutbox):
    worker()
    ask(page)
    [received] = mailoutbox
    assert "相談" in received.subject
    staff = UserFactory(staff=True)
    becomes(page, staff, DESK)
    assign(page, ambassador)
    assert mailoutbox[-1].to == [ambassador.person.user.email]
    accept(page, address_in(mailoutbox[-1], "/advisory/requests/"), ambassador)
    log(page)
    for address in ("/", "/advisory/", "/advisory/sessions/", "/ambassadors/me/"):
        page.goto(address)
        read(page)
    assert mailoutbox[-1].to == ["asks@example.com"]
    confirm(page, address_in(mailoutbox[-1], "/advisory/confirm/"))
    session = AdvisorySession.objects.get(request=AdvisoryRequest.objects.get(client__name=FIRM))
    assert (session.state, session.satisfaction, session.minutes) == ("confirmed", 5, 30)
    becomes(page, staff, DESK)
    check(page, session)
    said = sheet_of(page, ambassador)
    assert FIRM in said
    assert "30분" in said
    assert SECRET not in said
    assert all(SECRET not in mail.body for mail in mailoutbox)
