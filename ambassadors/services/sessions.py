from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import letters
from ambassadors.enums import AssignmentAnswer, OutcomeKind, SessionState
from ambassadors.flows import SESSION
from ambassadors.models import AdvisorySession, Client, SessionFile, SessionOutcome, SessionRevision, SessionTopic
from exchange.audit.services import record
from exchange.audit.versions import claim, settle
from exchange.core import zones
from exchange.notices.outbox import cancel_mails
from exchange.privacy import links

ANSWERED = (  # what the client and staff said of the text as it stood
    "satisfaction", "client_comment", "confirmed_at", "disputed_at", "checked_at", "checked_by", "case_consent",
)  # fmt: skip
AT_ONCE = (OutcomeKind.INTRODUCTION, OutcomeKind.REFERRAL)  # outcomes that are told with the session itself


def log_session(*, submission, ambassador, topics=(), submit=True, by, at=None, parts=None, **facts):
    """(session, whether it is new): the same submission twice is one session, also when both arrive at once.

    A draft that was saved with the key before is finished by it. `parts`: what `_set_parts` takes.
    """
    found = AdvisorySession.objects.filter(submission=submission, ambassador=ambassador).first()
    if found:
        return _again(found, topics=topics, submit=submit, by=by, at=at, parts=parts, **facts), False
    at = at or timezone.now()
    session = AdvisorySession(submission=submission, ambassador=ambassador, **facts)
    session.entered_on = zones.local(at, ambassador.zone).date()
    session.country = session.country or ambassador.country
    try:
        with transaction.atomic():
            _fill(session, parts)
            if submit:
                session.state, session.submitted_at = SessionState.SUBMITTED, at
                require_topics(topics)
            session.full_clean()
            session.save()
            _set_topics(session, topics)
            _set_parts(session, by=by, **(parts or {}))
            settle(session, "log_session", by=by, state=session.state)
            if submit:
                letters.confirmation_asked(session)
    except (IntegrityError, ValidationError):
        found = AdvisorySession.objects.filter(submission=submission, ambassador=ambassador).first()
        if not found:  # it was another rule, or somebody else's key
            raise
        return found, False  # both came at once
    return session, True


def _again(session, *, submit, **facts):
    """Sent once more: nothing new, unless what stands there was only a draft."""
    if session.state != SessionState.DRAFT:
        return session
    if not submit:
        facts.pop("at")
    return (submit_session if submit else save_draft)(session=session, **facts)


def _fill(session, parts=None):
    """What follows from the request: the firm, and whom to ask for confirmation. A firm named anew is made."""
    if session.request_id:
        if not _has_carried(session):
            raise ValidationError({"request": _("맡고 계신 신청이 아닙니다.")})
        session.client = session.request.client
        session.contact_language = session.request.language
        session.contact_name = session.contact_email = ""
    elif name := (parts or {}).get("new_client", "").strip():
        session.client = _client_named(name, session.ambassador)


def _has_carried(session):
    """He carries the request now, or he had accepted it before staff gave it to somebody else."""
    if session.request.ambassador_id == session.ambassador_id:
        return True
    accepted = session.request.assignments.filter(answer=AssignmentAnswer.ACCEPTED)
    return accepted.filter(ambassador=session.ambassador_id).exists()


def _client_named(name, ambassador):
    """The firm of that name among those that he advised before: others may bear the same name."""
    found = Client.objects.filter(name__iexact=name, sessions__ambassador=ambassador).first()
    if found is None:
        found = Client(name=name)
        found.full_clean()
        found.save()
    return found


def _set_parts(session, *, by, new_client="", introduction=None, referral=None, kept=()):
    """What hangs on a session: whom he introduced and where he sent the firm to (None: as it is), files kept before."""
    for kind, text in zip(AT_ONCE, (introduction, referral), strict=True):
        if text is not None:
            session.outcomes.filter(kind=kind).delete()
        if text:
            outcome = SessionOutcome(session=session, kind=kind, text=text, happened_on=session.held_on, added_by=by)
            outcome.full_clean()
            outcome.save()
    SessionFile.objects.bulk_create(SessionFile(session=session, **file) for file in kept)


def require_topics(topics):
    if not topics:
        raise ValidationError({"topics": _("자문 분야를 하나 이상 골라 주세요.")})


def _set_topics(session, topics):
    session.topics.all().delete()
    rows = [SessionTopic(session=session, topic=topic) for topic in dict.fromkeys(topics)]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    SessionTopic.objects.bulk_create(rows)


@transaction.atomic
def submit_session(*, session, topics, version=None, by, at=None, parts=None, **facts):
    """A draft is finished."""
    row = claim(session, "submit_session", version)
    if row.state != SessionState.DRAFT:
        raise ValidationError(_("이미 제출한 일지입니다."), code="state")
    require_topics(topics)
    at = at or timezone.now()
    for name, value in facts.items():
        setattr(row, name, value)
    _fill(row, parts)
    row.entered_on = zones.local(at, row.ambassador.zone).date()
    row.state, row.submitted_at = SessionState.SUBMITTED, at
    row.full_clean()
    row.save()
    _set_topics(row, topics)
    _set_parts(row, by=by, **(parts or {}))
    settle(row, "submit_session", by=by)
    letters.confirmation_asked(row)
    return row


