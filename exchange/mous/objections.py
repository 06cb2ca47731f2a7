"""What promises remind of, too: the other side objects to a wording, and the owner is to know."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.accounts.roles import reads_everything
from exchange.core.languages import in_language
from exchange.meetings.enums import Side
from exchange.mous.enums import Answer
from exchange.mous.models import Commitment, Confirmation
from exchange.notices.rules import Candidate, Rule, Words, in_chunks

LOOKED_BACK = timedelta(days=60)  # the rules may not have run for that long


def objections(today):
    answers = Confirmation.objects.filter(
        side=Side.COUNTERPART, answer=Answer.OBJECTED, at__gte=timezone.now() - LOOKED_BACK
    )
    for chunk in in_chunks(answers.select_related("commitment__owner")):
        yield [
            Candidate(each.commitment_id, timezone.localdate(each.at), [each.commitment.owner_id], {"answer": each.pk})
            for each in chunk
            if reads_everything(each.commitment.owner)
        ]


def with_last_answer(commitments, today):
    answers = Confirmation.objects.filter(commitment=OuterRef("pk"), side=Side.COUNTERPART).order_by("-at", "-pk")
    return commitments.with_objections().annotate(last_answer=Subquery(answers.values("pk")[:1]))


def still_objected(notice, promise, today):
    """Until the other side answers anew, or another wording answers it."""
    is_mine = promise.owner_id == notice.recipient_id
    return promise.is_objected and promise.last_answer == notice.facts["answer"] and is_mine


def words(notice, promise, today):
    title, language = in_language(promise, "sentence")
    return Words(title, _("상대 기관이 이 문구에 이의를 밝혔습니다."), promise.get_absolute_url(), language)


WORDING_OBJECTED = Rule(
    "wording-objected", gettext_lazy("문구 이의"), Commitment, candidates=objections, word=words,
    rows=with_last_answer, still_holds=still_objected,
)  # fmt: skip
