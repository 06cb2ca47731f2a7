"""A contact person's data go when their time is over; what is counted stays."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ambassadors.models import AdvisoryRequest, AdvisorySession
from exchange.audit.models import Event
from exchange.notices.outbox import cancel_mails, forget_mails_to
from exchange.notices.rules import in_chunks
from exchange.privacy import links

NOBODY = {"contact_name": "", "contact_email": ""}
NOBODY_OF_REQUEST = NOBODY | {"contact_title": "", "contact_phone": ""}


def remove_old_contacts(*, now=None):
    """Of requests that ended, and of sessions without one that were submitted, ADVISORY_CONTACT_MONTHS ago."""
    now = now or timezone.now()
    before = now - relativedelta(months=settings.ADVISORY_CONTACT_MONTHS)
    old = AdvisoryRequest.objects.filter(closed_at__lt=before, contact_removed_at=None)
    sessions = AdvisorySession.objects.filter(contact_removed_at=None).exclude(contact_name="", contact_email="")
    over = Q(submitted_at__lt=before) | Q(submitted_at=None, entered_on__lt=timezone.localdate(before))
    return remove_contacts(old, at=now) + remove_contacts(sessions.filter(over), at=now)


def remove_contacts(rows, *, at):
    """Links that were sent before end with it. A thousand rows in a handful of queries; run twice it finds none."""
    return sum(_remove([row.pk for row in chunk], rows.model, at) for chunk in in_chunks(rows.only("pk").order_by()))


@transaction.atomic
def _remove(keys, model, at):
    locked = model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys, contact_removed_at=None)
    rows = list(locked.select_related("client"))
    nobody = NOBODY_OF_REQUEST if model is AdvisoryRequest else NOBODY
    _forget_mails(rows)
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
        contact_removed_at=at, link_version=F("link_version") + 1, **nobody
    )
    if model is AdvisoryRequest:
        AdvisorySession.objects.filter(request__in=rows).update(link_version=F("link_version") + 1)
    Event.objects.bulk_create([
        Event(at=at, by=None, verb="remove_contact", object_type=model._meta.label_lower, object_id=str(row.pk),
              object_label=str(row)[:300])
        for row in rows
    ])  # fmt: skip
    return len(rows)


def _forget_mails(rows):
    """Also those that still wait to be sent about these rows; about another request of the same person they go out."""
    addresses = {row.contact_email for row in rows} - {""}
    uids = {row.uid for row in rows}
    if rows and isinstance(rows[0], AdvisoryRequest):
        uids |= set(AdvisorySession.objects.filter(request__in=rows).values_list("uid", flat=True))
    forget_mails_to(addresses)
    cancel_mails(addresses, holding=[links.stem(uid) for uid in uids])
