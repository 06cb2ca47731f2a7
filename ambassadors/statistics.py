"""The statistics of advice, read from the tallies: what was counted in one period, and by what."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from ambassadors.enums import Topic
from ambassadors.models import Ambassador, Client, Tally, TallyKind
from ambassadors.models.tallies import ALL_TIME
from exchange.core import addresses
from exchange.core.languages import once_a_language, reader
from exchange.core.templatetags.portal import name_in
from exchange.directory.enums import Country

PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
NUMBERS = ("sessions", "minutes", "preparation", "travel", "confirmed", "rated", "stars")
YEAR = re.compile(r"\d{4}")
SHOWN = 10  # of each kind on the page of all of them
AN_HOUR, QUARTER = 60, 3
NAMES = ("name_ko", "name_hanja", "name_kana", "name_latin", "country")


@dataclass(frozen=True)
class Period:
    """A year, or one of its quarters or months; all time without a year."""

    code: str = ALL_TIME
    year: int | None = None
    quarter: int | None = None
    month: int | None = None

    @classmethod
    def read(cls, text, today):
        """What stands in the address; this year for anything else."""
        if text == ALL_TIME:
            return cls()
        match = PERIOD.fullmatch(text or "") or PERIOD.fullmatch(f"{today:%Y}")
        return cls(match[0], **{name: int(part) for name, part in match.groupdict().items() if part})

    @property
    def label(self):
        words = _words()
        if not self.year:
            return words["ever"]
        form = words["quarter"] if self.quarter else words["month"] if self.month else words["year"]
        return form.format(y=self.year, q=self.quarter, m=self.month)

    @property
    def days(self):
        """As the filter of the list of sessions calls them."""
        if not self.year:
            return {}
        first, last = self.month or 1, self.month or 12
        if self.quarter:
            first, last = QUARTER * self.quarter - 2, QUARTER * self.quarter
        until = date(self.year, last, monthrange(self.year, last)[1])
        return {"since": date(self.year, first, 1).isoformat(), "until": until.isoformat()}

    @property
    def first_and_last(self):
        return [date.fromisoformat(day) for day in self.days.values()]

    @property
    def parts(self):
        """What it is divided into on the page: months, else nothing; all time into years, which it does not know."""
        if self.month or not self.year:
            return []
        months = range(QUARTER * self.quarter - 2, QUARTER * self.quarter + 1) if self.quarter else range(1, 13)
        return [f"{self.year}-{month:02}" for month in months]


@dataclass(frozen=True)
class Numbers:
    sessions: int = 0
    minutes: int = 0
    preparation: int = 0
    travel: int = 0
    confirmed: int = 0
    rated: int = 0
    stars: int = 0

    @property
    def contact_hours(self):
        return _hours(self.minutes)

    @property
    def preparation_hours(self):
        return _hours(self.preparation)

    @property
    def travel_hours(self):
        return _hours(self.travel)

    @property
    def hours(self):
        """Of advice, as on the activity sheet: the journey is none."""
        return _hours(self.minutes + self.preparation)

    @property
    def share(self):
        """Of the sessions, in percent."""
        return f"{round(100 * self.confirmed / self.sessions)}%" if self.sessions else "-"

    @property
    def satisfaction(self):
        return f"{self.stars / self.rated:.1f}" if self.rated else "-"


def _hours(minutes):
    return f"{minutes / AN_HOUR:,.1f}"


class Statistics:
    """Of one period. `totals`: {code of a period: Numbers} of every period in which there was a session."""

    def __init__(self, user, period, *, today):
        self.tallies, self.period, self.today = Tally.objects.visible_to(user), period, today
        rows = self.tallies.filter(kind=TallyKind.ALL, sessions__gt=0).values_list("period", *NUMBERS)
        self.totals = {code: Numbers(*numbers) for code, *numbers in rows}
        self.total = self.totals.get(period.code, Numbers())

    @property
    def chips(self):
        """[[(code, label, chosen)]]: the years, then the quarters and the months of the chosen one."""
        words, chosen = _words(), self.period
        years = sorted({code[:4] for code in self.totals if code != ALL_TIME}, reverse=True)
        rows = [[(ALL_TIME, words["ever"], not chosen.year)]]
        rows[0] += [(year, words["year"].format(y=year), str(chosen.year) == year) for year in years]
        if chosen.year:
            of_year = [code for code in sorted(self.totals) if code.startswith(f"{chosen.year}-")]
            quarters = [(code, words["of_quarter"].format(q=code[-1])) for code in of_year if "Q" in code]
            months = [(code, words["of_month"].format(m=int(code[-2:]))) for code in of_year if "Q" not in code]
            rows += [[(code, label, code == chosen.code) for code, label in codes] for codes in (quarters, months)]
        return rows

    @property
    def course(self):
        """Rows of the years, or of the months of a year or quarter; those without a session too, but none to come."""
        now = f"{self.today:%Y-%m}"
        codes = self.period.parts if self.period.year else self._years()
        found = [Period.read(code, None) for code in codes if code <= now or code in self.totals]
        return _rows([(each.label, urlencode(each.days), self.totals.get(each.code, Numbers())) for each in found])

    def _years(self):
        years = [int(code) for code in self.totals if YEAR.fullmatch(code)]
        return [str(year) for year in range(min(years), max(years) + 1)] if years else []

    def of(self, kind):
        """Tallies of one kind in this period, the most sessions first."""
        return self.tallies.filter(period=self.period.code, kind=kind).most_first()

    def first(self, kind, most=SHOWN):
        """(rows, whether there are more)"""
        found = list(self.of(kind)[: most + 1])
        return self.rows(kind, found[:most]), len(found) > most

    def rows(self, kind, tallies):
        named = _names_of(kind, [tally.key for tally in tallies])
        days = self.period.days
        facts = []
        for tally in tallies:
            of_row = f"#{tally.key}" if kind in (TallyKind.AMBASSADOR, TallyKind.CLIENT) else tally.key
            link = urlencode({kind.value: of_row} | days)
            facts.append((named.get(tally.key, tally.key), link, Numbers(*[getattr(tally, name) for name in NUMBERS])))
        return _rows(facts)


def _rows(facts):
    """(name, filter, numbers) as `{% each %}` draws them; the longest bar is that of the most sessions."""
    most = max((numbers.sessions for _name, _link, numbers in facts), default=0) or 1
    address = addresses.page("ambassadors:session_list")
    return [
        {
            "url": f"{address}?{link}",
            "name": name,
            "bar": SafeString(f"{100 * numbers.sessions / most:.1f}"),
            "sessions": f"{numbers.sessions:,}",
            "contact": numbers.contact_hours if numbers.sessions else "-",
            "preparation": numbers.preparation_hours if numbers.sessions else "-",
            "travel": numbers.travel_hours if numbers.sessions else "-",
            "share": numbers.share,
            "satisfaction": numbers.satisfaction,
        }
        for name, link, numbers in facts
    ]


def _names_of(kind, keys):
    if kind == TallyKind.COUNTRY:
        return {key: Country(key).label for key in keys}
    if kind == TallyKind.TOPIC:
        return {key: Topic(key).label for key in keys}
    if kind == TallyKind.CLIENT:
        return {str(pk): name for pk, name in Client.objects.filter(pk__in=keys).values_list("pk", "name")}
    reads = reader()
    found = Ambassador.objects.filter(pk__in=keys).select_related("person").only(*[f"person__{n}" for n in NAMES])
    return {str(row.pk): name_in(row.person, row.person.local_form, reads) for row in found}


@once_a_language
def _words():
    return {
        "ever": pgettext("기간", "모든 기간"),
        "year": pgettext("기간", "{y}년"),
        "quarter": pgettext("기간", "{y}년 {q}분기"),
        "month": pgettext("기간", "{y}년 {m}월"),
        "of_quarter": pgettext("기간", "{q}분기"),
        "of_month": pgettext("기간", "{m}월"),
    }
