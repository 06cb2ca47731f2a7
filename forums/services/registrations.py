from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from forums import letters
from forums.enums import RegistrationState
from forums.models import CheckIn, Invitation, Quota, Registration

TWICE = _("이 이메일로 이미 신청하셨습니다.")


def register(*, edition, side, submission, origin, by=None, at=None, invitation=None, **facts):
    """(registration, whether it is new): the same submission twice is one registration.

    A seat while there is one, then the waiting list in order of arrival. ValidationError at `email` for an address
    that has registered already.
    """
    found = Registration.objects.filter(submission=submission).first()
    if found:
        return found, False
    try:
        facts |= {"submission": submission, "origin": origin, "invitation": invitation}
        return _seated(edition, side, facts, by=by, at=at or timezone.now()), True
    except IntegrityError:
        found = Registration.objects.filter(submission=submission).first()
        if found:
            return found, False
        if facts.get("email") and edition.registrations.active().filter(email=facts["email"].strip().lower()).exists():
            raise ValidationError({"email": TWICE}, code="twice") from None
        raise


@transaction.atomic
def _seated(edition, side, facts, *, by, at):
    quota = Quota.objects.select_for_update().get(edition=edition, side=side)  # one after the other
    quota.arrivals += 1
    quota.save(update_fields=["arrivals"])
    seat = free_seat(quota)
    row = Registration(
        edition=edition, side=side, arrival=quota.arrivals, seat=seat, seated_at=at if seat else None, registered_at=at,
        state=RegistrationState.REGISTERED if seat else RegistrationState.WAITING, **facts,
    )  # fmt: skip
    row.full_clean(validate_unique=False, validate_constraints=False)
    _refuse_twice(row)
    row.save()
    record("register", row, by=by, at=at, changes={"state": str(row.state), "origin": str(row.origin)})
    letters.registered(row)
    return row


def _refuse_twice(row):
    same = row.edition.registrations.active().filter(email=row.email.strip().lower()).exclude(pk=row.pk)
    if row.email and same.exists():
        raise ValidationError({"email": TWICE}, code="twice")


def free_seat(quota):
    """The lowest number that nobody has, or None; whoever asks holds the lock of the quota."""
    seated = Registration.objects.filter(edition=quota.edition_id, side=quota.side, seat__isnull=False)
    taken = seated.count()
    if taken >= quota.seats:
        return None
    if not seated.filter(seat=taken + 1).exists():
        return taken + 1
    numbers = set(seated.values_list("seat", flat=True))
    return next(seat for seat in range(1, quota.seats + 1) if seat not in numbers)


@transaction.atomic
def change_registration(*, registration, version=None, by=None, **facts):
    row = claim(registration, "change_registration", version)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean(validate_constraints=False)
    _refuse_twice(row)
    row.save()
    settle(row, "change_registration", by=by, fields=[name for name in facts if before[name] != facts[name]])
    return row


@transaction.atomic
def cancel_registration(*, registration, by=None, at=None):
    """By the person's private link, or by staff; the seat goes to whoever waits longest. Twice changes nothing."""
    at = at or timezone.now()
    quota = Quota.objects.select_for_update().get(edition=registration.edition_id, side=registration.side)
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if not row.is_active:
        return row
    row.state, row.seat, row.seated_at, row.cancelled_at = RegistrationState.CANCELLED, None, None, at
    row.version += 1
    row.save()
    record("cancel_registration", row, by=by, at=at)
    letters.cancelled(row)
    seat_waiting(quota, at=at)
    return row


def seat_waiting(quota, *, at):
    """Everybody for whom there is a seat now, in order of arrival; whoever asks holds the lock of the quota."""
    waiting = Registration.objects.waiting().filter(edition=quota.edition_id, side=quota.side)
    for row in waiting.select_for_update(of=("self",)):
        seat = free_seat(quota)
        if seat is None:
            return
        row.state, row.seat, row.seated_at = RegistrationState.REGISTERED, seat, at
        row.version += 1
        row.save()
        record("seat_waiting", row, by=None, at=at)
        letters.seated(row)


@transaction.atomic
def change_quota(*, edition, side, seats, by, at=None):
    """More seats go to those who wait; fewer than are taken are refused."""
    quota = Quota.objects.select_for_update().get(edition=edition, side=side)
    seated = list(Registration.objects.seated().filter(edition=edition, side=side).order_by("seat"))
    if seats < len(seated):
        message = _("이미 %(n)d명이 확정되어 정원을 그보다 줄일 수 없습니다.")
        raise ValidationError({"seats": ValidationError(message, code="taken", params={"n": len(seated)})})
    for number, row in enumerate(seated, start=1):  # numbers that cancelling left free are closed up
        if row.seat != number:
            row.seat = number
            row.save(update_fields=["seat"])
    before, quota.seats = quota.seats, seats
    quota.full_clean()
    quota.save()
    record("change_quota", edition, by=by, changes={"side": str(side), "seats": [before, seats]})
    seat_waiting(quota, at=at or timezone.now())
    return quota


@transaction.atomic
def invite(*, edition, side, people, by, at=None):
    """An invitation with a private link to each of these: dicts of `name`, `email`, `language` and what is known.

    Whoever has one already gets no second; returns the new ones.
    """
    at = at or timezone.now()
    row = claim(edition, "invite", None)
    if not row.is_pending:
        raise ValidationError(_("이미 열렸거나 취소한 회차에는 초청할 수 없습니다."), code="state")
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


@transaction.atomic
def invite_again(*, invitation, by, at=None):
    """The same link by mail once more."""
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
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


def check_in(*, registration, session=None, by, at=None):
    """(check-in, whether it is the first): scanned twice, or at two doors at once, somebody came once."""
    if not registration.is_seated:
        message = _("확정된 참가자가 아닙니다(%(state)s).")
        raise ValidationError(message, code="state", params={"state": registration.get_state_display()})
    if session and session.edition_id != registration.edition_id:
        raise ValidationError(_("다른 회차의 순서입니다."), code="edition")
    row, made = CheckIn.objects.get_or_create(
        registration=registration, session=session, defaults={"at": at or timezone.now(), "by": by}
    )
    if made:
        record("check_in", registration, by=by, changes={"session": session.pk if session else None})
    return row, made


@transaction.atomic
def undo_check_in(*, check_in, by):
    record("undo_check_in", check_in.registration, by=by)
    check_in.delete()
