"""A nervous finger: a form that is on its way is not sent again."""

import re

import pytest

from delegations.models import Delegation
from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory


@pytest.mark.once
def test_two_clicks_on_save_make_one_trip(page):
    already_signed_in(page, UserFactory(staff=True))
    page.goto("/delegations/add/")
    page.get_by_label(re.compile("^출발일")).fill("2027-03-02")
    page.get_by_label(re.compile("^귀국일")).fill("2027-03-04")
    page.get_by_label(re.compile("^추진목적\\(한국어\\)")).fill("협력 확대 방안 논의")
    held = []
    page.route("**/add/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    save = page.get_by_role("button", name="저장").or_(page.get_by_role("button", name="등록")).first
    save.evaluate("button => { button.click(); setTimeout(() => button.click(), 100); }")
    page.wait_for_timeout(400)
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_url(re.compile("/delegations/2027-03"))
    assert Delegation.objects.count() == 1
