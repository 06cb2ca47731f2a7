"""Public holidays of Korea and Japan by name, each in Korean, Japanese and English.

The package `holidays` knows the days and calls them as their country does; holidays.csv says how we do.
A row that begins with * names any holiday that ends so: `삼일절 대체 휴일`.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import holidays
from django.utils.translation import get_language

COUNTRIES = {"KR": "ko", "JP": "ja"}  # the country's own language, in which the package names the days


@dataclass(frozen=True)
class Holiday:
    day: date
    country: str
    own_name: str

    def name_in(self, language):
        """One that holidays.csv does not know yet keeps the name that its country gave it."""
        return _translated(self.own_name, language)

    @property
    def name(self):
        """In the reader's language."""
        return self.name_in((get_language() or "ko")[:2])


def holidays_between(first, last, country):
    """In the order of their days; a country other than Korea and Japan has none that we know."""
    found = [h for year in range(first.year, last.year + 1) for h in _holidays_of(country, year)]
    return [holiday for holiday in found if first <= holiday.day <= last]


@cache
def _holidays_of(country, year):
    if country not in COUNTRIES:
        return ()
    known = holidays.country_holidays(country, years=year, language=COUNTRIES[country], expand=False)
    return tuple(Holiday(day, country, name) for day in sorted(known) for name in known.get_list(day))


@cache
def _names():
    with Path(__file__).with_name("holidays.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("name"): row for row in csv.DictReader(file)}


@cache
def _translated(own_name, language):
    if own_name in _names():
        return _names()[own_name][language]
    for pattern, row in _names().items():
        if pattern.startswith("*") and own_name.endswith(pattern[1:]):
            return row[language].format(_translated(own_name.removesuffix(pattern[1:]), language))
    return own_name
