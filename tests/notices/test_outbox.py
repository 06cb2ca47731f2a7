"""Mail is a row until it has left, and is never lost on its way."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.accounts import services as accounts
from exchange.notices import outbox, tasks
from exchange.notices.enums import MailState
from exchange.notices.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.notices import MailFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outbox")]


class Server(BaseEmailBackend):
    """A mail server with moods: `down` refuses connections, an address in `refused` is refused."""

    down, refused, sent, opened = False, set(), [], 0

    def open(self):
        type(self).opened += 1
        if self.down:
            raise ConnectionRefusedError("no server")

    def send_messages(self, messages):
        for message in messages:
            if message.to[0] in self.refused:
                raise OSError("550 no such user")
            self.sent.append(message)
        return len(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.MAIL_TRANSPORT = f"{__name__}.Server"
    for name, value in {"down": False, "refused": set(), "sent": [], "opened": 0}.items():
        monkeypatch.setattr(Server, name, value)
    return Server


@pytest.fixture
def nudges(monkeypatch):
    """The messages to the worker."""
    found = []
    monkeypatch.setattr(tasks.send_mails, "delay", lambda: found.append(1))
    return found


def later(**span):
    """As if so much time had passed for all mail."""
    for mail in Mail.objects.all():
        mail.not_before -= timedelta(**span)
        mail.leased_until = mail.leased_until and mail.leased_until - timedelta(**span)
        mail.save()


def test_mail_becomes_a_row_for_each_reader_and_leaves_after_commit(
    nudges, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        send_mail("제목\n두 줄", "내용", "somebody@else.example", ["a@example.com", "b@example.com"])
        assert nudges == []
    assert nudges == [1]
    assert mailoutbox == []
    outbox.send_mails()
    assert [(m.to, m.subject, m.body) for m in mailoutbox] == [
        (["a@example.com"], "제목 두 줄", "내용"), (["b@example.com"], "제목 두 줄", "내용"),
    ]  # fmt: skip
    assert {m.from_email for m in mailoutbox} == {"Shuttle Exchange <portal@localhost>"}


def test_mail_of_a_transaction_that_fails_is_never_sent(nudges):
    with pytest.raises(ValueError), transaction.atomic():
        send_mail("제목", "내용", None, ["a@example.com"])
        raise ValueError
    assert not Mail.objects.exists()


def test_a_broker_that_is_down_does_no_harm(monkeypatch, mailoutbox, django_capture_on_commit_callbacks):
    def down():
        raise OSError("no broker")

    monkeypatch.setattr(tasks.send_mails, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        send_mail("제목", "내용", None, ["a@example.com"])
    tasks.send_mails()
    assert len(mailoutbox) == 1


def test_what_is_sent_keeps_no_secret(mailoutbox):
    mail = MailFactory()
    outbox.send_mails()
    assert mail.body in mailoutbox[0].body
    mail.refresh_from_db()
    assert (mail.state, mail.body, mail.error) == (MailState.SENT, "", "")
    assert mail.sent_at
    with pytest.raises(IntegrityError, match="mail_over_keeps_no_text"), transaction.atomic():
        Mail.objects.update(body="https://example.com/secret-link")


def test_invitations_and_password_links_go_through_the_outbox(client, mailoutbox):
    user = UserFactory(administrator=True)
    client.post("/accounts/password/reset/", {"email": user.email})
    facts = {"name": "예시", "job_title": "", "role": "staff", "language": "ko", "is_administrator": False}
    accounts.invite_user(email="new@example.com", by=user, **facts)
    assert mailoutbox == []
    assert "/accounts/password/reset/key/" in Mail.objects.get(to=user.email).body
    assert Mail.objects.filter(body__contains="/accounts/invitation/").count() == 1
    outbox.send_mails()
    assert len(mailoutbox) == 2
    assert set(Mail.objects.values_list("state", "body")) == {("sent", "")}


def test_a_refused_address_is_tried_later_and_does_not_stop_the_others(server):
    bad, good = MailFactory(), MailFactory()
    server.refused = {bad.to}
    outbox.send_mails()
    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.error) == (MailState.QUEUED, 1, "OSError: 550 no such user")
    assert bad.not_before > timezone.now() + timedelta(minutes=1)
    assert bad.body
    assert [m.to for m in server.sent] == [[good.to]]
    outbox.send_mails()
    assert Mail.objects.get(pk=bad.pk).attempts == 1
    server.refused = set()
    later(minutes=2)
    outbox.send_mails()
    assert [m.to for m in server.sent] == [[good.to], [bad.to]]


def test_a_server_that_is_down_is_asked_once_a_run(server):
    MailFactory.create_batch(3)
    server.down = True
    outbox.send_mails()
    assert server.opened == 1
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    server.down = False
    later(minutes=2)
    outbox.send_mails()
    assert len(server.sent) == 3


def test_it_is_given_up_in_the_end_and_says_why(server, caplog):
    mail = MailFactory()
    server.refused = {mail.to}
    pauses = []
    for _attempt in range(outbox.MOST_ATTEMPTS):
        outbox.send_mails()
        mail.refresh_from_db()
        pauses.append(mail.not_before - timezone.now())
        later(hours=9)
    assert (mail.state, mail.error, mail.body) == (MailState.FAILED, "OSError: 550 no such user", "")
    assert sum(pauses, timedelta()) > timedelta(days=1)
    outbox.send_mails()
    assert Mail.objects.get().attempts == outbox.MOST_ATTEMPTS


def test_a_mail_whose_worker_died_is_sent_by_another(mailoutbox):
    now = timezone.now()
    MailFactory(state=MailState.SENDING, attempts=1, leased_until=now + timedelta(minutes=1))
    MailFactory(state=MailState.SENDING, attempts=12, leased_until=now - timedelta(minutes=1), to="killer@example.com")
    outbox.send_mails()
    assert mailoutbox == []
    assert Mail.objects.get(to="killer@example.com").error == outbox.WORKER_LOST
    later(minutes=2)
    outbox.send_mails()
    assert len(mailoutbox) == 1


def test_both_copies_of_a_doubled_mail_carry_one_message_id(mailoutbox):
    """The worker died after the server's "accepted": the one case in which a mail goes out twice."""
    mail = MailFactory()
    outbox.send_mails()
    Mail.objects.update(state=MailState.QUEUED, body="again", sent_at=None)
    outbox.send_mails()
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == f"<{mail.uid}@localhost>"


