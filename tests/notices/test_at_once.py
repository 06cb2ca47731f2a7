"""Several workers at the same moment, each in its own connection: one letter to a person, each mail sent once."""

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from exchange.notices import outbox, posting, running, tasks
from exchange.notices.models import Mail, Notice
from tests.factories.accounts import UserFactory
from tests.factories.notices import MailFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("outbox")]
WORKERS = 3


@pytest.fixture
def at_once(monkeypatch):
    """Run the job in several threads that start together; what they raised."""
    monkeypatch.setattr(tasks.send_mails, "delay", lambda: None)

    def run(job):
        start, failures = Barrier(WORKERS), []

        def work():
            start.wait(10)
            try:
                job()
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [Thread(target=work) for _number in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
        return failures

    return run


def test_each_mail_is_sent_by_one_worker(at_once, mailoutbox):
    mails = MailFactory.create_batch(30)
    assert at_once(outbox.send_mails) == []
    assert Counter(message.to[0] for message in mailoutbox) == Counter(mail.to for mail in mails)


def test_each_person_gets_one_letter(at_once, trip_due, today):
    owners = UserFactory.create_batch(3, staff=True)
    for owner in owners * 4:
        trip_due(7, owner=owner)

    def job():
        running.run_rules(today)
        posting.post_notices(timezone.localtime().replace(hour=10))

    assert at_once(job) == []
    assert Notice.objects.count() == 12
    letters = Counter(Mail.objects.values_list("to", flat=True))
    assert set(letters) == {owner.email for owner in owners}
    assert not Notice.objects.filter(mail=None).exists()
