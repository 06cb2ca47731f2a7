from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from forums import letters
from forums.enums import Origin, RegistrationState
from forums.models import Invitation, Quota, Registration
from forums.models.series import OFF
from forums.services.retention import remove_contacts

TWICE = _("이 이메일로 이미 신청하셨습니다.")
BY_ONESELF = (Origin.OPEN, Origin.INVITED)


def register(*, edition, side, submission, origin, by=None, at=None, invitation=None, **facts):
    """(registration, whether it is new): the same submission twice is one registration.

    A seat while there is one, then the waiting list in order of arrival. ValidationError at `email` for an address
    that has registered already.
    """
    found = Registration.objects.filter(submission=submission).first()
    if found:
        return found, False
    if invitation:  # whoever registers by it comes after all, also where the address is registered already
        Invitation.objects.filter(pk=invitation.pk).update(declined_at=None)
    try:
        facts |= {"submission": submission, "origin": origin, "invitation": invitation}
        return _seated(edition, side, facts, by=by, at=at)
    except IntegrityError:  # by another side, whose quota is not locked
        found = Registration.objects.filter(submission=submission).first()
        if found:
            return found, False
        _refuse_taken(edition, facts.get("email", ""))
        raise


@transaction.atomic
def _seated(edition, side, facts, *, by, at):
    # From here on one after the other; the edition is read behind the lock, as it is when one's turn has come.
    quota = Quota.objects.select_for_update().get(edition=edition, side=side)
    if found := Registration.objects.filter(submission=facts["submission"]).first():
        return found, False
    at = at or timezone.now()
    _refuse_closed(quota.edition, facts["origin"])
    facts["invitation"] = _free(facts["invitation"])
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
    return row, True


def _refuse_closed(edition, origin):
    if origin in BY_ONESELF and not edition.is_registration_open:
        raise ValidationError(_("지금은 참가 신청을 받지 않습니다."), code="closed")
    if edition.state in OFF:
        raise ValidationError(_("건너뛰거나 취소한 회차에는 참가자를 등록할 수 없습니다."), code="state")


def _free(invitation):
    """Whoever cancelled may come by his invitation again; one by which somebody comes already brings no second."""
    if invitation is None:
        return None
    Registration.objects.filter(invitation=invitation, state=RegistrationState.CANCELLED).update(invitation=None)
    return None if Registration.objects.filter(invitation=invitation).exists() else invitation


def _refuse_twice(row):
    _refuse_taken(row.edition, row.email, but=row.pk)


def _refuse_taken(edition, email, *, but=None):
    email = email.strip().lower()
    if email and edition.registrations.active().filter(email=email).exclude(pk=but).exists():
        raise ValidationError({"email": ValidationError(TWICE, code="twice")})


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


def change_registration(*, registration, version=None, by=None, **facts):
    """By the person's private link, or by staff. A new address gets the private link, and the old link ends."""
    try:
        return _changed(registration, version, facts, by=by)
    except IntegrityError:  # somebody else took the address between the look and the write
        _refuse_taken(registration.edition, facts.get("email", ""), but=registration.pk)
        raise


@transaction.atomic
def _changed(registration, version, facts, *, by):
    row = claim(registration, "change_registration", version)
    if not row.is_active:
        raise ValidationError(_("취소한 신청은 고칠 수 없습니다."), code="state")
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean(validate_constraints=False)
    _refuse_twice(row)
    row.email = row.email.strip().lower()
    has_moved = row.email != before.get("email", row.email)
    row.link_version += has_moved
    row.save()
    settle(row, "change_registration", by=by, fields=[name for name in facts if before[name] != getattr(row, name)])
    if has_moved:
        letters.registered(row)
    return row


@transaction.atomic
def cancel_registration(*, registration, erase=False, by=None, at=None):
    """By the person's private link, or by staff; the seat goes to whoever waits longest. Twice changes nothing.

    `erase`: the contacts go at once, with all that was sent to them.
    """
    at = at or timezone.now()
    quota = Quota.objects.select_for_update().get(edition=registration.edition_id, side=registration.side)
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if not row.is_active:
        return row
    if row.check_ins.exists():
        raise ValidationError(_("이미 입장한 분의 신청은 취소할 수 없습니다."), code="came")
    row.state, row.seat, row.seated_at, row.cancelled_at = RegistrationState.CANCELLED, None, None, at
    row.version += 1
    row.save()
    record("cancel_registration", row, by=by, at=at)
    if erase:
        remove_contacts(registrations=[row], at=at)
        row.refresh_from_db()
    else:
        letters.cancelled(row)
    seat_waiting(quota, at=at)
    return row


def seat_waiting(quota, *, at):
    """Everybody for whom there is a seat now, in order of arrival; whoever asks holds the lock of the quota."""
    moved = []
    if not quota.edition.is_pending:  # nobody is given a seat at what is over or called off
        return moved
    of_side = Registration.objects.filter(edition=quota.edition_id, side=quota.side)
    free = quota.seats - of_side.seated().count()
    for row in of_side.waiting().select_for_update(of=("self",))[: max(free, 0)]:
        row.state, row.seat, row.seated_at = RegistrationState.REGISTERED, free_seat(quota), at
        row.version += 1
        row.save()
        record("seat_waiting", row, by=None, at=at)
        letters.seated(row)
        moved.append(row)
    return moved


@transaction.atomic
def change_quotas(*, edition, seats, by, at=None):
    """{side: seats}, all of them or none. More seats go to those who wait; fewer than are taken are refused.

    Returns those who moved up.
    """
    refusals, moved = {}, []
    for side, number in sorted(seats.items()):  # whoever locks both sides locks them in one order
        try:
            moved += _change_quota(edition, side, number, by=by, at=at or timezone.now())
        except ValidationError as error:
            refusals[side] = error
    if refusals:
        raise ValidationError(refusals)
    return moved


def _change_quota(edition, side, seats, *, by, at):
    quota = Quota.objects.select_for_update().get(edition=edition, side=side)
    if seats == quota.seats:
        return []
    seated = list(Registration.objects.seated().filter(edition=edition, side=side).order_by("seat"))
    if seats < len(seated):
        message = _("이미 %(n)d명이 확정되어 정원을 그보다 줄일 수 없습니다.")
        raise ValidationError(message, code="taken", params={"n": len(seated)})
    for number, row in enumerate(seated, start=1):  # numbers that cancelling left free are closed up
        if row.seat != number:
            row.seat = number
            row.save(update_fields=["seat"])
    before, quota.seats = quota.seats, seats
    quota.save(update_fields=["seats"])
    record("change_quota", edition, by=by, changes={"side": str(side), "seats": [before, seats]})
    return seat_waiting(quota, at=at)
