"""What takes place to keep a promise: trips to and from, the editions of a forum. Features offer theirs once and meet
here, on the ground, without knowing each other.

    serving.register(trips_serving, Delegation.objects.filter(commitment=OuterRef("pk")))  # in `AppConfig.ready()`

`trips_serving(commitment, user)` answers with Servings; the rows say whether there can be any.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists

_finders, _rows = [], []


@dataclass(frozen=True)
class Serving:
    """`label` says what it is (초청, 포럼 …); `when` is ready to be shown; `year` is the one that it counts for."""

    label: object
    title: str
    url: str
    when: str
    year: int
    is_sample: bool = False


def register(finder, rows):
    _finders.append(finder)
    _rows.append(rows)


def with_servings(commitments):
    """`is_served`: whether anything takes place for it."""
    return commitments.annotate(is_served=reduce(or_, map(Exists, _rows)))


def serving(commitment, user, *, year=None, but=None):
    """What this user may see of it, newest first; of a yearly promise that of one `year`, without the row at `but`."""
    found = [each for finder in _finders for each in finder(commitment, user) if each.url != but]
    if commitment.is_yearly and year:
        found = [each for each in found if each.year == year]
    return sorted(found, key=lambda each: (-each.year, each.title))
