"""New notices become mail: one letter to a person, with all that is new, as the person wants it.

Letters are made in the daytime of the portal's own clock, digests in the morning of a working day. The letter and the
marks on its notices are one transaction: killed in between, neither exists.
"""

import logging
from datetime import time

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from exchange.accounts.models import User
from exchange.core.holidays import holidays_between
from exchange.notices import outbox, wording
from exchange.notices.enums import MailChoice
from exchange.notices.models import Notice, Preference

logger = logging.getLogger(__name__)

DAY_BEGINS, DAY_ENDS = time(8), time(21)
SATURDAY = 5
LISTED = 30  # notices in a letter; the others wait in the list


def post_notices(now):
    """A letter that fails does not stop those to others."""
    local, failures = timezone.localtime(now), []
    waiting = Notice.objects.waiting().order_by("recipient_id")
    for pk in waiting.values_list("recipient_id", flat=True).distinct():
        try:
            post_to(user_pk=pk, local=local)
        except Exception as error:
            logger.exception("notices: no letter for user %s", pk)
            failures.append(error)
    if failures:
        raise ExceptionGroup("letters of notices failed", failures)


@transaction.atomic
def post_to(*, user_pk, local):
    """What waits for this person; the lock on the row of the person lets one run after the other."""
    user = User.objects.select_for_update().get(pk=user_pk)
    preference = Preference.objects.filter(user=user).first() or Preference(user=user)
    if not _is_time(preference, local):
        return
    waiting = Notice.objects.waiting().filter(recipient=user)
    stamped = list(waiting.order_by("on", "pk").values_list("pk", flat=True))
    wanted = user.is_active and preference.mail != MailChoice.NONE
    mail = _letter(user, Notice.objects.filter(pk__in=stamped).unread()) if wanted else None
    Notice.objects.filter(pk__in=stamped).update(posted_at=local, mail=mail)
    if preference.mail == MailChoice.DAILY:
        Preference.objects.filter(pk=preference.pk).update(digest_on=local.date())


def _is_time(preference, local):
    if preference.mail == MailChoice.NONE:
        return True
    if not DAY_BEGINS <= local.time() < DAY_ENDS:
        return False
    return preference.mail == MailChoice.AT_ONCE or (preference.digest_on != local.date() and is_workday(local.date()))


def is_workday(day):
    return day.weekday() < SATURDAY and not holidays_between(day, day, "KR")


def _letter(user, notices):
    """In the language of its reader; None when there is nothing left to say."""
    total = notices.count()
    with translation.override(user.language):
        lines = wording.lines_of(notices.order_by("on", "pk")[:LISTED], reader=user)
        said = [line for line in lines if line.words and not line.is_settled]
        if not said:
            return None
        context = {
            "user": user, "lines": said, "count": len(said) + total - len(lines), "more": total - len(lines),
            "site": settings.SITE_URL,
        }  # fmt: skip
        subject = render_to_string("notices/email/notices_subject.txt", context)
        body = render_to_string("notices/email/notices.txt", context)
    return outbox.queue_mail(recipients=[user.email], subject=subject, body=body)[0]
