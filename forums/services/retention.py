"""People's contacts go when their time is over; who came with whom stays as the record of the forum."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from exchange.audit.models import Event
from exchange.audit.services import record
from exchange.notices.outbox import cancel_mails, forget_mails_to
from exchange.notices.rules import in_chunks
from exchange.privacy import links
from forums.enums import Diet, ImportState
from forums.models import Edition, Invitation, Registration, RegistrationImport

NOTHING = {"email": "", "phone": "", "diet": Diet.NONE, "diet_note": ""}


def remove_old_contacts(*, now=None):
    """Of forums that ended FORUM_CONTACT_MONTHS ago; their invitations go as a whole."""
    now = now or timezone.now()
    over = timezone.localdate(now) - relativedelta(months=settings.FORUM_CONTACT_MONTHS)
    ended = Q(ends_on__lt=over) | Q(ends_on=None, starts_on__lt=over) | Q(starts_on=None, year__lt=over.year)
    editions = Edition.objects.filter(ended)
    for edition in editions.filter(invitations__isnull=False).distinct().order_by("pk"):
        _remove_invitations(edition, at=now)
    rows = Registration.objects.filter(edition__in=editions, contact_removed_at=None)
    return sum(remove_contacts(registrations=chunk, at=now) for chunk in in_chunks(rows.only("pk").order_by()))


@transaction.atomic
def remove_contacts(*, registrations, at=None):
    """With them the invitation that brought them, and what an imported list keeps to undo itself. Links that were sent
    before end; run twice it finds none.
    """
    at = at or timezone.now()
    keys = [row.pk for row in registrations]
    locked = Registration.objects.select_for_update(of=("self",)).filter(pk__in=keys, contact_removed_at=None)
    found = list(locked)
    _forget_mails(found)
    _forget_invitations(found)
    _forget_undoing(found)
    Registration.objects.filter(pk__in=[row.pk for row in found]).update(
        contact_removed_at=at, link_version=F("link_version") + 1, **NOTHING
    )
    Event.objects.bulk_create([
        Event(at=at, by=None, verb="remove_contact", object_type=Registration._meta.label_lower,
              object_id=str(row.pk), object_label=str(row)[:300])
        for row in found
    ])  # fmt: skip
    return len(found)


def _forget_invitations(rows):
    """Those that brought them, and what was sent to the same address of the same forum."""
    mine = Q(registration__in=rows)
    for edition in {row.edition_id for row in rows}:
        mine |= Q(edition=edition, email__in={row.email for row in rows if row.edition_id == edition} - {""})
    invited = list(Invitation.objects.select_for_update(of=("self",)).filter(mine))
    _forget_mails(invited)
    Invitation.objects.filter(pk__in=[row.pk for row in invited]).delete()


def _forget_undoing(rows):
    """A list that is undone later says of them that they stay as they are."""
    gone = {row.pk for row in rows}
    editions = {row.edition_id for row in rows}
    done = RegistrationImport.objects.select_for_update(of=("self",)).filter(edition__in=editions)
    for source in done.filter(state=ImportState.DONE).exclude(rows={}):
        fixed = source.rows.get("fixed", [])
        stay = [entry for entry in fixed if entry["pk"] not in gone]
        if len(stay) < len(fixed):
            source.rows = source.rows | {"fixed": stay}
            source.save(update_fields=["rows"])


@transaction.atomic
def _remove_invitations(edition, *, at):
    invited = list(edition.invitations.select_for_update(of=("self",)))
    _forget_mails(invited)
    edition.invitations.filter(pk__in=[row.pk for row in invited]).delete()
    record("remove_invitations", edition, by=None, at=at, changes={"people": len(invited)})


def _forget_mails(rows):
    """Also what still waits to be sent about these rows, to whichever address; about another forum it goes out."""
    forget_mails_to({row.email for row in rows} - {""})
    cancel_mails(holding=[links.stem(row.uid) for row in rows])
