"""Airports by their IATA code: the zone for every airport, our names for those of the programme."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import airportsdata


@dataclass(frozen=True)
class Airport:
    code: str
    zone: str
    name_ko: str
    name_ja: str


@cache
def _world():
    return airportsdata.load("IATA")


@cache
def _our_names():
    with Path(__file__).with_name("airports.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["ko"], row["ja"]) for row in csv.DictReader(file)}


def find(code):
    """The airport, or None. One without a name of ours is called by its city."""
    known = _world().get(code)
    if known is None:
        return None
    name_ko, name_ja = _our_names().get(code, (known["city"] or known["name"], ""))
    return Airport(code, known["tz"], name_ko, name_ja)
