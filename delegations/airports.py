"""Airports by their IATA code or by a name in Korean, Japanese or English.

The world's airports with zone, position and English name come from airportsdata; airports.csv adds how
Koreans and Japanese call those of the programme. An airport without such a name is called by its city.
"""

import csv
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import airportsdata
from django.utils.translation import get_language
from rapidfuzz import fuzz, process

from delegations.typed import AIRPORT
from exchange.core.search import normalise

_WITH_CODE = re.compile(r"(.+?)[\s(/]+([A-Z]{3})\)?$")
_EARTH = 6371  # km
_CODE = 3  # letters


@dataclass(frozen=True)
class Airport:
    code: str
    zone: str
    country: str
    name_ko: str
    name_ja: str
    name_en: str
    city_ko: str
    city_ja: str
    city_en: str
    position: tuple
    forms: frozenset  # every name it goes by, normalised

    @property
    def label(self):
        """What a field shows and takes back: `하네다 HND`."""
        return f"{self._local('name')} {self.code}"

    @property
    def hint(self):
        """Beside the label in a list of suggestions: the city, and the name in the other languages."""
        names = [self._local("city"), self.name_ko, self.name_ja, self.name_en]
        return " · ".join(name for name in dict.fromkeys(filter(None, names)) if name != self._local("name"))

    def _local(self, part):
        language = (get_language() or "ko")[:2]
        return getattr(self, f"{part}_{language}", "") or getattr(self, f"{part}_ko")


@cache
def _ours():
    with Path(__file__).with_name("airports.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def _world():
    """All airports, ours first and in the order of our list."""
    known, ours = airportsdata.load("IATA"), _ours()
    codes = [*ours, *(code for code in known if code not in ours)]
    return {code: _airport(known[code], ours.get(code)) for code in codes}


def _airport(known, ours):
    city, name = known["city"], _plain(known["name"])
    called = ours or {"ko": city or name, "ja": "", "city_ko": city, "city_ja": "", "also": ""}
    also = list(filter(None, called["also"].split("・")))
    name_en = next((form for form in also if form.isascii() and len(form) > _CODE), name)
    names = [called[part] for part in ("ko", "ja", "city_ko", "city_ja")]
    return Airport(
        known["iata"], known["tz"], known["country"], called["ko"], called["ja"], name_en,
        called["city_ko"], called["city_ja"], city, (known["lat"], known["lon"]),
        frozenset(filter(None, map(normalise, [*names, city, name, *also]))),
    )  # fmt: skip


def _plain(text):
    """Without the word that every airport shares: 김포공항, Gimpo International Airport."""
    return AIRPORT.sub("", text.strip()).strip() or text


def find(code):
    """The airport with this code, or None."""
    return _world().get(code)


def named(text):
    """The airports that the text can mean: a code or a label means one, a city every airport of it."""
    if airport := _by_code(text.strip()):
        return [airport]
    key = normalise(_plain(text))
    if not key:
        return []
    holding = [airport for airport in _world().values() if any(key in form for form in airport.forms)]
    called_so = [airport for airport in holding if key in airport.forms]
    for found in (called_so, holding if len(key) > 1 else []):
        if found:
            return [airport for airport in found if airport.code in _ours()] or found
    return []


def _by_code(text):
    if len(text) == _CODE and (airport := find(text.upper())):
        return airport
    parts = _WITH_CODE.fullmatch(text)
    airport = parts and find(parts[2])
    if airport and any(normalise(_plain(parts[1])) in form for form in airport.forms):
        return airport
    return None


def near(text, limit=4):
    """The airports whose names look most like this text, ours first, for a question back."""
    key, found = _letters(_plain(text)), {}
    for names in (_letters_of_ours(), _letters_of_all()):
        alike = process.extract(key, list(names), scorer=fuzz.ratio, score_cutoff=60, limit=limit)
        found |= {names[name].code: names[name] for name, _score, _at in alike if names[name].code not in found}
    return list(found.values())[:limit]


def _letters(text):
    """한에다 and 하네다 share no second syllable but nearly all letters."""
    return unicodedata.normalize("NFD", normalise(text))


@cache
def _letters_of_all():
    return {_letters(form): airport for airport in reversed(_world().values()) for form in airport.forms}


@cache
def _letters_of_ours():
    return {name: airport for name, airport in _letters_of_all().items() if airport.code in _ours()}


def suggestions(text, limit=8):
    """For a field while somebody types."""
    return named(text)[:limit] if text.strip() else []


def zone_of_place(text):
    """The zone of a place that begins with a city of ours (부산역, 博多 is none), or None."""
    key, best, zone = normalise(text), 0, None
    for airport in map(find, _ours()):
        for form in airport.forms:
            if len(form) > max(best, 1) and key.startswith(form):
                best, zone = len(form), airport.zone
    return zone


def zone_of_country(code):
    """The zone of the country's airport that stands first in our list, else of any; None without one."""
    return next((airport.zone for airport in _world().values() if airport.country == code), None)


def kilometres(one, other):
    """As the crow flies."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, airport.position) for airport in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(half, 1)))
