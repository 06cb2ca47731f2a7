"""This year's forum in Seoul made from last year's in Japan: prepared, attended, written up, and a promise kept.

Another forum of another body stands beside it all the way, alike in everything; what is its own says SECRET.
"""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from exchange.core import zones
from exchange.meetings.enums import Side
from exchange.mous.models import Occurrence
from exchange.privacy import doors
from exchange.privacy.enums import Purpose
from forums.letters import badge_link
from forums.models import CheckIn, EditionBody, Registration
from tests.browser import already_signed_in, sign_out
from tests.documents.pdfs import assert_says, bare, pages
from tests.e2e.hands import expect  # which has patience with a busy machine
from tests.e2e.test_on_the_phone import PHONE, assert_fits
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import consent_text
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import (
    EditionFactory,
    InvitationFactory,
    RegistrationFactory,
    RoomFactory,
    SeriesFactory,
    SessionFactory,
    SpeakerFactory,
    TaskFactory,
)
from tests.factories.mous import OccurrenceFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
SECRET, GUEST, MAIL, OLD = "가상비밀", "例示 花子", "hanako@example.com", "지난해손님"
HANGUL = re.compile("[가-힣]+")
IN_WORDS = """() => { const main = document.querySelector("main").cloneNode(true);
    main.querySelectorAll("[lang=ko], select, script, template").forEach((each) => each.remove());
    return main.textContent; }"""


@pytest.fixture
def today(transactional_db):
    return zones.local(timezone.now(), "Asia/Seoul").date()


@pytest.fixture
def served(transactional_db, live_server, settings, monkeypatch):
    """Letters lead to this server; a machine fills the form in faster than people do."""
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(doors, "SOONEST", 0)
    consent_text(Purpose.FORUM)


def last_year(year, mark="", mark_ja=""):
    """A forum held in Osaka that keeps a promise of every year, with all that people leave behind."""
    body = OrganizationFactory(name_ko=f"예시 단체중앙회{mark}", name_ja=f"例示中央会{mark_ja}", country="JP")
    promise = YearlyCommitmentFactory(
        counterpart=body, made_on=date(year - 1, 7, 18), recurs_from=year, sentence_ko=f"해마다 포럼을 연다{mark}",
        sentence_ja=f"毎年フォーラムを開く{mark_ja}",
    )  # fmt: skip
    OccurrenceFactory(commitment=promise, year=year)
    OccurrenceFactory(commitment=promise, year=year + 1)
    series = SeriesFactory(
        counterpart=body, commitment=promise, name_ko=f"예시 정책포럼{mark}", name_ja=f"見本政策フォーラム{mark_ja}"
    )
    held = EditionFactory(
        series=series, year=year, number=2, host_country="JP", held=True, seats=(30, 50), starts_on=date(year, 11, 25),
        name_ko=f"제2회 {year} 예시 정책포럼{mark}", name_ja=f"第2回 {year} 見本政策フォーラム{mark_ja}",
        city_ko="오사카", city_ja="大阪", venue_ko="지난 회관", venue_ja="前の会館",
    )  # fmt: skip
    EditionBody.objects.create(edition=held, organization=body, role="host")
    room = RoomFactory(edition=held, name_ko="예시 홀", name_ja="見本ホール")
    session = SessionFactory(
        edition=held, room=room, hour=14, kind="session", title_ko=f"상생 협력{mark}", title_ja=f"共生協力{mark_ja}"
    )
    SpeakerFactory(talk__session=session, talk__title_ko="지난 발표", person__name_ko="김지난")
    TaskFactory(edition=held, title_ko=f"초청 공문{mark}", title_ja=f"招待の公文{mark_ja}", is_shared=True,
                done_at=timezone.now(), done_by=UserFactory())  # fmt: skip
    TaskFactory(edition=held, title_ko=f"명찰 인쇄{mark}", title_ja="名札の印刷", days=-7)
    InvitationFactory(edition=held, name=OLD, email="old@example.com")
    guest = RegistrationFactory(edition=held, name=f"{OLD}{mark}", email="old@example.com")
    CheckIn.objects.create(registration=guest, at=timezone.now(), by=UserFactory())
    return held


