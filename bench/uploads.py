"""Thirty photos of 12 megapixels at once, as a browser's form sends them: what the web process holds meanwhile."""

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from io import BytesIO, StringIO
from pathlib import Path

import requests
from django.core.management import call_command
from PIL import Image

from bench.printing import print_result

ROOT = Path(__file__).resolve().parent.parent
PHOTOS, SIZE = 30, (4000, 3000)
FLAT = 1.2
STAFF, PASSWORD = "staff@example.com", "shuttle-demo-2024"
BROKEN = ("깨진 사진.jpg", b"\xff\xd8\xff\xe0 no picture", "image/jpeg")
PATIENCE = 300


def measure(folder):
    from exchange.meetings.models import Meeting

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", stdout=StringIO())
    meeting = Meeting.objects.order_by("pk").first()
    with Web(folder) as web:
        before = meeting.photos.count()
        web.send(meeting, _photos(2, seed=1))
        quiet = web.memory()
        with web.watched() as peak:
            answer = web.send(meeting, [*_photos(PHOTOS - 1, seed=2), BROKEN])
        kept = meeting.photos.count() - before - 2
    named = BROKEN[0] in answer.text
    print(f"{PHOTOS - 1} photos of {SIZE[0] * SIZE[1] // 10**6} megapixels and a broken one in one request")
    print(f"{'web process before, MB':44}{quiet:9.1f}")
    print(f"{'web process at most meanwhile, MB':44}{max(peak):9.1f}")
    failures = print_result("memory ratio", max(peak) / quiet, FLAT)
    failures += print_result("photos lost", PHOTOS - 1 - kept, 0)
    return failures + print_result("refused files that are not named", int(not named), 0)


def _photos(number, seed):
    """No two alike, none that compresses to nothing."""
    chance = random.Random(seed)
    for n in range(number):
        small = Image.frombytes("RGB", (100, 75), chance.randbytes(100 * 75 * 3))
        file = BytesIO()
        small.resize(SIZE).save(file, "JPEG", quality=90)
        yield (f"IMG_{seed}{n:03}.jpg", file.getvalue(), "image/jpeg")


class Web:
    """One web process as the portal starts it, with somebody signed in."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = (folder / "web.log").open("wb")

    def __enter__(self):
        command = [
            Path(sys.executable).with_name("gunicorn"), "exchange.wsgi", "--bind", self.address,
            "--workers", "1", "--threads", "4", "--timeout", str(PATIENCE), "--no-control-socket",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "DEBUG": "0"}, stdout=self.log, stderr=subprocess.STDOUT
        )
        self.session = requests.Session()
        self._wait()
        self._post("/accounts/login/", data={"login": STAFF, "password": PASSWORD})
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def _wait(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                return self.session.get(f"http://{self.address}/livez", timeout=5).raise_for_status()
            except requests.ConnectionError:
                time.sleep(0.2)
        raise SystemExit("error: the web process did not start")

    def send(self, meeting, photos):
        files = [("files", photo) for photo in photos]
        return self._post(f"{meeting.get_absolute_url()}photos/", files=files, data=self._rows(meeting))

    def _rows(self, meeting):
        """The fields of the page as it stands, its captions with them."""
        page = self.session.get(f"http://{self.address}{meeting.get_absolute_url()}photos/").text
        form = page[page.index('name="version"') - 200 :]
        fields = dict(re.findall(r'name="([\w-]+)"[^>]*?value="([^"]*)"', form))
        return {name: value for name, value in fields.items() if name == "version" or "FORMS" in name or "-id" in name}

    def _post(self, path, **options):
        url = f"http://{self.address}{path}"
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.session.get(url).text)[1]
        options["data"] = {**options.get("data", {}), "csrfmiddlewaretoken": token}
        answer = self.session.post(url, headers={"Referer": url}, timeout=PATIENCE, **options)
        answer.raise_for_status()
        return answer

    def memory(self):
        """Megabytes held by the process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(_resident(pid) for pid in children)

    def watched(self):
        return Watch(self.memory)


class Watch:
    """A value read ten times a second while something goes on."""

    def __init__(self, read):
        self.read, self.values, self.is_over = read, [], threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def _watch(self):
        while not self.is_over.wait(0.1):
            self.values.append(self.read())

    def __enter__(self):
        self.thread.start()
        return self.values

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()


def _resident(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
