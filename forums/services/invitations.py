from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from forums import letters
from forums.models import Edition, Invitation


@transaction.atomic
def invite(*, edition, side, people, by, at=None):
    """An invitation with a private link to each of these: dicts of `name`, `email`, `language` and what is known.

    Whoever has one already gets no second; returns the new ones.
    """
    at = at or timezone.now()
    row = claim(edition, "invite", None)
    _refuse_over(row)
    there = set(row.invitations.values_list("email", flat=True))
    made = []
    for person in people:
        invitation = Invitation(edition=row, side=side, invited_at=at, invited_by=by, **person)
        invitation.email = invitation.email.strip().lower()
        if invitation.email in there:
            continue
        invitation.full_clean(validate_unique=False, validate_constraints=False)
        invitation.save()
        there.add(invitation.email)
        made.append(invitation)
        letters.invited(invitation)
    settle(row, "invite", by=by, side=str(side), people=len(made))
    return made


def _refuse_over(edition):
    if not edition.is_pending:
        raise ValidationError(_("이미 열렸거나 취소한 회차에는 초청할 수 없습니다."), code="state")


@transaction.atomic
def invite_again(*, invitation, by, at=None):
    """The same link by mail once more."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("edition").get(pk=invitation.pk)
    _refuse_over(row.edition)
    row.invited_at, row.invited_by, row.declined_at = at or timezone.now(), by, None
    row.save()
    record("invite_again", row.edition, by=by, changes={"invitation": row.pk})
    letters.invited(row)
    return row


@transaction.atomic
def decline_invitation(*, invitation, at=None):
    """By the private link."""
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    row.declined_at = row.declined_at or at or timezone.now()
    row.save()
    record("decline_invitation", row.edition, by=None, changes={"invitation": row.pk})
    return row


@transaction.atomic
def renew_open_links(*, edition, by):
    """The open links of both sides that were passed on so far end; registrations stay."""
    row = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    row.link_version += 1
    row.save(update_fields=["link_version"])
    edition.link_version = row.link_version
    record("renew_open_links", row, by=by)
    return row
