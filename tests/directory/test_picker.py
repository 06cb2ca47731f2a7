"""Choosing in a real browser: with the keyboard alone, and adding somebody in the middle of a form."""

import pytest
from playwright.sync_api import expect

from exchange.directory.models import Person
from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.once


@pytest.fixture
def form(page, transactional_db):
    """The delegates of an empty trip."""
    PostFactory(person__name_ko="김동우", person__name_hanja="金東佑", organization__name_ko="중소기업중앙회")
    PostFactory(person__name_ko="김동우", organization__name_ko="가상조합", title_ko="이사")
    trip = DelegationFactory()
    already_signed_in(page, UserFactory(staff=True))
    page.goto(f"/delegations/{trip.slug}/delegates/edit/")
    return trip


def field(page, number):
    return page.locator("input[data-picker]").nth(number)


def test_person_is_chosen_by_initials_with_the_keyboard(page, form):
    first = field(page, 0)
    first.focus()
    page.keyboard.insert_text("ㄱㄷㅇ")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)  # nobody is called by initials: nothing to add
    expect(first).to_have_attribute("aria-expanded", "true")
    texts = options.all_inner_texts()
    other = next(number for number, text in enumerate(texts) if "가상조합" in text)
    for _ in range(other):
        page.keyboard.press("ArrowDown")
    assert "가상조합" in page.locator(f"#{first.get_attribute('aria-activedescendant')}").inner_text()
    page.keyboard.press("Enter")
    expect(first).to_have_value("김동우 · 이사 · 가상조합")
    expect(options).to_have_count(0)
    assert page.url.endswith("/delegates/edit/")

    first.fill("김동우")
    expect(options).to_have_count(3)
    page.keyboard.press("Escape")
    expect(first).to_have_attribute("aria-expanded", "false")
    expect(first).to_have_value("김동우")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(3)
    page.keyboard.press("Tab")
    expect(first).to_have_value("김동우")  # nothing taken unasked


def test_person_is_added_without_losing_what_was_typed(page, form):
    OrganizationFactory(name_ko="새조합")
    PersonFactory(name_ko="이가상")
    field(page, 0).fill("아직 적는 중")
    rows = page.locator("input[data-picker]").count()
    page.locator("button[name$=-add]").last.click()
    expect(page.locator("input[data-picker]")).to_have_count(rows + 1)
    last = page.locator("input[data-picker]").last
    last.fill("이가상")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowUp")  # the last of the list
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[name$=name_ko]")).to_have_value("이가상")
    dialog.locator("input[data-picker]").fill("ㅅㅈㅎ")
    dialog.locator("[role=option]").first.click()
    expect(dialog.locator("input[data-picker]")).to_have_value("새조합")
    save = dialog.get_by_role("button", name="등록하고 고르기")
    save.click()
    expect(dialog.locator(".form-hint-invalid")).to_be_visible()  # which title?
    dialog.locator("input[name$=title_ko]").fill("이사")
    save.click()
    expect(dialog.get_by_role("button", name="이 사람으로")).to_be_visible()  # somebody is called so
    dialog.get_by_role("button", name="그래도 새로 등록").click()
    expect(dialog).to_be_hidden()
    expect(last).to_have_value("이가상 · 이사 · 새조합")
    expect(last).to_be_focused()
    expect(field(page, 0)).to_have_value("아직 적는 중")
    assert Person.objects.filter(name_ko="이가상").count() == 2


def test_existing_person_is_taken_instead_of_a_second_record(page, form):
    PersonFactory(name_ko="이가상")
    field(page, 0).fill("이가상")
    page.get_by_role("option", name="새 인물로 등록").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="등록하고 고르기").click()
    dialog.get_by_role("button", name="이 사람으로").click()
    expect(field(page, 0)).to_have_value("이가상 · 한국")
    assert Person.objects.filter(name_ko="이가상").count() == 1
