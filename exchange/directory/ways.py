"""Ways from a body's page to pages of the rooms above, which offer themselves once, in `AppConfig.ready()`.

ways.register(way_to_briefing)  # way_to_briefing(organization, user) -> Way or None, in one query
"""

from dataclasses import dataclass

_finders = []


@dataclass(frozen=True)
class Way:
    label: object
    url: str


def register(finder):
    _finders.append(finder)


def ways_from(organization, user):
    return [way for finder in _finders if (way := finder(organization, user))]
