from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.accounts.enums import Role
from exchange.audit.versions import claim, settle
from exchange.core.languages import in_each_language
from exchange.meetings.enums import Side
from exchange.mous.models import Confirmation


@transaction.atomic
def answer_wording(*, commitment, answer, comment="", shown=None, version=None, by, at=None):
    """The user's side confirms the present wording or objects to it with a comment.

    `shown`: the digest of the wording that was on the screen; an answer is never about one that nobody read.
    """
    row = claim(commitment, "answer_wording", version)
    if shown is not None and shown != row.wording_digest:
        message = _("그사이 약속 문구가 바뀌었습니다. 지금 문구를 다시 읽고 답해 주세요.")
        raise ValidationError(message, code="wording")
    confirmation = Confirmation(
        commitment=row, answer=answer, comment=comment.strip(), by=by, at=at or timezone.now(),
        side=Side.COUNTERPART if by.role == Role.COUNTERPART else Side.OURS,
        wording_ko=row.sentence_ko, wording_ja=row.sentence_ja, obligor=row.obligor,
    )  # fmt: skip
    confirmation.full_clean()
    confirmation.save()
    said = {name: in_each_language(getattr(confirmation, f"get_{name}_display")) for name in ("side", "answer")}
    settle(row, "answer_wording", by=by, **said, comment=confirmation.comment)
    return confirmation
