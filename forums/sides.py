"""The two sides of a forum, as its pages name them: by their countries."""

from django.utils.translation import gettext_lazy as _

from exchange.meetings.enums import Side
from forums.enums import RegistrationState
from forums.models import Headcount, Quota

SIDES = [(Side.OURS.value, _("한국 측")), (Side.COUNTERPART.value, _("일본 측"))]
DRAWN = ("planned", "attended", "seats", "registered")
RAILS = {Side.OURS: "kr", Side.COUNTERPART: "jp"}


def figures_of(edition):
    """Of each side what was planned, who came, and how the seats are taken: numbers only, the people are not in it."""
    seats = dict(Quota.objects.filter(edition=edition).values_list("side", "seats"))
    taken = _taken(edition)
    sides = [
        {
            "side": side, "label": label, "rail": RAILS[side], "planned": getattr(edition, f"planned_{side}"),
            "attended": getattr(edition, f"attended_{side}"), "seats": seats.get(side, 0),
            **taken[side],
        }
        for side, label in SIDES
    ]  # fmt: skip
    most = max(side[name] or 0 for side in sides for name in DRAWN)
    return [side | _bars(side, most) for side in sides]


def total_of(edition):
    """The same of both sides together, which may be all that is known."""
    total = {"planned": edition.planned, "attended": edition.attended}
    return total | _bars(total, max(total["planned"] or 0, total["attended"] or 0))


def _bars(numbers, most):
    """How long each bar is, in hundredths of the longest."""
    return {f"{name}_bar": round(100 * (numbers[name] or 0) / (most or 1), 1) for name in DRAWN if name in numbers}


def _taken(edition):
    """{side: how many have a seat and how many wait}"""
    taken = {side: {"registered": 0, "waiting": 0} for side, _label in SIDES}
    found = Headcount.objects.filter(edition=edition).exclude(state=RegistrationState.CANCELLED)
    for side, state, people in found.values_list("side", "state", "people"):
        taken[side][state] = people
    return taken