@pytest.fixture
def held(today, served):
    return last_year(today.year - 1)


@pytest.fixture
def look_alike(today, served):
    return last_year(today.year - 1, f" {SECRET}", f" {SECRET}")


def speaker_of(edition):
    """Somebody of its counterpart with an account."""
    user = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=user), organization=edition.series.counterpart)
    return user


@pytest.fixture
def phone(browser, browser_context_args):
    """A telephone that speaks Japanese."""
    page = browser.new_context(**browser_context_args | PHONE | {"locale": "ja-JP"}).new_page()
    page.set_default_timeout(15_000)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.context.close()
    assert faults == []


def read(page):
    """What stands on this page is in Japanese, for this reader alone, and fits the telephone."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    assert HANGUL.findall(page.evaluate(IN_WORDS)) == []
    assert SECRET not in page.content()
    assert_fits(page)


# --- staff before the forum ------------------------------------------------------------------------


def prepare(page, held, today):
    """From the page that says whose turn it is to the next edition; its address."""
    page.goto(held.series.get_absolute_url())
    expect(page.locator("#due-h")).to_have_text(f"{today.year - 1}년은 일본에서 열렸으므로 다음은 한국입니다.")
    page.get_by_role("link", name=f"{today.year}년 회차 준비하기").click()
    expect(page.get_by_role("radio", name="한국")).to_be_checked()
    expect(page.get_by_label("공식 명칭(일본어)")).to_have_value(f"第3回 {today.year} 見本政策フォーラム")
    page.get_by_label("첫날").fill(today.isoformat())
    page.get_by_role("button", name="미리 보기").click()
    preview = page.locator("#preview")
    expect(preview).to_contain_text("상생 협력")
    for words in ("초청 공문", "명찰 인쇄", "회의장 1", "발표 1"):
        expect(preview).to_contain_text(words)
    for words in (OLD, "김지난", "지난 발표", "지난 회관", "예시 홀"):
        expect(preview).not_to_contain_text(words)
    assert held.series.editions.count() == 1
    page.get_by_role("button", name="이대로 만들기").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"제3회 {today.year} 예시 정책포럼")
    return held.series.editions.get(year=today.year)


def settle(page, edition, today):
    """Where it takes place and from when people register; then both bodies agree and it is announced."""
    page.goto(edition.get_absolute_url())
    page.get_by_role("link", name="수정").first.click()
    typed = {
        "city_ko": "서울", "city_ja": "ソウル", "venue_ko": "예시 회관", "venue_ja": "見本会館",
        "registration_opens_at": f"{today - timedelta(days=1)}T09:00",
        "registration_closes_at": f"{today + timedelta(days=1)}T18:00",
    }  # fmt: skip
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="저장").last.click()
    page.get_by_role("button", name="두 기관이 합의함").click()
    page.get_by_role("button", name="공고하기").click()
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("공고")


def plan(page, edition):
    """A talk where a slot came along, and one thing less to do."""
    page.goto(edition.get_absolute_url())
    tabs = page.locator(".tabs")
    tabs.get_by_role("link", name="순서").click()
    shown = page.locator("#programme")
    expect(shown.locator("time").first).to_contain_text("14:00")
    expect(shown).not_to_contain_text("김지난")
    shown.get_by_role("link", name="발표 1 수정").click()
    page.get_by_label("제목(한국어)").fill("납품단가 연동제")
    page.get_by_label("제목(일본어)").fill("価格転嫁の仕組み")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(shown).to_contain_text("납품단가 연동제")
    expect(shown).not_to_contain_text("발표 1")
    tabs.get_by_role("link", name="준비").click()
    task = page.locator(".tasks li").filter(has_text="초청 공문")
    expect(page.locator(".tasks li.finished")).to_have_count(0)  # those of last year were done
    task.get_by_role("button", name="마침").click()
    expect(page.locator(".tasks li.finished")).to_contain_text("초청 공문")
    expect(page.locator(".tasks li")).to_have_count(2)


def invite(page, edition, mailoutbox):
    """The address in the guest's letter."""
    page.locator(".tabs").get_by_role("link", name="참가자").click()
    expect(page.get_by_role("main")).not_to_contain_text(OLD)
    page.get_by_role("link", name="초청", exact=True).click()
    page.locator("[name=people]").fill(f"{GUEST}, 例示精密, 部長, {MAIL}")
    page.get_by_role("button", name="확인하기").click()
    page.get_by_role("button", name="1명에게 보내기").click()
    page.get_by_text("1명에게 초청장을 보냈습니다").wait_for()
    [letter] = mailoutbox
    assert letter.to == [MAIL]
    assert "第3回" in letter.subject
    return link_in(letter, "/forums/invited/")


