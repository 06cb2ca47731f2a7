"""The first page: the forum that comes next, whose turn it is, and what is late in its preparation."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count

from exchange.core.languages import in_language
from forums.alternation import Due, due_of
from forums.models import Edition, Task

SHOWN = 3  # forums
LEFT, RIGHT = 96, 292  # where the first mark and the last one stand
LEVELS = {"KR": 20, "JP": 112}
LABELS = {"KR": 48, "JP": 93}  # between the rails
SIDES = {"KR": "kr", "JP": "jp"}
FACTS = [
    "series", "year", "host_country", "state", "starts_on", "ends_on", "is_sample", "break_reason",
    *[f"{name}_{language}" for name in ("name", "city") for language in ("ko", "ja", "en")],
    *[f"series__{name}" for name in ("name_ko", "name_ja", "name_en", "alternates", "is_sample")],
]  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """An edition on the small picture of the two rails."""

    x: int
    side: str
    y: int
    text: str
    text_y: int
    is_held: bool

    @property
    def diamond(self):
        return f"M{self.x} {self.y - 8}L{self.x + 8} {self.y}L{self.x} {self.y + 8}L{self.x - 8} {self.y}Z"


@dataclass(frozen=True)
class Coming:
    due: Due
    before: list  # the last two that were held
    late: int  # tasks

    @property
    def marks(self):
        """Those that were held and the one to come, evenly spread."""
        editions = [(each.year, each.host_country, each) for each in self.before]
        editions.append((self.due.year, self.due.host_country, self.due.edition))
        step = (RIGHT - LEFT) // max(len(editions) - 1, 1)
        return [
            _mark(RIGHT - step * (len(editions) - 1 - place), year, country, edition)
            for place, (year, country, edition) in enumerate(editions)
        ]

    @property
    def way(self):
        """From the last one to the next, where they are not in one country."""
        if not self.before:
            return None
        start, end = self.marks[-2:]
        if start.y == end.y:
            return None
        middle = (start.x + end.x) // 2
        curve = f"M{start.x + 12} {start.y}C{middle} {start.y} {middle} {end.y} {end.x - 10} {end.y}"
        return {"side": start.side, "d": curve}


def _mark(x, year, country, edition):
    city = in_language(edition, "city")[0] if edition else ""
    held = edition is not None and edition.is_held
    return Mark(x, SIDES[country], LEVELS[country], f"{year} {city}".strip(), LABELS[country], held)


def coming_forums(user, *, today):
    """The nearest first: those of which an edition is being prepared, then those whose turn the rule proposes."""
    editions = Edition.objects.visible_to(user).select_related("series").only(*FACTS).order_by("series", "year")
    forums = []
    for _series, of_series in groupby(editions, key=attrgetter("series_id")):
        known = list(of_series)
        forums.append((due_of(known[0].series, known, this_year=today.year), [e for e in known if e.is_held][-2:]))
    forums.sort(key=lambda each: (each[0].edition is None, each[0].year, not each[0].series.alternates))
    late = _late_tasks(user, [due.edition for due, _before in forums[:SHOWN] if due.edition], today)
    return [Coming(due, before, late.get(due.edition and due.edition.pk, 0)) for due, before in forums[:SHOWN]]


def _late_tasks(user, editions, today):
    if not editions:
        return {}
    late = Task.objects.visible_to(user).overdue(today=today).filter(edition__in=editions).order_by()
    return dict(late.values_list("edition").annotate(n=Count("pk")))
