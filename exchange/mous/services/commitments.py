from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.audit.versions import claim, settle
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Point
from exchange.mous import proposals
from exchange.mous.answers import unanswered_objection
from exchange.mous.enums import Answer, CommitmentState, Recurrence
from exchange.mous.flows import COMMITMENT
from exchange.mous.models import Commitment, DueChange
from exchange.mous.models.commitments import NEEDS_EVIDENCE
from exchange.mous.services.confirmations import answer_wording
from exchange.mous.services.occurrences import fit_occurrences, open_again, open_occurrences
from exchange.mous.services.undoing import state_before

FIXED = {"sentence_ko", "clause", "meeting", "point", "due_on"}  # the sentence is exact; a due date moves with a reason


@transaction.atomic
def create_commitment(*, by, **facts):
    """`facts`: the commitment's own columns; a yearly one gets its years up to this one."""
    commitment = Commitment(**facts)
    _refuse_not_held(commitment.meeting)
    commitment.full_clean()
    commitment.save()
    settle(commitment, "create_commitment", by=by)
    if commitment.recurrence == Recurrence.YEARLY:
        open_occurrences(commitments=[commitment], today=timezone.localdate())
    return commitment


def commit_clause(*, clause, obligor, owner, by, **facts):
    """The clause's own words become a commitment of the day on which its MOU was signed."""
    origin = {"clause": clause, "mou": clause.mou, **_exact(clause, facts)}
    return create_commitment(
        **{"made_on": clause.mou.signed_on, **facts, **origin}, obligor=obligor, owner=owner, by=by
    )  # fmt: skip


@transaction.atomic
def commit_point(*, point, obligor, owner, by, **facts):
    """A line of the minutes becomes a commitment of the meeting's day and keeps its exact words."""
    point = Point.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=point.pk)  # once a line
    meeting = point.meeting
    origin = {"point": point, "meeting": meeting, "made_on": meeting.local_day, **_exact(point, facts)}
    if "counterpart" not in facts:
        facts["counterpart"] = next(iter(meeting.counterparts.all()), None)
    if "mou" not in facts:
        facts["mou"] = proposals.mou_at(meeting, facts["counterpart"])
    return create_commitment(**facts | origin, obligor=obligor, owner=owner, by=by)


def _refuse_not_held(meeting):
    """What stands in the minutes of a meeting before it takes place is a plan; nobody has promised it."""
    if meeting and meeting.state == MeetingState.CANCELLED:
        raise ValidationError({"meeting": _("취소한 면담의 발언은 약속이 될 수 없습니다.")}, code="state")
    if meeting and meeting.state != MeetingState.HELD:
        message = _("아직 열리지 않은 면담입니다. 면담을 마치고 개최로 바꾼 뒤에 약속으로 등록할 수 있습니다.")
        raise ValidationError({"meeting": message}, code="state")


def _exact(source, facts):
    """The sentence as it stands there; a Japanese one may be given where none is written."""
    if facts.get("sentence_ko", source.text_ko) != source.text_ko:
        raise ValidationError({"sentence_ko": _("출처에 적힌 문장과 다릅니다. 문장은 그대로 옮깁니다.")})
    return {"sentence_ko": source.text_ko, "sentence_ja": source.text_ja or facts.get("sentence_ja", "")}


@transaction.atomic
def change_commitment(*, commitment, version=None, by, **facts):
    """Everything but its sentence, its origin and its due date."""
    if FIXED & facts.keys():
        raise TypeError(f"not changed here: {sorted(FIXED & facts.keys())}")
    row = claim(commitment, "change_commitment", version)
    before = {name: getattr(row, name) for name in facts}
    first_before = row.recurs_from
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    fit_occurrences(commitment=row)
    if row.recurrence == Recurrence.YEARLY and row.is_live:
        open_occurrences(commitments=[row], today=timezone.localdate(), first_before=first_before)
    changes = {name: [str(before[name] or ""), str(facts[name] or "")] for name in facts if before[name] != facts[name]}
    settle(row, "change_commitment", by=by, **changes)
    return row


@transaction.atomic
def move_due(*, commitment, due_on, reason, version=None, by, at=None):
    """Every move but the first setting needs a reason and stays in the history of dates."""
    row = claim(commitment, "move_due", version)
    if not row.is_live:
        raise ValidationError(_("이미 끝난 약속의 기한은 바꿀 수 없습니다."), code="state")
    before, row.due_on = row.due_on, due_on
    if before == due_on:
        return row
    row.full_clean()
    row.save()
    if before is not None or row.due_changes.exists():
        change = DueChange(commitment=row, before=before, after=due_on, reason=reason.strip(), by=by)
        change.at = at or timezone.now()
        change.full_clean()
        change.save()
    settle(row, "move_due", by=by, due_on=[str(before or ""), str(due_on or "")], reason=reason)
    return row


@transaction.atomic
def ask_counterpart(*, commitment, asked_on, by):
    """Our side asked how it stands."""
    if asked_on > timezone.localdate():
        raise ValidationError({"asked_on": _("아직 오지 않은 날입니다.")})
    row = claim(commitment, "ask_counterpart", None)
    row.last_asked_on = max(filter(None, [row.last_asked_on, asked_on]))
    row.full_clean()
    row.save()
    settle(row, "ask_counterpart", by=by, last_asked_on=str(asked_on))
    return row


def start_commitment(*, commitment, by, at=None):
    return COMMITMENT.apply("start", commitment, by=by, at=at or timezone.now())


@transaction.atomic
def keep_commitment(*, commitment, reply="", by, at=None):
    """It was kept on the day of the latest evidence that there is now.

    Not on the day on which somebody says so, for the office often records what was done long before. What is added
    afterwards only confirms it and moves nothing. `reply`: what our side says to an objection that stands unanswered;
    it becomes our answer to the wording, which both sides read.
    """
    commitment = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)  # no objection meanwhile
    latest = commitment.evidence.first()
    if latest is None:
        raise ValidationError(NEEDS_EVIDENCE, code="evidence")
    if unanswered_objection(commitment):
        if not reply.strip():
            raise ValidationError({"reply": _("상대 기관의 이의에 어떻게 답했는지 적어 주세요.")}, code="objection")
        answer_wording(commitment=commitment, answer=Answer.CONFIRMED, comment=reply, by=by, at=at)
    return COMMITMENT.apply("keep", commitment, by=by, at=at or timezone.now(), kept_on=latest.dated_on)


def miss_commitment(*, commitment, by, at=None):
    return COMMITMENT.apply("miss", commitment, by=by, at=at or timezone.now())


def drop_commitment(*, commitment, reason, by, at=None):
    return COMMITMENT.apply("drop", commitment, by=by, at=at or timezone.now(), dropped_reason=reason.strip())


@transaction.atomic
def reopen_commitment(*, commitment, by, at=None):
    """The last step is undone. The years in which a dropped one was nobody's duty are not owed afterwards."""
    before = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    row = COMMITMENT.apply(
        "reopen", commitment, by=by, at=at or timezone.now(), state=state_before(before, "reopen", COMMITMENT),
        dropped_reason="", kept_on=None,
    )  # fmt: skip
    if before.state == CommitmentState.DROPPED and row.is_yearly:
        open_again(commitment=row, dropped_in=timezone.localdate(before.dropped_at).year, today=timezone.localdate(at))
    return row
