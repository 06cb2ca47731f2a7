"""What each side has said of a commitment's wording: its latest answer, and those before."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from exchange.accounts.enums import Role
from exchange.meetings.enums import Side
from exchange.mous.enums import Answer
from exchange.mous.models import Confirmation

RULES = {Side.OURS: "kr", Side.COUNTERPART: "jp"}


@dataclass(frozen=True)
class Answers:
    """`heading` names the body: both sides read the page, and each is "we" to itself."""

    side: str
    heading: str
    language: str
    latest: object
    earlier: list

    @property
    def rule(self):
        return RULES[self.side]


def answers_of(commitment):
    """Ours and, where the promise names another body, theirs; one query."""
    given = {side: [] for side in Side}
    for confirmation in commitment.confirmations.select_related("by").order_by("-at", "-pk"):
        confirmation.commitment = commitment  # it compares its wording with the present one
        given[confirmation.side].append(confirmation)
    body = commitment.counterpart
    headings = {Side.OURS: (_("중소기업중앙회"), "")}
    if body:
        headings[Side.COUNTERPART] = body.local_form
    return [
        Answers(side, name, language, next(iter(given[side]), None), given[side][1:])
        for side, (name, language) in headings.items()
    ]


def is_answered(sides, reader):
    """The reader's side has spoken of the present wording, and the other side has objected to nothing since."""
    own_side = Side.COUNTERPART if reader.role == Role.COUNTERPART else Side.OURS
    latest = {each.side: each.latest for each in sides if each.latest}
    own = latest.pop(own_side, None)
    if not own or not own.is_about_present_wording:
        return False
    return not any(other.answer == Answer.OBJECTED and other.at > own.at for other in latest.values())


def open_objections(commitments):
    """The last words of the other side where it objects to one of these as it is worded now."""
    said = Confirmation.objects.filter(commitment=OuterRef("commitment"), side=Side.COUNTERPART)
    last = Subquery(said.order_by("-at", "-pk").values("pk")[:1])
    objected = commitments.objected().order_by().values("pk")
    return Confirmation.objects.filter(pk=last, commitment__in=objected)


def unanswered_objection(commitment):
    """The other side's last word where it objects to the present wording and ours has not said a word since."""
    answers = commitment.confirmations.order_by("-at", "-pk")
    theirs = answers.filter(side=Side.COUNTERPART).first()
    if not theirs or theirs.answer != Answer.OBJECTED or not theirs.is_about_present_wording:
        return None
    replies = answers.filter(side=Side.OURS, at__gte=theirs.at).exclude(comment="")
    return None if replies.exists() else theirs
