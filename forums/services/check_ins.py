from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.services import record
from forums.models import CheckIn, Registration


@transaction.atomic
def check_in(*, registration, session=None, by, at=None):
    """(check-in, whether it is the first): scanned twice, or at two doors at once, somebody came once."""
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)  # nobody cancels meanwhile
    if not row.is_seated:
        message = _("확정된 참가자가 아닙니다(%(state)s).")
        raise ValidationError(message, code="state", params={"state": row.get_state_display()})
    if session and session.edition_id != row.edition_id:
        raise ValidationError(_("다른 회차의 순서입니다."), code="edition")
    came, is_first = CheckIn.objects.get_or_create(
        registration=row, session=session, defaults={"at": at or timezone.now(), "by": by}
    )
    if is_first:
        record("check_in", row, by=by, changes={"session": session.pk if session else None})
    return came, is_first


@transaction.atomic
def undo_check_in(*, check_in, by):
    """Twice changes nothing."""
    gone, _models = CheckIn.objects.filter(pk=check_in.pk).delete()
    if gone:
        record("undo_check_in", check_in.registration, by=by, changes={"session": check_in.session_id})


@transaction.atomic
def record_export(*, edition, rows, reason, by):
    """Somebody took the list of people along: who, when, how many rows of them, and what for."""
    if not reason.strip():
        raise ValidationError({"reason": _("내려받는 까닭을 적어 주세요.")}, code="reason")
    return record("export_registrations", edition, by=by, changes={"rows": rows, "reason": reason.strip()})
