"""Mail as rows: written where it is wanted, sent after commit, tried again until it is gone or given up.

`OutboxBackend` is the portal's EMAIL_BACKEND, so whatever sends mail in Django's way goes through here. The transport
behind it is what EMAIL_URL names. A mail is lost in no case; it is sent twice when a worker dies, or loses the
database, between the server's "accepted" and the row's "sent". No order of the two steps can prevent that; both
copies carry the same Message-ID, by which mail servers and programs know them for one.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from exchange.notices import tasks
from exchange.notices.enums import MailState
from exchange.notices.models import Mail

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 12  # over a day and a half
LONGEST_PAUSE = timedelta(hours=8)
LEASE = timedelta(minutes=5)  # a mail server answers within EMAIL_TIMEOUT, or not at all
RUN = 200  # mails of one job; other jobs wait for their turn
KEPT = timedelta(days=90)
WORKER_LOST = "worker lost"


class OutboxBackend(BaseEmailBackend):
    """Takes plain text from the portal's own address: a row for each recipient, in the caller's transaction."""

    def send_messages(self, email_messages):
        for message in email_messages:
            if message.attachments or getattr(message, "alternatives", None):
                raise ValueError("the outbox takes plain text only")
            queue_mail(recipients=message.recipients(), subject=message.subject, body=message.body)
        return len(email_messages)


def queue_mail(*, recipients, subject, body):
    now = timezone.now()
    one_line = " ".join(str(subject).split())[:300]
    mails = Mail.objects.bulk_create(
        Mail(to=address, subject=one_line, body=str(body), made_at=now, not_before=now) for address in recipients
    )
    transaction.on_commit(tasks.send_mails.delay, robust=True)  # a lost message: beat sends a minute later
    return mails


def send_mails():
    """Send what is due. A server that cannot be reached ends the run: the others need not queue for its silence."""
    transport = get_connection(settings.MAIL_TRANSPORT)
    for _number in range(RUN):
        mail = _claim()
        if mail is None:
            break
        if not _send(mail, transport):
            break
    else:
        tasks.send_mails.delay()
    transport.close()


def forget_mails():
    """What is long over is nobody's business any more."""
    Mail.objects.over().filter(made_at__lt=timezone.now() - KEPT).delete()


def forget_mails_to(addresses):
    """Of people whose data are removed; what has not been sent yet still goes out (but see `cancel_mails`)."""
    Mail.objects.over().filter(to__in=addresses).delete()


def cancel_mails(addresses=None, *, holding):
    """Those (to these people) that are not sent and hold one of the texts; one that is just leaving is the last."""
    waiting = Mail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    if addresses is not None:
        waiting = waiting.filter(to__in=addresses)
    about = [pk for pk, body in waiting.values_list("pk", "body") if any(text in body for text in holding)]
    Mail.objects.filter(pk__in=about).delete()


def _claim():
    """A mail that is due, with a lease of our own; one that workers died of too often is given up."""
    while True:
        with transaction.atomic():
            now = timezone.now()
            due = Mail.objects.due(now)
            mail = due.order_by("not_before", "pk").select_for_update(skip_locked=True).first()
            if mail is None:
                return None
            if mail.attempts < MOST_ATTEMPTS:
                mail.state, mail.leased_until, mail.attempts = MailState.SENDING, now + LEASE, mail.attempts + 1
                mail.save(update_fields=["state", "leased_until", "attempts"])
                return mail
            _over(due.filter(pk=mail.pk), MailState.FAILED, error=mail.error or WORKER_LOST)


def _send(mail, transport):
    """Whether the server could be reached."""
    try:
        transport.open()
    except Exception as error:
        _put_back(mail, error)
        return False
    try:
        if not transport.send_messages([_message_of(mail)]):
            raise RuntimeError("nothing was sent")
    except Exception as error:
        transport.close()
        _put_back(mail, error)
    else:
        _over(_held(mail), MailState.SENT, sent_at=timezone.now(), error="")
    return True


def _message_of(mail):
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.uid}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.body, to=[mail.to], headers=headers)


def _put_back(mail, error):
    """For later, each time twice as late; after the last attempt the error stays for people to see."""
    said = f"{type(error).__name__}: {error}"[:300]
    logger.warning("mail %s, attempt %s: %s", mail.pk, mail.attempts, said)
    if mail.attempts >= MOST_ATTEMPTS:
        _over(_held(mail), MailState.FAILED, error=said)
        return
    pause = min(timedelta(minutes=2**mail.attempts), LONGEST_PAUSE)
    _held(mail).update(state=MailState.QUEUED, not_before=timezone.now() + pause, leased_until=None, error=said)


def _over(rows, state, **fields):
    rows.update(state=state, body="", leased_until=None, **fields)


def _held(mail):
    """The row as long as it is ours: every later claim counts one more attempt."""
    return Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