@transaction.atomic
def save_draft(*, session, topics=(), version=None, by, parts=None, **facts):
    row = claim(session, "save_draft", version)
    if row.state != SessionState.DRAFT:
        raise ValidationError(_("이미 제출한 일지입니다."), code="state")
    for name, value in facts.items():
        setattr(row, name, value)
    _fill(row, parts)
    row.full_clean()
    row.save()
    _set_topics(row, topics)
    _set_parts(row, by=by, **(parts or {}))
    settle(row, "save_draft", by=by)
    return row


@transaction.atomic
def correct_session(*, session, reason, topics=None, version=None, by, at=None, **facts):
    """After submission: the former text and the client's answer to it are kept, and he is asked again.

    What he agreed to for the casebook was the former text too: until he agrees again its cases are left out.
    """
    at = at or timezone.now()
    row = claim(session, "correct_session", version)
    if row.state == SessionState.DRAFT:
        raise ValidationError(_("아직 제출하지 않은 일지입니다."), code="state")
    before = {name: _kept(row, name) for name, value in facts.items() if getattr(row, name) != value}
    former = [topic.topic for topic in row.topics.all()]
    if topics is not None and sorted(topics) != sorted(former):
        require_topics(topics)
        before["topics"] = former
        _set_topics(row, topics)
    if not before:
        return row
    fields = sorted(before)
    before |= {name: _plain(getattr(row, name)) for name in ANSWERED if getattr(row, name)}
    revision = SessionRevision(session=row, before=before, state=row.state, reason=reason.strip(), at=at, by=by)
    revision.full_clean()
    revision.save()
    for name, value in facts.items():
        setattr(row, name, value)
    row.state, row.submitted_at, row.link_version = SessionState.SUBMITTED, at, row.link_version + 1
    row.confirmed_at = row.disputed_at = row.checked_at = row.checked_by = row.satisfaction = row.case_consent = None
    row.client_comment = ""
    row.full_clean()
    row.save()
    settle(row, "correct_session", by=by, reason=reason, fields=fields)
    letters.confirmation_asked(row)
    return row


def _kept(row, name):
    """A revision never changes, so it holds nothing of a contact, whose data go one day."""
    return None if name in {"contact_name", "contact_email"} else _plain(getattr(row, name))


def _plain(value):
    return value if value is None or isinstance(value, (int, bool)) else str(getattr(value, "pk", value))


@transaction.atomic
def answer_session(*, session, agrees, link_version, satisfaction=None, comment="", case_consent=None, at=None):
    """The client says whether it was so, by a link that works once."""
    at = at or timezone.now()
    row = AdvisorySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.link_version != link_version or row.state != SessionState.SUBMITTED:
        raise ValidationError(_("이미 답하셨거나 새 링크를 보내 드린 일지입니다."), code="used")
    row.link_version += 1
    row.client_comment, row.satisfaction = comment.strip(), satisfaction
    if agrees:
        row.state, row.confirmed_at, row.case_consent = SessionState.CONFIRMED, at, case_consent
    else:
        row.state, row.disputed_at, row.case_consent = SessionState.DISPUTED, at, None
    row.full_clean()
    row.save()
    if not row.case_consent:
        row.cases.all().delete()
    record("confirm_session" if agrees else "dispute_session", row, by=None, at=at)
    letters.confirmation_answered(row)
    return row


@transaction.atomic
def ask_again(*, session, by):
    """The client gets a new letter; the link of the former one ends, and so does a letter that has not left yet."""
    row = AdvisorySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.state != SessionState.SUBMITTED:
        raise ValidationError(_("기업의 확인을 기다리는 일지가 아닙니다."), code="state")
    if not row.asked_at:
        raise ValidationError(_("확인을 청할 이메일이 없습니다."), code="contact")
    cancel_mails([row.asked_at], holding=[links.stem(row.uid)])
    row.link_version += 1
    row.save(update_fields=["link_version"])
    record("ask_again", row, by=by)
    letters.confirmation_asked(row)
    return row


@transaction.atomic
def check_session(*, session, by, at=None):
    """Staff have read it; also one that the client never answered."""
    return SESSION.apply("check", session, by=by, at=at or timezone.now())


@transaction.atomic
def uncheck_session(*, session, by, at=None):
    target = SessionState.CONFIRMED if session.confirmed_at else SessionState.SUBMITTED
    row = SESSION.apply("uncheck", session, by=by, at=at or timezone.now(), checked_at=None, checked_by=None)
    if target != row.state:
        row.state = target
        row.save(update_fields=["state"])
    return row


@transaction.atomic
def delete_draft(*, session, by):
    row = AdvisorySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if row.state != SessionState.DRAFT:
        raise ValidationError(_("이미 제출한 일지입니다."), code="state")
    record("delete_draft", row, by=by)
    row.delete()