def test_a_late_worker_changes_nothing(server, monkeypatch):
    """Its lease ran out while the server was thinking, and another has the mail now."""
    mail = MailFactory()

    def slow(self, messages):
        Mail.objects.filter(pk=mail.pk).update(attempts=5, leased_until=timezone.now() + timedelta(minutes=9))
        return len(messages)

    monkeypatch.setattr(server, "send_messages", slow)
    outbox.send_mails()
    assert Mail.objects.get().state == MailState.SENDING


def test_a_long_queue_is_left_to_the_next_job(mailoutbox, monkeypatch, nudges):
    monkeypatch.setattr(outbox, "RUN", 2)
    MailFactory.create_batch(3)
    outbox.send_mails()
    assert (len(mailoutbox), nudges) == (2, [1])


def test_what_is_long_over_is_forgotten():
    old = timezone.now() - timedelta(days=91)
    MailFactory(state=MailState.SENT, sent_at=old, body="", made_at=old)
    kept = [MailFactory(made_at=old), MailFactory(state=MailState.SENT, sent_at=old, body="")]
    outbox.forget_mails()
    assert set(Mail.objects.all()) == set(kept)


def test_the_outbox_takes_plain_text_only():
    message = EmailMultiAlternatives("제목", "내용", to=["a@example.com"])
    message.attach_alternative("<p>내용</p>", "text/html")
    with pytest.raises(ValueError, match="plain text"):
        message.send()
    assert django_mail.outbox == []


def test_administrators_see_whether_mail_leaves_and_nothing_of_it(client):
    mail = MailFactory(subject="비밀출장", body="비밀링크", error="OSError: no server", attempts=2)
    client.force_login(UserFactory(administrator=True))
    for path in ("/admin/notices/mail/", f"/admin/notices/mail/{mail.pk}/change/"):
        page = client.get(path).content.decode()
        assert "OSError: no server" in page
        assert "비밀출장" not in page
        assert "비밀링크" not in page
