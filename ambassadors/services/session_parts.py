"""Outcomes, files and the follow-up of a session. More may be added at any time; what stood there when it was
checked only staff take away, with the reason. The texts are not repeated in the events: they may name people."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ambassadors.enums import SessionState
from ambassadors.models import AdvisorySession, SessionFile, SessionOutcome
from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from exchange.meetings import files


@transaction.atomic
def add_outcome(*, session, kind, text, by, **facts):
    if session.state == SessionState.DRAFT:
        raise ValidationError(_("아직 제출하지 않은 일지입니다."), code="state")
    outcome = SessionOutcome(session=session, kind=kind, text=text, added_by=by, **facts)
    outcome.full_clean()
    outcome.save()
    record("add_outcome", session, by=by, changes={"outcome": outcome.pk, "kind": str(kind)})
    return outcome


@transaction.atomic
def remove_outcome(*, outcome, reason="", by):
    said = _allowed(outcome, reason, by)
    record("remove_outcome", outcome.session, by=by, changes={"outcome": outcome.pk, "kind": outcome.kind, **said})
    outcome.delete()


@transaction.atomic
def set_follow_up(*, session, follow_up_on, by):
    """When the next step is due is not what the client confirmed: it moves without asking him again."""
    row = claim(session, "set_follow_up", None)
    if row.state == SessionState.DRAFT:
        raise ValidationError(_("아직 제출하지 않은 일지입니다."), code="state")
    row.follow_up_on = follow_up_on
    row.full_clean()
    row.save(update_fields=["follow_up_on"])
    settle(row, "set_follow_up", by=by, follow_up_on=follow_up_on and str(follow_up_on))
    return row


def add_session_file(*, session, upload, by):
    """ValidationError says why a file is not kept."""
    facts = files.keep(upload)
    with transaction.atomic():
        file = SessionFile.objects.create(session=session, **facts)
        record("add_session_file", session, by=by, changes={"name": file.name})
    return file


@transaction.atomic
def remove_session_file(*, file, reason="", by):
    said = _allowed(file, reason, by)
    record("remove_session_file", file.session, by=by, changes={"name": file.name, **said})
    file.delete()


def _allowed(part, reason, by):
    """The reason for the event. The session is locked: nobody checks it meanwhile."""
    part.session = AdvisorySession.objects.select_for_update(of=("self",)).get(pk=part.session_id)
    was_checked = part.session.checked_at is not None and not part.is_later
    if not by.has_perm("ambassadors.remove_checked" if was_checked else "ambassadors.add_outcome", part.session):
        raise PermissionDenied("ambassadors.remove_checked")
    if was_checked and not reason.strip():
        raise ValidationError({"reason": _("검토를 마친 일지입니다. 지우는 까닭을 적어 주세요.")})
    return {"reason": reason.strip()} if reason.strip() else {}
