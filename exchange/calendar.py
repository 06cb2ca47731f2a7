"""The year of both countries on one page: what the features put on the calendar, and the public holidays."""

import calendar as months
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from exchange.core import agenda, days
from exchange.core.holidays import holidays_between
from exchange.core.views import require_permission
from exchange.directory.enums import Country

HOMES = {Country.KR: "kr", Country.JP: "jp"}  # whose holidays are marked, and the rail that each is drawn on
LONGEST = 31
SHOWN = 12  # entries of a month on the page of its year; the month alone shows all
ROOM = 12  # days' width that the words of an entry need


class Choice(forms.Form):
    """What the address asks for; a wrong value is as good as none."""

    year = forms.IntegerField(min_value=days.FIRST_YEAR, max_value=days.LAST_YEAR)
    month = forms.IntegerField(min_value=1, max_value=12)
    country = forms.ChoiceField(choices=Country)


@require_GET
@require_permission("exchange.view_calendar")
def calendar(request):
    today = timezone.localdate()
    choice = Choice(request.GET)
    choice.is_valid()
    chosen = choice.cleaned_data
    period = Period(
        chosen.get("year", today.year), chosen.get("month"), country=chosen.get("country", ""),
        today=today, user=request.user,
    )  # fmt: skip
    return render(request, "calendar.html", {"period": period, "today": today})


@dataclass(frozen=True)
class Line:
    """An entry as one month draws it: from which of its days to which."""

    entry: agenda.Entry
    month: "Month"

    @property
    def since(self):
        return max(self.entry.first, self.month.first).day

    @property
    def until(self):
        return min(self.entry.last, self.month.last).day

    @property
    def is_continued(self):
        return self.entry.first < self.month.first

    @property
    def continues(self):
        return self.entry.last > self.month.last

    @property
    def words(self):
        """Where they stand: after the mark, before it at the month's end, below one that is too long for both."""
        if LONGEST - self.until >= ROOM:
            return "after"
        return "before" if self.since > ROOM else "below"

    @property
    def side(self):
        return HOMES.get(self.entry.country, "far")

    @property
    def when(self):
        """Every row names its year by its month's heading."""
        first, last = days.short_day(self.entry.first), days.short_day(self.entry.last)
        return first if first == last else f"{first} ~ {last}"


class Month:
    def __init__(self, year, number, *, entries, holidays, shown, today):
        self.first, self.last = _month(year, number)
        self.holidays = [holiday for holiday in holidays if self.first <= holiday.day <= self.last]
        self.lines = [Line(e, self) for e in entries if e.first <= self.last and e.last >= self.first]
        self.shown = self._most_telling(shown) if shown else self.lines
        self.more = len(self.lines) - len(self.shown)
        self.today = today.day if self.first <= today <= self.last else None

    def _most_telling(self, number):
        """Trips before meetings where there is no room for all, in the order of their days."""
        chosen = sorted(self.lines, key=lambda line: line.entry.kind.order)[:number]
        return [line for line in self.lines if line in chosen]

    @property
    def length(self):
        return self.last.day

    @property
    def weekday(self):
        """Of its first day; Monday is 0."""
        return self.first.weekday()

    @property
    def name(self):
        return MONTHS[self.first.month]

    @property
    def counts(self):
        """How many of each kind begin in this month: (kind, number)."""
        return counts_of(line.entry for line in self.lines if not line.is_continued)

    @property
    def marks(self):
        """The days on which one country rests, or both: (day, side)."""
        by_day = groupby(sorted(self.holidays, key=lambda h: h.day), key=lambda h: h.day.day)
        sides = [(day, {HOMES[holiday.country] for holiday in of_day}) for day, of_day in by_day]
        return [(day, min(found) if len(found) == 1 else "joint") for day, found in sides]

    @property
    def rests(self):
        """The holidays of each country: (side, country, [(days, name)]), those of one name together."""
        return [
            (side, country.label, _named_once(of_country))
            for country, side in HOMES.items()
            if (of_country := [h for h in self.holidays if h.country == country])
        ]


@dataclass
class Period:
    """A year, or one month of it, as far as this user may see it; `country`: only what happens there."""

    year: int
    month: int | None
    country: str
    today: date
    user: object

    @property
    def numbers(self):
        return [self.month] if self.month else range(1, 13)

    @property
    def first(self):
        return _month(self.year, self.numbers[0])[0]

    @property
    def last(self):
        return _month(self.year, self.numbers[-1])[1]

    @cached_property
    def all_entries(self):
        return agenda.entries_between(self.first, self.last, user=self.user)

    @property
    def entries(self):
        """What belongs to both countries stands under each."""
        return [entry for entry in self.all_entries if self.country in ("", entry.country) or not entry.country]

    @property
    def holidays(self):
        return [
            holiday
            for country in HOMES
            if self.country in ("", country)
            for holiday in holidays_between(self.first, self.last, country)
        ]

    @cached_property
    def months(self):
        entries, holidays = self.entries, self.holidays
        options = {"entries": entries, "holidays": holidays, "today": self.today}
        shown = None if self.month else SHOWN
        return [Month(self.year, number, shown=shown, **options) for number in self.numbers]

    @property
    def counts(self):
        return counts_of(entry for entry in self.entries if entry.first >= self.first)

    @property
    def kinds(self):
        return [kind for kind, _number in counts_of(self.entries)]

    @property
    def countries(self):
        """Both, and those where something happens besides."""
        found = {entry.country for entry in self.all_entries} | set(HOMES) | ({self.country} - {""})
        return [(country.value, country.label) for country in Country if country in found]

    @property
    def name(self):
        return date_format(date(self.year, self.month, 1), "YEAR_MONTH_FORMAT") if self.month else year_name(self.year)

    @property
    def earlier(self):
        return self._neighbour(-1)

    @property
    def later(self):
        return self._neighbour(1)

    def _neighbour(self, step):
        """The period before or after, of the same length; None beyond the years of the exchange."""
        if self.month:
            year, month = divmod(self.year * 12 + self.month - 1 + step, 12)
            found = Period(year, month + 1, self.country, self.today, self.user)
        else:
            found = Period(self.year + step, None, self.country, self.today, self.user)
        return found if days.FIRST_YEAR <= found.year <= days.LAST_YEAR else None


def counts_of(entries):
    numbers = Counter(entry.kind for entry in entries)
    return sorted(numbers.items(), key=lambda pair: pair[0].order)


def year_name(year):
    return pgettext("날짜", "{y}년").format(y=year)


def _month(year, number):
    return date(year, number, 1), date(year, number, months.monthrange(year, number)[1])


def _named_once(holidays):
    """Days that follow one another under one name are told together: 16.~18."""
    named = []
    for holiday in holidays:
        if named and named[-1][1] == holiday.name:
            named[-1][0].append(holiday.day.day)
        else:
            named.append(([holiday.day.day], holiday.name))
    day_name = pgettext("날짜", "{d}.")
    return [(", ".join(day_name.format(d=day) for day in of_name), name) for of_name, name in named]
