"""The cells of a list of people as they stand in the file; nothing is evaluated and nothing guessed.

Runs in a process of its own (exchange.core.sandbox, called by tables.py) and so imports nothing of the portal.

A cell is a text, None when empty, or [kind, text] where it is no plain text: number, date, formula, error.
"""

import csv
import io
import json
import sys

MOST_COLUMNS = 60
MOST_FORMATTED = 50_000  # rows of a sheet, also empty ones
CHUNK = 1 << 20
LONGEST = 1000  # characters of a cell; no field takes as many
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = ("cp949", "cp932")  # what old spreadsheets write in Korea and in Japan
DELIMITERS = ",\t;"
SAMPLE = 20  # records by which the delimiter is found
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Unfit(Exception):
    """The code says why: rows, encoding, quotes, empty."""


# --- xlsx ---------------------------------------------------------------------------------


def workbook(file, most):
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    ReadOnlyWorksheet._get_size = lambda sheet: None  # it would read a whole sheet that does not say its size
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    return [table for sheet in book.worksheets if (table := _sheet(sheet, most))["rows"]]


def _sheet(sheet, most):
    is_hidden = sheet.sheet_state != "visible"
    if not is_hidden:
        _refuse_endless(sheet)
    rows = []
    for number, cells in enumerate(sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS), start=1):
        values = [_value(cell) for cell in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append([number, values])
        if len(rows) > most:
            if is_hidden:
                break
            raise Unfit("rows")
    table = {"name": sheet.title, "is_hidden": is_hidden, "rows": rows}
    return table | (_beside_cells(sheet) if rows else {})


def _refuse_endless(sheet):
    """Rows with nothing but a format count too: a million of them takes longer than anybody waits."""
    count, end = 0, b""
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        while chunk := source.read(CHUNK):
            count += (end + chunk).count(b"<row")
            end = chunk[-3:]
            if count > MOST_FORMATTED:
                raise Unfit("rows")


def _value(cell):
    value, kind = cell.value, cell.data_type
    if value is None or value == "":
        return None
    if kind in ("f", "e"):
        return ["formula", ""] if kind == "f" else ["error", str(value)]
    if hasattr(value, "isoformat"):
        return ["date", value.isoformat()]
    if isinstance(value, int | float):  # True is one of them
        return ["number", str(int(value)) if float(value).is_integer() else repr(value)]
    return str(value)[:LONGEST]


def _beside_cells(sheet):
    """Which cells are merged and which rows hidden: a reader of rows alone does not see it."""
    from openpyxl.xml.functions import iterparse

    merged, hidden = [], []
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        for _event, element in iterparse(source):
            if element.tag == f"{MAIN}mergeCell":
                merged.append(element.get("ref"))
            elif element.tag == f"{MAIN}row":
                if element.get("hidden") in ("1", "true"):
                    hidden.append(int(element.get("r")))
                element.clear()
    return {"merged": merged, "hidden_rows": hidden}


# --- csv ----------------------------------------------------------------------------------


def separated(file, most):
    """A table for every encoding in which the bytes are text; which one is meant is for the caller to say."""
    data = file.read()
    bom = next((bom for bom in BOMS if data.startswith(bom)), None)
    if bom:
        texts = {BOMS[bom]: _decoded(data, BOMS[bom])}
    else:
        texts = {name: _decoded(data, name) for name in ("utf-8", *ENCODINGS)}
        if data.isascii():  # in all of them the same
            texts = {"utf-8": texts["utf-8"]}
    tables, reason = [], Unfit("encoding")
    for name, text in texts.items():
        if text is not None and "\0" not in text:
            try:
                rows = _records(text, most)
            except Unfit as error:  # another reading may be fit
                reason = error
            else:
                tables.append({"name": "", "is_hidden": False, "encoding": name, "rows": rows})
    if not tables:
        raise reason
    return [table for table in tables if table["rows"]]


def _decoded(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _records(text, most):
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for number, cells in enumerate(reader, start=1):
            values = [_text(cell) for cell in cells[:MOST_COLUMNS]]
            while values and values[-1] is None:
                values.pop()
            if values:
                rows.append([number, values])
            if len(rows) > most:
                raise Unfit("rows")
    except csv.Error:
        raise Unfit("quotes") from None
    return rows


def _text(cell):
    if cell.startswith("="):
        return ["formula", ""]
    return cell[:LONGEST] or None


def _delimiter(text):
    """The one that parts the most of the first records; none in which the quotes would not close."""

    def parted(delimiter):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            return sum(len(cells) > 1 for _number, cells in zip(range(SAMPLE), reader, strict=False))
        except csv.Error:
            return -1

    return max(DELIMITERS, key=parted)


def main():
    read = {"xlsx": workbook, "csv": separated}[sys.argv[2]]
    try:
        answer = {"tables": read(io.BytesIO(sys.stdin.buffer.read()), int(sys.argv[3]))}
        if not answer["tables"]:
            raise Unfit("empty")
    except Unfit as unfit:
        answer = {"unfit": str(unfit)}
    except MemoryError:
        answer = {"unfit": "bomb"}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
