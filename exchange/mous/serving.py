"""What takes place to keep a promise: trips to and from, the editions of a forum. Features offer theirs once and meet
here, on the ground, without knowing each other.

    serving.register(trips_serving)  # trips_serving(commitment, user) → Servings, in `AppConfig.ready()`
"""

from dataclasses import dataclass

_finders = []


@dataclass(frozen=True)
class Serving:
    """`label` says what it is (초청, 포럼 …); `when` is ready to be shown; `year` is the one that it counts for."""

    label: object
    title: str
    url: str
    when: str
    year: int
    is_sample: bool = False


def register(finder):
    _finders.append(finder)


def serving(commitment, user, *, year=None, but=None):
    """What this user may see of it, newest first; of a yearly promise that of one `year`, without the row at `but`."""
    found = [each for finder in _finders for each in finder(commitment, user) if each.url != but]
    if commitment.is_yearly and year:
        found = [each for each in found if each.year == year]
    return sorted(found, key=lambda each: (-each.year, each.title))
