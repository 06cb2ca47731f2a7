"""Serve VAR_DIR's demo, make and publish its report as staff do, and keep pictures of the main pages."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}
TRIP = "/delegations/tokyo-2024/"
PAGES, PAGE_WIDTH, GAP, DESK = 3, 420, 12, "#e4e6ea"
COLOURS = 128  # enough for these pages, and a third of the size


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    lines = Path(os.environ["VAR_DIR"], "demo-accounts.txt").read_text().splitlines()
    accounts = dict(line.split()[:2] for line in lines if "@" in line)
    with serve() as address, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])

        def visitor(role, viewport):
            email = f"{role}@example.com"
            page = browser.new_context(base_url=address, locale="ko-KR", viewport=viewport).new_page()
            sign_in(page, email, accounts[email])
            return page

        staff = visitor("staff", DESKTOP)
        publish_report(staff)
        keep(staff, "/", folder / "home.png")
        keep(staff, TRIP, folder / "trip.png")
        keep_pages(download(staff), folder / "report.png")
        keep(visitor("executive", PHONE), "/documents/", folder / "shelf-phone.png")
        browser.close()


@contextmanager
def serve():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    environment = {**os.environ, "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        while "Ctrl-C" not in (line := process.stdout.readline()):
            assert line, "the portal did not start"
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def sign_in(page, email, password):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def publish_report(page):
    page.goto(f"{TRIP}report/")
    page.locator("form[action*='/documents/make/'] button").click()
    page.locator("form[action$='/publish/'] button").click(timeout=120_000)


def download(page):
    """The published report's file, from the shelf."""
    page.goto("/documents/")
    link = page.locator("a[href*='/renditions/'][href$='/download/']").first.get_attribute("href")
    return page.request.get(link).body()


def keep(page, path, file):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    save(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), file)


def keep_pages(pdf, file):
    """The first pages side by side, as they are printed."""
    with TemporaryDirectory() as folder:
        draw = ["pdftoppm", "-png", "-l", str(PAGES), "-scale-to-x", str(PAGE_WIDTH), "-scale-to-y", "-1", "-"]
        subprocess.run([*draw, f"{folder}/page"], input=pdf, check=True)
        pages = [Image.open(path) for path in sorted(Path(folder).iterdir())]
        sheet = Image.new("RGB", (PAGES * (PAGE_WIDTH + GAP) + GAP, pages[0].height + 2 * GAP), DESK)
        for number, page in enumerate(pages):
            sheet.paste(page, (GAP + number * (PAGE_WIDTH + GAP), GAP))
    save(sheet, file)


def save(picture, file):
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
