"""A process that makes reminders or sends mail may die at any moment: nothing is lost, nothing is doubled."""

import json
import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from exchange.notices.models import Mail, Notice
from tests.factories.accounts import UserFactory
from tests.factories.notices import MailFactory
from tests.processes import ROOT, database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def killed(tmp_path, settings):
    """What tests/notices/killed.py found out on the database of this test; its mails lie in tmp_path/mail."""

    def run(job, kills):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "exchange.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "VAR_DIR": str(tmp_path),
        }
        command = [sys.executable, "-m", "tests.notices.killed", job, str(kills)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    return run


def test_reminders_survive_kills(killed, trip_due):
    kills = 50 if connection.vendor == "postgresql" else 15  # one writer at a time leaves fewer moments to die in
    owners = UserFactory.create_batch(3, staff=True)
    UserFactory.create_batch(2, manager=True)
    for number in range(16):
        trip_due(-3 if number % 2 else 7, owner=owners[number % 3])
    found = killed("reminders", kills)
    assert (found["notices"], found["letters"]) == (16 + 8 * 2, 5)
    assert found["midway"] >= kills // 5, "the kills came too early or too late to prove anything"
    assert set(Notice.objects.values_list("on", flat=True)) != {timezone.localdate()}


def test_mails_survive_twenty_kills(killed, tmp_path):
    mails = MailFactory.create_batch(150)
    kills = 20
    found = killed("mails", kills)
    letters = "".join(path.read_text(errors="replace") for path in (tmp_path / "mail").iterdir())
    sent = Counter(re.findall(r"Message-ID: <(\S+)@localhost>", letters))
    assert set(sent) == {str(mail.uid) for mail in mails}
    assert set(Mail.objects.values_list("state", "body")) == {("sent", "")}
    doubled = sum(sent.values()) - len(mails)
    assert doubled <= kills  # only what was between "accepted" and the row when its worker died
    assert found["midway"] >= 3, "the kills came too early or too late to prove anything"
