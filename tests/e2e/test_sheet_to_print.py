"""The sheet for a meeting with NFSBA is one page of paper, and its button stands where a script runs."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from exchange.accounts.models import User
from exchange.demo.seeding import seed_demo
from exchange.demo.uids import uid
from exchange.directory.models import Organization
from exchange.mous import services
from exchange.mous.enums import Answer
from exchange.mous.models import Commitment
from tests.browser import already_signed_in


@pytest.mark.once
def test_the_sheet_is_one_page(page, transactional_db):
    seed_demo()
    theirs, staff = (User.objects.get(email=f"{name}@example.com") for name in ("counterpart", "staff"))
    body = Organization.objects.get(uid=uid("nfsba"))
    promise = Commitment.objects.filter(counterpart=body, clause__number=2).get()
    services.answer_wording(commitment=promise, answer=Answer.OBJECTED, comment="範囲が広すぎます。" * 5, by=theirs)
    already_signed_in(page, staff)
    for language in ("ko", "ja"):
        User.objects.update(language=language)
        page.goto(f"/commitments/since/{body.pk}/")
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator("[data-print]")).to_be_visible()
        expect(page.locator("#objections-h")).to_be_visible()
        assert len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
