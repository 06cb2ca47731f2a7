"""Many register, cancel and come at once: no seat is taken twice, the waiting list keeps its order, nobody is there
twice. Real processes on PostgreSQL; SQLite lets one writer in at a time anyway. `python -m bench registrations` asks
the same of 2,000 people.
"""

import json
import os
import subprocess
import sys
import time
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from exchange.audit.models import Event
from exchange.notices.models import Mail
from exchange.privacy.enums import Purpose
from forums import services
from forums.enums import Origin
from forums.models import CheckIn, Registration
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import consent_text
from tests.factories.forums import EditionFactory
from tests.forums.fairness import unfair
from tests.processes import ROOT, database_url

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
PEOPLE, CLIENTS, SEATS, DOORS = 200, 20, (10, 20), 4


@pytest.fixture
def at_once(tmp_path):
    """What all of them together were told."""

    def run(*job):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "exchange.settings", "DATABASE_URL": database_url(), "VAR_DIR": str(tmp_path),
            "REDIS_URL": "", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.forums.loading", *map(str, job)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    return run


def test_never_oversold_in_order_nobody_twice_counted_once(at_once):
    consent_text(Purpose.FORUM)
    UserFactory(staff=True)
    edition = EditionFactory(open=True, seats=SEATS)

    told = at_once("register", edition.pk, PEOPLE, CLIENTS)
    tenth = PEOPLE // 10
    assert {name: told[name] for name in ("new", "known", "twice")} == {
        "new": PEOPLE - tenth, "known": tenth, "twice": tenth
    }  # fmt: skip
    assert unfair(edition) == []
    rows = Registration.objects.filter(edition=edition)
    assert rows.count() == PEOPLE - tenth
    assert rows.filter(state="cancelled").count() == PEOPLE // 5
    assert rows.seated().count() == sum(SEATS)
    moved = Event.objects.filter(verb="seat_waiting").count()
    assert moved > 0, "nobody who waited moved up: the test proves nothing"
    assert Mail.objects.count() == rows.count() + PEOPLE // 5 + moved

    told = at_once("check_in", edition.pk, DOORS, DOORS)
    assert told == {"first": sum(SEATS), "again": sum(SEATS) * (DOORS - 1)}
    assert CheckIn.objects.count() == Event.objects.filter(verb="check_in").count() == sum(SEATS)


def test_nobody_is_seated_while_the_forum_is_called_off():
    edition, staff, told = EditionFactory(open=True), UserFactory(staff=True), []

    def come():
        try:
            services.register(edition=edition, side="ours", submission=uuid4(), origin=Origin.STAFF, name="예시")
        except ValidationError as error:
            told.append(error.code)
        finally:
            connection.close()

    late = Thread(target=come)
    with transaction.atomic():
        services.call_off(edition=edition, step="cancel", reason="예시 사유", by=staff)
        late.start()
        assert waits_for_a_lock(), "nobody came meanwhile: the test proves nothing"
    late.join(30)
    assert (told, Registration.objects.count()) == (["state"], 0)


def waits_for_a_lock(seconds=20):
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return True
            time.sleep(0.05)
    return False