def link_in(letter, path):
    assert HANGUL.findall(letter.subject + letter.body) == []
    assert SECRET not in letter.body
    return re.search(rf"http\S+{path}\S+", letter.body)[0]


# --- the guest -------------------------------------------------------------------------------------


def register(phone, address, mailoutbox):
    """Once without the consent to the transfer abroad, then with it; in the second letter is the way back."""
    phone.goto(address)
    expect(phone.locator("[name=name]")).to_have_value(GUEST)
    expect(phone.locator("[name=email]")).to_have_value(MAIL)
    read(phone)
    phone.locator("[name=name_other]").fill("Hanako Reiji")
    phone.locator(f"label[for=id_{doors.AGREED[0]}]").tap()
    send = phone.get_by_role("button", name="参加を申し込む")
    send.tap()
    expect(phone.locator("[data-wrong]")).to_be_focused()
    assert not Registration.objects.filter(email=MAIL).exists()
    phone.locator(f"label[for=id_{doors.AGREED[1]}]").tap()
    send.tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("メールをご確認ください")
    read(phone)
    assert mailoutbox[-1].to == [MAIL]
    phone.goto(link_in(mailoutbox[-1], "/forums/registered/"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("参加が確定しました")


# --- staff at the door and after it ----------------------------------------------------------------


def let_in(page, phone, guest):
    """The QR code opens nothing to the guest himself; scanned twice he has come once."""
    assert phone.goto(badge_link(guest)).url.find("/accounts/login/") > 0
    page.set_viewport_size(PHONE["viewport"])
    page.goto(badge_link(guest))
    expect(page.get_by_role("heading", level=1)).to_contain_text(GUEST)
    assert_fits(page)
    page.get_by_role("button", name="입장", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("입장")
    page.goto(badge_link(guest))
    expect(page.get_by_role("status")).to_contain_text("입장")
    expect(page.get_by_role("button", name="입장", exact=True)).to_have_count(0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="입장 확인 화면으로").click()
    page.locator("#id_q").fill(badge_link(guest))
    page.keyboard.press("Enter")  # as a scanner does
    expect(page.get_by_role("main")).to_contain_text("이미 입장")
    assert CheckIn.objects.filter(registration=guest).count() == 1


def hold(page, edition):
    """With what the door counted and what it did not; the promise of the year is kept by it."""
    page.locator(".tabs").get_by_role("link", name="결과").click()
    expect(page.locator("#id_attended_counterpart")).to_have_value("1")
    page.locator("#id_attended_ours").fill("87")
    page.locator("#id_attended_counterpart").fill("46")
    page.get_by_role("button", name="개최했음").click()
    proofs = page.locator("#proofs")
    expect(proofs).to_contain_text("해마다 포럼을 연다")
    expect(proofs.locator(".state.kept")).to_be_visible()
    expect(page.locator(".page-head")).to_contain_text("개최")


def proceedings(page, edition, language):
    """The bytes of the document as the worker made it."""
    page.goto(f"/forums/{edition.pk}/proceedings/?language={language}")
    page.get_by_role("button", name="포럼 결과보고 만들기").click()
    link = page.get_by_role("link", name="내려받기").first
    link.wait_for(timeout=60_000)
    with page.expect_download() as downloading:
        link.click()
    return Path(downloading.value.path()).read_bytes()


def assert_written_up(data, *lines):
    """Each in its order, and nobody who registered."""
    assert_says(data, lines)
    text = bare("".join(" ".join(page) for page in pages(data)))
    for words in (GUEST, MAIL, OLD, SECRET, "김지난"):
        assert bare(words) not in text


# --- the other side --------------------------------------------------------------------------------


def look_on(phone, edition, user):
    """The counterpart reads its forum in Japanese, and of people only how many they were."""
    sign_out(phone)
    already_signed_in(phone, user)
    phone.goto("/forums/")
    phone.get_by_role("link", name="見本政策フォーラム", exact=True).tap()
    read(phone)
    phone.get_by_role("link", name=f"第3回 {edition.year} 見本政策フォーラム").first.tap()
    expect(phone.locator(".turnout").last).to_contain_text("133")
    for path, words in (("", "46"), ("programme/", "価格転嫁の仕組み"), ("tasks/", "招待の公文")):
        phone.goto(edition.get_absolute_url() + path)
        expect(phone.get_by_role("main")).to_contain_text(words)
        expect(phone.get_by_role("main")).not_to_contain_text("名札の印刷")
        read(phone)
        for told in (GUEST, MAIL, "Hanako", OLD):
            assert told not in phone.content()
    for path in ("registrations/", "results/", "proceedings/", "invitations/"):
        assert phone.goto(edition.get_absolute_url() + path).status in {403, 404}


def look_elsewhere(phone, edition, user):
    """The counterpart of the other forum sees its own, and nothing of this one."""
    sign_out(phone)
    already_signed_in(phone, user)
    phone.goto("/forums/")
    expect(phone.locator("main .rows li")).to_have_count(1)
    expect(phone.locator("main .rows li")).to_contain_text(SECRET)
    assert phone.goto(edition.series.get_absolute_url()).status == 404
    for path in ("", "programme/", "tasks/", "registrations/"):
        assert phone.goto(edition.get_absolute_url() + path).status == 404
    for told in ("/", "/forums/", "/mous/"):
        phone.goto(told)
        assert f"第3回 {edition.year} 見本" not in phone.content()


def test_this_years_forum_in_seoul_is_made_from_last_years_in_japan(
    page, phone, held, look_alike, today, worker, mailoutbox
):
    worker()
    already_signed_in(page, UserFactory(staff=True))
    edition = prepare(page, held, today)
    assert (edition.host_country, edition.zone, edition.cloned_from) == ("KR", "Asia/Seoul", held)
    starts = zones.local(edition.sessions.get().starts_at, "Asia/Seoul")
    assert starts.replace(tzinfo=None) == datetime(today.year, today.month, today.day, 14)
    settle(page, edition, today)
    plan(page, edition)
    register(phone, invite(page, edition, mailoutbox), mailoutbox)
    guest = edition.registrations.get()
    assert (guest.side, guest.language, guest.origin, guest.is_seated) == (Side.COUNTERPART, "ja", "invited", True)
    let_in(page, phone, guest)
    hold(page, edition)
    kept = Occurrence.objects.filter(state="kept")
    assert [(year.commitment, year.year) for year in kept] == [(held.series.commitment, today.year)]
    assert_written_up(
        proceedings(page, edition, "ko"), f"제3회 {today.year} 예시 정책포럼", "한국 서울 예시 회관",
        "133명(한국 측 87명, 일본 측 46명)", "참가 신청 확정", "1명", "납품단가 연동제",
    )  # fmt: skip
    assert_written_up(
        proceedings(page, edition, "ja"), f"第3回 {today.year} 見本政策フォーラム", "韓国 ソウル 見本会館",
        "133名(韓国側 87名、日本側 46名)", "参加登録(確定)", "1名", "価格転嫁の仕組み",
    )  # fmt: skip
    look_on(phone, edition, speaker_of(held))
    look_elsewhere(phone, edition, speaker_of(look_alike))
