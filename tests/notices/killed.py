"""Jobs of notices in processes that are killed at random moments; started by test_kills.py.

Usage: python -m tests.notices.killed (reminders|mails) KILLS. Each child is forked from this process, which has no
threads, opens a connection of its own, and gets a real SIGKILL. Prints what happened as JSON.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from datetime import timedelta

import django

django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from exchange.notices import outbox, posting, rules, running, tasks  # noqa: E402
from exchange.notices.enums import MailState  # noqa: E402
from exchange.notices.models import Mail, Notice  # noqa: E402

rules.CHUNK = 5  # many steps in a short run
outbox.LEASE = timedelta(0)  # the dead are known for dead at once
outbox.MOST_ATTEMPTS, outbox.RUN = 1000, 1000
tasks.send_mails.delay = lambda: None  # this program is the worker


def reminders():
    now = timezone.localtime()
    running.run_rules(now.date())
    posting.post_notices(now.replace(hour=10))


def killed(job, seconds):
    """Run the job in a process of its own, killed after so long."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            job()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("the job failed")


def key_of_notices():
    return sorted(Notice.objects.values_list("subject_id", "on", "recipient"))


def kill_reminders(kills):
    """A run from nothing, killed, and then one to the end: each time all notices and one letter for each person."""
    reminders()  # here first: a child then finds addresses, texts and templates loaded
    expected, letters = key_of_notices(), sorted(Mail.objects.values_list("to", flat=True))
    midway, length = 0, 0.1
    for _number in range(kills):
        Notice.objects.all().delete()
        Mail.objects.all().delete()
        killed(reminders, random.uniform(0, length))
        midway += Notice.objects.count() > 0 and Mail.objects.count() < len(letters)
        begun = time.monotonic()
        reminders()
        length = max(length, time.monotonic() - begun)
        assert key_of_notices() == expected, "notices lost or doubled"
        assert sorted(Mail.objects.values_list("to", flat=True)) == letters, "letters lost or doubled"
        assert not Notice.objects.filter(mail=None).exists(), "a notice in no letter"
    return {"notices": len(expected), "letters": len(letters), "midway": midway}


def kill_mails(kills):
    """Workers sending one queue, killed one after the other, and then one to the end."""
    midway = 0
    for _number in range(kills):
        before = Mail.objects.filter(state=MailState.SENT).count()
        killed(outbox.send_mails, random.uniform(0, 0.15))
        midway += Mail.objects.filter(state=MailState.SENT).count() > before
    outbox.send_mails()
    return {"midway": midway}


if __name__ == "__main__":
    job = {"reminders": kill_reminders, "mails": kill_mails}[sys.argv[1]]
    print(json.dumps(job(int(sys.argv[2]))))
