"""Fifty clients send a thousand requests at once, ten of the staff assign the same ones: nothing lost, nothing
doubled, nobody asked beyond his capacity. Real processes on PostgreSQL; SQLite lets one writer in at a time anyway.
"""

import json
import os
import subprocess
import sys

import pytest
from django.db.models import Count, F, Q

from ambassadors.enums import AssignmentAnswer, RequestState
from ambassadors.models import AdvisoryRequest, Ambassador, Assignment, Client
from exchange.audit.models import Event
from exchange.notices.models import Mail
from tests.ambassadors import loading
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, consent_text
from tests.processes import ROOT, database_url

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def at_once(tmp_path):
    """What all of them together were told."""

    def run(job):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "exchange.settings", "DATABASE_URL": database_url(), "VAR_DIR": str(tmp_path),
            "REDIS_URL": "", "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.ambassadors.loading", job]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    return run


def test_nothing_lost_nothing_doubled_nobody_over_capacity(at_once):
    consent_text()
    UserFactory.create_batch(loading.STAFF, staff=True)
    capacities = [1, 2, 3, 4, 0]
    ambassadors = [AmbassadorFactory(capacity=capacity) for capacity in capacities]

    assert at_once("submit") == {"new": loading.REQUESTS, "known": loading.REPEATED}
    assert AdvisoryRequest.objects.count() == loading.REQUESTS
    assert set(AdvisoryRequest.objects.values_list("question", flat=True)) == {
        f"질문 {n}" for n in range(loading.REQUESTS)
    }
    assert Client.objects.count() == loading.FIRMS
    assert Event.objects.filter(verb="receive_request").count() == Mail.objects.count() == loading.REQUESTS

    told = at_once("assign")
    taken = AdvisoryRequest.objects.filter(state=RequestState.ASSIGNED)
    assert told["assigned"] == taken.count() == sum(capacities)
    assert told["full"] > 0, "nobody came too late: the test proves nothing"
    assert sum(told.values()) == loading.STAFF * loading.ASKED
    carried = Count("requests", filter=Q(requests__slot__isnull=False))
    assert not Ambassador.objects.annotate(carried=carried).filter(carried__gt=F("capacity")).exists()
    assert [row.requests.count() for row in ambassadors] == capacities
    assert (
        Assignment.objects.filter(answer=AssignmentAnswer.OPEN).count() == Assignment.objects.count() == taken.count()
    )
