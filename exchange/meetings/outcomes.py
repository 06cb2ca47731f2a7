"""What came of a meeting: a feature that makes something of its lines, or is proved by it, offers itself once.

outcomes.register(promises_of)  # in `AppConfig.ready()`; promises_of(meeting, user) -> Outcome, in one query
"""

from dataclasses import dataclass, field

_finders = []


@dataclass(frozen=True)
class Outcome:
    """Markup for the lines of the minutes by the point's key, and a panel below them.

    `offers`: what may be made of a line, among its tools; `made`: what has been made of it; `panel`: the template
    of the panel, which finds this object as `outcome`, empty when there is nothing to show; `rows`: for the panel.
    """

    offers: dict = field(default_factory=dict)
    made: dict = field(default_factory=dict)
    panel: str = ""
    rows: object = None


def register(finder):
    _finders.append(finder)


def outcomes_of(meeting, user):
    return [finder(meeting, user) for finder in _finders]


def attach(outcomes, points):
    """Each line gets its `offers` and what was `made` of it."""
    for point in points:
        point.offers = [outcome.offers[point.pk] for outcome in outcomes if point.pk in outcome.offers]
        point.made = [outcome.made[point.pk] for outcome in outcomes if point.pk in outcome.made]
