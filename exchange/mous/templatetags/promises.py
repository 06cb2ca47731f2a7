"""What a list says of every commitment, each in one piece: a template takes its time for every word."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exchange.core.languages import once_a_language
from exchange.core.templatetags.portal import label_of
from exchange.mous.enums import CommitmentState, Obligor

register = template.Library()

_SIDES = {Obligor.OURS: "kr", Obligor.COUNTERPART: "jp", Obligor.JOINT: "joint"}
_LOOKS = {
    CommitmentState.OPEN: "",
    CommitmentState.IN_PROGRESS: "part",
    CommitmentState.KEPT: "kept",
    CommitmentState.MISSED: "late",
    CommitmentState.DROPPED: "none",
}


@register.simple_tag
def side_badge(commitment):
    return format_html(
        '<span class="side {}">{}</span>', _SIDES[commitment.obligor], label_of(commitment, "obligor")
    )  # fmt: skip


@register.simple_tag
def commitment_state(commitment):
    """`is_late` is annotated by `listed`."""
    if commitment.is_late:
        return format_html('<span class="state late">{}</span>', _words()[0])
    return format_html('<span class="state {}">{}</span>', _LOOKS[commitment.state], label_of(commitment, "state"))


@once_a_language
def _words():
    return (_("기한 경과"),)
