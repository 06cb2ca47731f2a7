"""Whose turn it is: the host alternates between the two countries among the editions that take place."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange.core.languages import reader
from exchange.core.templatetags.portal import labels
from forums.enums import EditionState, HostCountry
from forums.models import Edition, Series
from forums.models.series import OFF

OUTLOOK = 10  # years


def other(country):
    return HostCountry.JP if country == HostCountry.KR else HostCountry.KR


def country_name(country):
    return labels(Edition, "host_country", reader())[country]


# --- whose turn ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """The edition that comes next: `edition` where one is being prepared, else what the rule proposes."""

    series: Series
    year: int
    host_country: str
    edition: Edition | None = None
    last: Edition | None = None  # the last one held
    off: list = field(default_factory=list)  # what was skipped or cancelled since

    @property
    def address(self):
        return (self.edition or self.series).get_absolute_url()

    @property
    def is_sample(self):
        return (self.edition or self.series).is_sample

    @property
    def sentence(self):
        """Whose turn it is, and why."""
        if not self.series.alternates:
            return _("늘 %(country)s에서 여는 포럼입니다.") % {"country": country_name(self.host_country)}
        if not self.last:
            return _("아직 개최한 회차가 없어 첫 회차는 %(country)s에서 여는 것으로 제안합니다.") % {
                "country": country_name(self.host_country)
            }
        names = {
            "year": self.last.year,
            "last": country_name(self.last.host_country),
            "next": country_name(self.host_country),
        }
        if self.last.host_country == self.host_country:
            return _("%(year)d년에 이어 다음도 %(next)s에서 열기로 했습니다.") % names
        return _("%(year)d년은 %(last)s에서 열렸으므로 다음은 %(next)s입니다.") % names

    @property
    def aside(self):
        """Why a year without a forum has not passed the turn on."""
        if not self.off or not self.series.alternates:
            return ""
        years = ", ".join(str(each.year) for each in sorted(self.off, key=lambda each: each.year))
        return _("열리지 않은 %(years)s년은 차례에 들어가지 않습니다.") % {"years": years}


def due_of(series, editions, *, this_year):
    """What comes next in this series; `editions` are all of it."""
    held = [each for each in editions if each.is_held]
    last = max(held, key=lambda each: each.year, default=None)
    after = last.year if last else 0
    pending = [each for each in editions if each.is_pending and each.year > after]
    coming = min(pending, key=lambda each: each.year, default=None)
    if coming:
        year, host = coming.year, coming.host_country
    else:
        year, host = next_turn(series, editions, this_year=this_year)
    off = [each for each in editions if each.state in OFF and after < each.year <= year]
    return Due(series, year, HostCountry(host), coming, last, off)


def dues_for(user, *, this_year):
    """Whose turn it is in each forum that this user sees."""
    series = Series.objects.visible_to(user).prefetch_related("editions")
    return [due_of(each, list(each.editions.all()), this_year=this_year) for each in series]


# --- the years ahead -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """One year of the outlook: an edition that stands, or the host that the rule proposes."""

    year: int
    host_country: str
    edition: Edition | None = None
    repeats: bool = False  # in the country of the one before

    @property
    def century(self):
        return str(self.year)[:-2]

    @property
    def short_year(self):
        return str(self.year)[-2:]

    @property
    def is_off(self):
        return self.edition is not None and not self.edition.is_live

    @property
    def rail(self):
        return "kr" if self.host_country == HostCountry.KR else "jp"

    @property
    def look(self):
        """held, firm (agreed or announced), plan (proposed, or due by the rule) or off."""
        if self.edition is None or self.edition.state == EditionState.PROPOSED:
            return "plan"
        if self.is_off:
            return "off"
        return "held" if self.edition.is_held else "firm"

    @property
    def reason(self):
        """Of what is out of order: why it is off, or why it repeats the country."""
        if self.edition is None:
            return ""
        return self.edition.state_reason if self.is_off else self.edition.break_reason


def next_turn(series, editions, *, this_year=None):
    """(year, host) to propose: the year after the last edition, and the country that did not host the last one held.

    Editions that are agreed or announced count as if they had been held; `editions` are those of the series. Years
    that have passed are not proposed. None of them: this is the first, and the host is ours.
    """
    last = max((each.year for each in editions), default=None)
    years = [year for year in (last and last + 1, this_year) if year]
    year = max(years, default=None)
    return year, host_after(series, editions, year)


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
    repeats_if = other(host) if any(each.is_live and each.year < first for each in editions) else None
    for year in range(first, first + years):
        edition = by_year.get(year)
        here = edition.host_country if edition else host
        live = edition is None or edition.is_live
        turns.append(Turn(year, here, edition, repeats=bool(live and series.alternates and here == repeats_if)))
        if live:
            repeats_if, host = here, other(here) if series.alternates else here
    return turns
