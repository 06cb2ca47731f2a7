"""The marks of a commitment: whose it is and how it stands."""

from django.contrib import messages
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.core.languages import once_a_language
from exchange.core.markup import filled
from exchange.mous.enums import CommitmentState, Obligor
from exchange.mous.standing import Objection, Standing

NOTHING = SafeString("")
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
    return states_drawn()[commitment.standing]


@once_a_language
def states_drawn():
    return {each: filled('<span class="state {}">{}</span>', look, each.label) for each, look in LOOKS.items()}


def objection_mark(commitment, reader):
    """`commitment` from `listed`; whoever looks after it is the one to answer, and sees that at once."""
    if not commitment.is_objected:
        return NOTHING
    return _objected()[commitment.owner_id == reader.pk]


@once_a_language
def _objected():
    form, words = ' <span class="badge {}">{}</span>', Objection.OBJECTED.label
    return {True: filled(form, "warn", words), False: filled(form, "outline", words)}


def said(level, text):
    """Beside the row that a step was taken at."""
    if level == messages.ERROR:
        return filled('<small class="form-hint-invalid" role="alert">{}</small>', text)
    return filled('<small class="state kept" role="status">{}</small>', text)


@once_a_language
def _undone():
    return {
        CommitmentState.KEPT: _("이행 표시 취소"),
        CommitmentState.MISSED: _("불이행 표시 취소"),
        CommitmentState.DROPPED: _("철회 취소"),
    }


def undo_words(commitment):
    """What the button says that leads back to the state before."""
    return _undone()[commitment.state]
