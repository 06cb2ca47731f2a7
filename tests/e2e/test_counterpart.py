"""The colleague of the other side reads a promise in Japanese on the telephone and says that it stands so."""

import pytest
from playwright.sync_api import expect

from exchange.meetings.enums import Side
from exchange.mous.models import Commitment
from tests.browser import already_signed_in
from tests.e2e.test_on_the_phone import PHONE, assert_fits
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.mous import CommitmentFactory


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, **PHONE, "locale": "ja-JP"}


@pytest.fixture
def colleague(transactional_db):
    user = UserFactory(counterpart=True)
    body = OrganizationFactory(name_ko="예시 단체", name_ja="例示団体", country="JP")
    PostFactory(person=PersonFactory(user=user), organization=body)
    CommitmentFactory(counterpart=body, sentence_ko="매년 포럼을 연다", sentence_ja="毎年フォーラムを開く")
    CommitmentFactory(counterpart=body, sentence_ko="아직 옮기지 않은 약속")
    CommitmentFactory(sentence_ja="よその約束")
    return user


@pytest.mark.once
def test_a_promise_is_confirmed_in_japanese_on_a_phone(page, colleague):
    already_signed_in(page, colleague)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "ja"
    expect(page.get_by_text("例示団体")).to_be_visible()
    expect(page.get_by_text("よその約束")).to_have_count(0)
    assert_fits(page)
    waiting = page.locator("#waiting-h").locator("xpath=ancestor::section").get_by_role("listitem")
    expect(waiting).to_have_count(2)
    promise = waiting.filter(has_text="毎年フォーラムを開く")
    promise.locator("a.btn").tap()
    expect(page.locator("dd [lang=ja]")).to_have_text("毎年フォーラムを開く")
    assert_fits(page)
    page.locator("button[value=objected]").tap()  # without a word nothing is sent
    expect(page.locator(".form-hint-invalid")).to_be_visible()
    page.locator("button[value=confirmed]").tap()
    page.wait_for_url("**#confirmations")
    theirs = page.locator("#confirmations .sides .jp")
    expect(theirs).to_contain_text("例示団体")
    expect(theirs.locator(".state.kept")).to_be_visible()
    assert_fits(page)
    page.goto("/")
    expect(waiting).to_have_count(1)
    expect(waiting.locator(".badge.outline")).to_be_visible()  # it says that there is no Japanese
    answer = Commitment.objects.get(sentence_ja="毎年フォーラムを開く").confirmations.get()
    assert (answer.side, answer.wording_ja, answer.by) == (Side.COUNTERPART, "毎年フォーラムを開く", colleague)
