from django.db import transaction
from django.utils import timezone

from exchange.accounts.enums import Role
from exchange.audit.versions import claim, settle
from exchange.meetings.enums import Side
from exchange.mous.models import Confirmation


@transaction.atomic
def answer_wording(*, commitment, answer, comment="", version=None, by, at=None):
    """The user's side confirms the present wording or objects to it with a comment."""
    row = claim(commitment, "answer_wording", version)
    confirmation = Confirmation(
        commitment=row, answer=answer, comment=comment.strip(), by=by, at=at or timezone.now(),
        side=Side.COUNTERPART if by.role == Role.COUNTERPART else Side.OURS,
        wording_ko=row.sentence_ko, wording_ja=row.sentence_ja,
    )  # fmt: skip
    confirmation.full_clean()
    confirmation.save()
    settle(row, "answer_wording", by=by, side=confirmation.side, answer=answer, comment=confirmation.comment)
    return confirmation
