from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.core.days import short_day
from exchange.core.languages import in_language

SHOWN = 3
MISS, WARN, OK = "miss", "warn", "ok"


@dataclass(frozen=True)
class Line:
    """One case of a check; `url` leads to the other side of it, another trip for example."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Check:
    """`level`: miss (a gap), warn (worth a look) or ok; `url` leads to where it is mended."""

    level: str
    text: str
    note: str = ""
    url: str = ""
    action: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def icon(self):
        return {MISS: "miss", WARN: "alert", OK: "check"}[self.level]

    @property
    def shown(self):
        """The first cases, so that the panel stays a panel."""
        return self.lines[:SHOWN]

    @property
    def more(self):
        return max(len(self.lines) - SHOWN, 0)


@dataclass(frozen=True)
class Kind:
    """What is said above all findings of one sort; `page` is where they are mended."""

    level: str
    text: object
    page: str
    action: object


@dataclass(frozen=True)
class Finding:
    """One case that stands in the way. `rows`: what is said beside the items and days that it is about.

    {("item", key): text} or ("day", date), shorter than `text`, for the row says the rest itself.
    """

    kind: Kind
    text: str
    rows: dict
    url: str = ""


def open_checks(checks):
    return [check for check in checks if check.level != OK]


def worst_first(checks):
    return sorted(checks, key=lambda check: (MISS, WARN, OK).index(check.level))


def page(delegation, name):
    return reverse(f"delegations:{name}", args=[delegation.slug])


def some(names):
    """The first few and how many more."""
    names = list(names)
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return shown if more <= 0 else _("%(names)s 외 %(n)d건") % {"names": shown, "n": more}


def title(obj):
    return in_language(obj, "title")[0]


def quoted(item):
    when = f"{short_day(item.day)} {item.starts:%H:%M}" if item.starts else short_day(item.day)
    return f"{when} {title(item)}"
