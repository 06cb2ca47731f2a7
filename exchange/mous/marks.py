"""The marks of a commitment: whose it is and how it stands."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.core.languages import once_a_language
from exchange.core.markup import filled
from exchange.mous.enums import Obligor
from exchange.mous.standing import Standing

SIDES = {Obligor.OURS: "kr", Obligor.COUNTERPART: "jp", Obligor.JOINT: "joint"}
LOOKS = {
    Standing.LATE: "late",
    Standing.OPEN: "",
    Standing.IN_PROGRESS: "part",
    Standing.UNDATED: "none",
    Standing.KEPT: "kept",
    Standing.KEPT_LATE: "kept",
    Standing.MISSED: "late",
    Standing.DROPPED: "none",
}


def side_badge(commitment):
    return side_mark(commitment.obligor)


def side_mark(obligor):
    return _sides()[obligor]


@once_a_language
def side_words():
    return {Obligor.OURS: _("한국"), Obligor.COUNTERPART: _("일본"), Obligor.JOINT: pgettext("편", "한일")}


@once_a_language
def _sides():
    words = side_words()
    return {each: filled('<span class="side {}">{}</span>', rule, words[each]) for each, rule in SIDES.items()}


def commitment_state(commitment):
    return _states()[commitment.standing]


@once_a_language
def _states():
    return {each: filled('<span class="state {}">{}</span>', look, each.label) for each, look in LOOKS.items()}
