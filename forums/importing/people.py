"""A row of the file as the facts of a registration, with all that is wrong in it."""

import unicodedata
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from openpyxl.utils import get_column_letter, range_boundaries

from exchange.core.search import normalise
from exchange.directory.models import PHONE
from forums.enums import Diet
from forums.importing.words import MARKS, MEALS, SAID, TONGUES
from forums.models import Registration

TEXTS = ("name", "name_other", "company", "company_other", "title", "title_other", "email", "phone", "diet_note")
LONGEST = {name: Registration._meta.get_field(name).max_length for name in TEXTS}
CHECKED = {"email": validate_email, "phone": RegexValidator(PHONE)}


class Fault(NamedTuple):
    """`code` names a text of messages.FAULTS; `cell` as the spreadsheet calls it."""

    cell: str
    code: str
    said: str = ""


class Person(NamedTuple):
    row: int
    facts: dict
    faults: list
    doubts: list  # what should be looked at, and does not stop it


def people_of(table, headings):
    """Every row below the headings in which something stands under them."""
    merged = _merged(table, headings)
    hidden = set(table.get("hidden_rows", ()))
    people = []
    for number, cells in table["rows"]:
        if number <= headings.row:
            continue
        read = _Row(number, cells, headings.fields)
        if read.is_empty:
            continue
        read.faults += merged.get(number, [])
        if number in hidden:
            read.doubts.append(Fault("", "hidden"))
        people.append(Person(number, read.facts, read.faults, read.doubts))
    _compare(people, headings.fields.get("email"))
    return people


def merged_headings(table, headings):
    """One that stands over two columns, of which one is read: nobody can say which is meant."""
    for merged in table.get("merged", ()):
        left, top, right, bottom = range_boundaries(merged)
        if left < right and top <= headings.row <= bottom and left - 1 in {c.place for c in headings.fields.values()}:
            return merged
    return ""


def _merged(table, headings):
    """{row: faults} of cells below the headings, in columns that are read; one a row says enough."""
    places = [column.place + 1 for column in headings.fields.values()]
    ranges = sorted(
        (top, bottom, merged)
        for merged in table.get("merged", ())
        for left, top, right, bottom in [range_boundaries(merged)]
        if any(left <= place <= right for place in places)
    )
    faults, following, reach = {}, 0, (0, "")  # the range begun so far that goes on longest
    for row, _cells in table["rows"]:
        while following < len(ranges) and ranges[following][0] <= row:
            reach = max(reach, ranges[following][1:])
            following += 1
        if headings.row < row <= reach[0]:
            faults[row] = [Fault(reach[1], "merged")]
    return faults


def _compare(people, column):
    """An address twice in the file: both rows are told, for nobody knows which is meant."""
    seen = {}
    for person in people:
        if address := person.facts.get("email"):
            seen.setdefault(address, []).append(person)
    for same in seen.values():
        for person in same if len(same) > 1 else ():
            others = ", ".join(str(other.row) for other in same if other is not person)[:60]
            person.faults.append(Fault(f"{column.letter}{person.row}", "twice", others))


class _Row:
    def __init__(self, number, cells, columns):
        self.number, self.cells, self.columns = number, cells, columns
        self.faults, self.doubts = [], []
        texts = {field: self._text(column) for field, column in columns.items()}
        self.is_empty = not any(texts.values()) and not self.faults
        self.facts = {} if self.is_empty else self._facts(texts)

    def _cell(self, field):
        column = self.columns.get(field)
        return f"{get_column_letter(column.place + 1)}{self.number}" if column else ""

    def _wrong(self, field, code, said=""):
        self.faults.append(Fault(self._cell(field), code, str(said)[:60]))

    def _text(self, column):
        value = self.cells[column.place] if column.place < len(self.cells) else None
        if not isinstance(value, list):
            return clean(value or "")
        kind, text = value
        if kind in ("formula", "error", "date"):
            self._wrong(column.field, kind, text)
            return ""
        if kind == "number" and column.field == "phone" and not text.startswith("0"):
            self.doubts.append(Fault(self._cell("phone"), "phone_number", text))
        return text

    def _facts(self, texts):
        """Only what stands in the row: an empty cell says nothing of somebody who is known already."""
        named = {name: texts[name] for name in TEXTS if texts.get(name)}
        if texts.get("family") and (given := texts.get("given") or texts.get("name")):
            named["name"] = joined(texts["family"], given)
        if "email" in named:
            named["email"] = named["email"].lower()
        if "name" not in named and not any(fault.cell == self._cell("name") for fault in self.faults):
            self._wrong("name", "unnamed")
        for name, text in named.items():
            if len(text) > LONGEST[name]:
                self._wrong(name, "long", LONGEST[name])
            elif name in CHECKED and not _is_valid(CHECKED[name], text):
                self._wrong(name, name, text)
        for name, read in (("language", self._language), ("needs_interpreter", self._interpreter)):
            if texts.get(name):
                named[name] = read(texts[name])
        if texts.get("diet") or "diet_note" in named:
            named |= self._diet(texts.get("diet", ""), named.get("diet_note", ""))
        return named

    def _language(self, text):
        if normalise(text) not in TONGUES:
            self._wrong("language", "language", text)
        return TONGUES.get(normalise(text), "ko")

    def _interpreter(self, text):
        said = MARKS.get(text, SAID.get(normalise(text)))
        if said is None and normalise(text) in TONGUES:  # into which language
            return True
        if said is None:
            self._wrong("needs_interpreter", "interpreter", text)
        return bool(said)

    def _diet(self, text, note):
        """What is no known word is kept as a note, for the kitchen reads it."""
        if not text or text in MARKS:
            return {"diet": str(Diet.OTHER if note else Diet.NONE), "diet_note": note}
        if (known := MEALS.get(normalise(text))) is not None:
            return {"diet": known, "diet_note": note}
        diet = next((name for word, name in MEALS.items() if name != "none" and word in normalise(text)), "other")
        whole = f"{text} {note}".strip()
        if len(whole) > LONGEST["diet_note"]:
            self._wrong("diet", "long", LONGEST["diet_note"])
        return {"diet": diet, "diet_note": whole}


def clean(text):
    """One line, in composed letters, without signs that cannot be seen."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_seen(sign))
    return " ".join(text.split())


def _is_seen(sign):
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def joined(family, given):
    """홍길동, 森 洋, Hong Gildong."""
    is_korean = any("HANGUL SYLLABLE" in unicodedata.name(sign, "") for sign in family + given)
    return f"{family}{given}" if is_korean else f"{family} {given}".strip()


def _is_valid(check, text):
    try:
        check(text)
    except ValidationError:
        return False
    return True
