"""Whose turn it is: the host alternates between the two countries among the editions that take place."""

from dataclasses import dataclass

from forums.enums import HostCountry
from forums.models.series import OFF

OUTLOOK = 10  # years


def other(country):
    return HostCountry.JP if country == HostCountry.KR else HostCountry.KR


@dataclass(frozen=True)
class Turn:
    """One year of the outlook: an edition that stands, or the host that the rule proposes."""

    year: int
    host_country: str
    edition: object = None

    @property
    def host_label(self):
        return HostCountry(self.host_country).label

    @property
    def is_off(self):
        return self.edition is not None and not self.edition.is_live


def next_turn(series, editions):
    """(year, host) to propose: the year after the last edition, and the country that did not host the last one held.

    Editions that are agreed or announced count as if they had been held; `editions` are those of the series. None
    of them: this is the first, and the host is ours.
    """
    last = max((each.year for each in editions), default=None)
    return (last + 1 if last else None), host_after(series, editions, last + 1 if last else None)


def host_after(series, editions, year):
    """The host that the rule proposes for that year."""
    live = [each for each in editions if each.is_live and (year is None or each.year < year)]
    before = max(live, key=lambda each: each.year, default=None)
    if before is None:
        return HostCountry.KR
    return other(before.host_country) if series.alternates else HostCountry(before.host_country)


def outlook(series, editions, *, first, years=OUTLOOK):
    """Each of these years with its edition, or with the host that would be due if all go on by turns."""
    by_year = {each.year: each for each in editions}
    host, turns = host_after(series, editions, first), []
    for year in range(first, first + years):
        edition = by_year.get(year)
        turns.append(Turn(year, edition.host_country if edition else host, edition))
        if edition is None or edition.state not in OFF:
            held = edition.host_country if edition else host
            host = other(held) if series.alternates else held
    return turns
