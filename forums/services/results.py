"""What came of an edition: who came, to which session, and what was said there."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.meetings.services import create_meeting
from forums.enums import EditionState
from forums.services.editions import hold_edition, link_meeting

OF_SESSION = ("attended_ours", "attended_counterpart", "note_ko", "note_ja")
WRITABLE = (EditionState.AGREED, EditionState.ANNOUNCED, EditionState.HELD)


@transaction.atomic
def write_results(*, edition, version=None, figures, sessions, by):
    """`figures` of the whole edition; `sessions`: {pk: facts} of those that belong to it."""
    row = claim(edition, "write_results", version)
    if row.state not in WRITABLE:
        raise ValidationError(_("합의하거나 공고한 회차, 개최한 회차의 결과만 적을 수 있습니다."), code="state")
    for name, value in figures.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    written = [session.pk for session in row.sessions.filter(pk__in=sessions) if _write(session, sessions[session.pk])]
    settle(row, "write_results", by=by, sessions=written, **figures)
    return row


def _write(session, facts):
    """Whether there was anything new."""
    changed = [name for name in OF_SESSION if name in facts and getattr(session, name) != facts[name]]
    for name in changed:
        setattr(session, name, facts[name])
    if changed:
        session.full_clean()
        session.save(update_fields=changed)
    return bool(changed)


@transaction.atomic
def close_edition(*, edition, version=None, figures, sessions, by, at=None):
    """It took place, with all that is known of it: both or neither."""
    row = write_results(edition=edition, version=version, figures=figures, sessions=sessions, by=by)
    return hold_edition(edition=row, by=by, at=at)


@transaction.atomic
def add_meeting(*, edition, by, **facts):
    """A meeting held on the occasion of the edition."""
    meeting = create_meeting(by=by, **facts)
    link_meeting(edition=edition, meeting=meeting, by=by)
    return meeting
