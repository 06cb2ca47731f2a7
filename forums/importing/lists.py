"""A file as a list of people, ready to be compared with who is registered."""

from typing import NamedTuple

from exchange.meetings.files import safe_name
from forums.importing.people import merged_headings, people_of
from forums.importing.tables import MOST, read_table, refusal


class Listing(NamedTuple):
    name: str
    people: list
    facts: dict  # about the file: what was read and what not


def read_list(upload, side):
    """ValidationError says for people why the file is no list."""
    table = read_table(upload, side)
    if joined := merged_headings(table.beside, table.headings):
        raise refusal("merged_heading", row=table.headings.row, cells=joined)
    people = people_of(table.beside, table.headings)
    if len(people) > MOST:
        raise refusal("rows", most=MOST)
    if not people:
        raise refusal("nobody", row=table.headings.row)
    columns = [[column.letter, column.heading, column.field] for column in table.headings.columns]
    facts = {"heading_row": table.headings.row, "columns": columns, "hidden_sheets": table.hidden_sheets}
    return Listing(safe_name(upload.name), people, facts)
