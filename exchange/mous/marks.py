"""The marks of a commitment: whose it is and how it stands."""

from django.utils.translation import gettext as _

from exchange.core.languages import once_a_language
from exchange.core.markup import filled
from exchange.core.templatetags.portal import label_of
from exchange.mous.enums import CommitmentState, Obligor

SIDES = {Obligor.OURS: "kr", Obligor.COUNTERPART: "jp", Obligor.JOINT: "joint"}
LOOKS = {
    CommitmentState.OPEN: "",
    CommitmentState.IN_PROGRESS: "part",
    CommitmentState.KEPT: "kept",
    CommitmentState.MISSED: "late",
    CommitmentState.DROPPED: "none",
}


def side_badge(commitment):
    return filled('<span class="side {}">{}</span>', SIDES[commitment.obligor], label_of(commitment, "obligor"))


def commitment_state(commitment):
    """`is_late` is annotated by `listed`."""
    if commitment.is_late:
        return _late()
    return filled('<span class="state {}">{}</span>', LOOKS[commitment.state], label_of(commitment, "state"))


@once_a_language
def _late():
    return filled('<span class="state late">{}</span>', _("기한 경과"))
