"""The spine: an officer makes the Tokyo report with a real worker, an executive finds and downloads it."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pypdf import PdfReader

from exchange.accounts.models import User
from tests.browser import sign_in, sign_out

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def demo(transactional_db, shared_files):
    call_command("seed_demo", verbosity=0)


def enter(page, role):
    sign_in(page, User.objects.get(email=f"{role}@example.com"), password=settings.DEMO_PASSWORD)


def make_and_publish(page):
    page.goto("/delegations/tokyo-2024/report/")
    page.get_by_role("button", name="결과 보고서 만들기").click()
    page.get_by_role("link", name="내려받기").wait_for(timeout=60_000)
    page.get_by_role("button", name="제1판 게시").click()
    page.get_by_text("보고 마침").first.wait_for()


def download(page):
    with page.expect_download() as downloading:
        page.get_by_role("link", name="내려받기").first.click()
    return downloading.value


@pytest.mark.parametrize("width", ["desktop", pytest.param("phone", marks=pytest.mark.once)])
def test_officer_makes_the_report_and_executive_downloads_it(page, demo, worker, width):
    worker()
    enter(page, "staff")
    make_and_publish(page)

    sign_out(page)
    if width == "phone":
        page.set_viewport_size(PHONE)
    enter(page, "executive")
    page.get_by_role("link", name="보고서", exact=True).first.click()
    page.get_by_label("검색어").fill("셔틀")
    page.get_by_role("button", name="조회").click()
    page.get_by_role("link", name="일본 파견 결과 보고").first.click()
    if width == "phone":
        page.get_by_role("heading", name="해외민간대사 간담").wait_for()
    file = download(page)

    assert file.suggested_filename == "2024-07 일본 파견 결과 보고.pdf"
    text = PdfReader(BytesIO(Path(file.path()).read_bytes())).pages[1].extract_text()
    assert "출장 개요".replace(" ", "") in text.replace("⁠", "").replace(" ", "")


@pytest.mark.once
def test_progress_is_shown_while_the_worker_is_not_there_yet(page, demo, worker):
    enter(page, "staff")
    page.goto("/delegations/tokyo-2024/report/")
    page.get_by_role("button", name="결과 보고서 만들기").click()
    page.get_by_role("progressbar", name="보고서 생성").wait_for()
    assert page.get_by_role("link", name="내려받기").count() == 0
    worker()
    page.get_by_role("link", name="내려받기").wait_for(timeout=60_000)
    assert page.get_by_role("progressbar", name="보고서 생성").count() == 0
