"""What promises remind of, too: the other side objects to a wording, and the owner is to do something about it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.accounts.roles import reads_everything
from exchange.core import days
from exchange.core.languages import in_language
from exchange.meetings.enums import Side
from exchange.mous.answers import open_objections
from exchange.mous.models import Commitment, Confirmation
from exchange.mous.notices import promise_lines
from exchange.notices.rules import Candidate, Rule, Stages, Words, in_chunks

STAGES = Stages(before=())  # once time is up, every week


def objections(today):
    """To the owner at once; where nothing has come of it in time, or the owner is gone, to the managers too."""
    managers = list(User.objects.active().filter(role=Role.MANAGER).values_list("pk", flat=True))
    answers = open_objections(Commitment.objects.all()).select_related("commitment__owner")
    for chunk in in_chunks(answers.filter(at__gte=timezone.now() - _looked_back())):
        yield [candidate for answer in chunk for candidate in _candidates(answer, managers, today)]


def _looked_back():
    """The rules may not have run for as long as they remind."""
    return timedelta(days=settings.OBJECTION_ANSWER_DAYS + 2, weeks=STAGES.weeks_overdue)


def _candidates(answer, managers, today):
    said_on = timezone.localdate(answer.at)
    up_on = answer_by(said_on)
    on = STAGES.reached(up_on, today) if today > up_on else said_on
    owner = answer.commitment.owner
    told, facts = (owner.pk if reads_everything(owner) else None), {"answer": answer.pk}
    if on and told:
        yield Candidate(answer.commitment_id, on, [told], facts, said_on)
    if on and (on > said_on or not told):
        others = [manager for manager in managers if manager != told]
        yield Candidate(answer.commitment_id, on, others, facts | {"as_manager": True}, said_on)


def answer_by(said_on):
    return said_on + timedelta(days=settings.OBJECTION_ANSWER_DAYS)


def with_last_answer(commitments, today):
    answers = Confirmation.objects.filter(commitment=OuterRef("pk"), side=Side.COUNTERPART).order_by("-at", "-pk")
    found = commitments.with_objections().select_related("owner", "counterpart")
    return found.annotate(
        last_answer=Subquery(answers.values("pk")[:1]), last_comment=Subquery(answers.values("comment")[:1])
    )


def still_objected(notice, promise, today):
    """Until the other side answers anew, or another wording answers it."""
    is_mine = "as_manager" in notice.facts or promise.owner_id == notice.recipient_id
    return promise.is_objected and promise.last_answer == notice.facts["answer"] and is_mine


def words(notice, promise, today):
    title, language = in_language(promise, "sentence")
    text = _("상대 기관이 이 문구에 이의를 밝혔습니다.")
    if notice.on > notice.due:
        open_for = (today - notice.due).days
        text = ngettext(
            "상대 기관이 이 문구에 밝힌 이의가 %(n)d일째 풀리지 않았습니다.",
            "상대 기관이 이 문구에 밝힌 이의가 %(n)d일째 풀리지 않았습니다.",
            open_for,
        ) % {"n": open_for}
    details = (
        _("상대 기관의 의견: %(comment)s") % {"comment": promise.last_comment},
        _("%(day)s까지 일본어 문구를 고치거나 상대 기관과 협의해 주십시오.") % {"day": days.day(answer_by(notice.due))},
        *promise_lines(promise),
        *([_("기한이 지나 부서장께도 알려 드립니다.")] if "as_manager" in notice.facts else []),
    )
    return Words(title, text, f"{promise.get_absolute_url()}#confirmations", language, details)


WORDING_OBJECTED = Rule(
    "wording-objected", gettext_lazy("문구 이의"), Commitment, candidates=objections, word=words,
    rows=with_last_answer, still_holds=still_objected,
)  # fmt: skip
