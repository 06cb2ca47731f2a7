"""Which column holds what: by its heading, in any of three languages."""

import re
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from exchange.core.search import normalise
from exchange.meetings.enums import Side
from forums.importing.words import HEADINGS, LETTERS, NOISE, QUALIFIED

LOOKED_AT = 30  # rows in which the headings are looked for
OWN = {Side.OURS: {"", "ko"}, Side.COUNTERPART: {"", "ja"}}  # letters in which people of that side write themselves
BETWEEN = re.compile(r"[\s/()（）\[\]・·|,、:：]+")


class Column(NamedTuple):
    place: int
    heading: str
    field: str = ""  # empty for a column that is not read
    rank: int = 0  # the lower, the better the word

    @property
    def letter(self):
        return get_column_letter(self.place + 1)


class Headings(NamedTuple):
    row: int
    columns: list
    twice: tuple = ()  # two columns that cannot be told apart

    @property
    def fields(self):
        return {column.field: column for column in self.columns if column.field}

    @property
    def has_name(self):
        return "name" in self.fields or {"family", "given"} <= self.fields.keys()


def find_headings(rows, side):
    """Of the first row that looks like one, or None."""
    for number, cells in rows[:LOOKED_AT]:
        headings = _headings(number, cells, side)
        if len(headings.fields) > 1:
            return headings
    return None


def _headings(number, cells, side):
    found = []
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and normalise(cell):
            found.append(Column(place, " ".join(cell.split())[:60], *meaning_of(cell, side)))
    best, twice = {}, ()
    for column in found:
        known = best.get(column.field)
        if column.field and known and known.rank == column.rank:
            twice = (known.letter, column.letter)
        if not known or column.rank < known.rank:
            best[column.field] = column
    if "name" not in best and "name_other" in best and not {"family", "given"} <= best.keys():
        best["name"] = best.pop("name_other")._replace(field="name")
    _take_other_letters(best, found)
    chosen = {column.place: column for field, column in best.items() if field}
    return Headings(number, [chosen.get(column.place, column._replace(field="")) for column in found], twice)


def _take_other_letters(best, found):
    """성명 beside Name: the second of two plain columns holds the other form."""
    for column in found:
        own = best.get(column.field)
        other = f"{column.field}_other"
        if column.field in QUALIFIED and other not in best and own.heading.isascii() != column.heading.isascii():
            best[other] = column._replace(field=other)


def meaning_of(heading, side):
    """(field, rank), or ("", 0)."""
    whole = normalise(heading)
    if whole in HEADINGS:
        return HEADINGS[whole]
    if whole in LETTERS:  # フリガナ alone is that of the name
        return _in_letters("name", 0, LETTERS[whole], side)
    parts = [normalise(part) for part in BETWEEN.split(heading)]
    parts = [part for part in parts if part and part not in NOISE]
    fields = {HEADINGS[part] for part in parts if part in HEADINGS}
    letters = [LETTERS[part] for part in parts if part in LETTERS]
    if len({field for field, _rank in fields}) == 1 and len(parts) <= len(letters) + len(fields):
        field, rank = min(fields, key=lambda found: found[1])
        return _in_letters(field, rank, letters[0], side) if letters else (field, rank)
    return _of_one_word(whole, side)


def _of_one_word(whole, side):
    """영문성명, 氏名カナ: letters and field without anything between them."""
    for word, letters in LETTERS.items():
        for rest in (whole.removeprefix(word), whole.removesuffix(word)):
            if rest != whole and rest in HEADINGS:
                return _in_letters(*HEADINGS[rest], letters, side)
    return "", 0


def _in_letters(field, rank, letters, side):
    kind, order = letters
    if kind in OWN[side] or field not in QUALIFIED:
        return field, rank
    return f"{field}_other", 10 * (["other", "ko", "ja", "kana", "en"].index(kind)) + order // 10
