"""What a spreadsheet holds is read as it stands, or refused with a word that says where."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exchange.meetings.enums import Side
from forums.importing import reader
from forums.importing.columns import meaning_of
from forums.importing.lists import read_list
from forums.importing.template import write_template
from forums.importing.words import TEMPLATES

OURS, THEIRS = Side.OURS, Side.COUNTERPART
KOREAN = "가나다라마바사아자차카타파하각힣뷁 ABCz09-_.,\"'(주)\t"
JAPANESE = "あいうアイウー森洋髙株式会社ｱｲ ABCz09-_.,\"'・"
ALPHABETS = {"cp949": KOREAN, "cp932": JAPANESE, "utf-8": KOREAN + JAPANESE + "Nguyễn😀\n", "utf-8-sig": KOREAN + "é",
             "utf-16": JAPANESE + "가"}  # fmt: skip


def cells(alphabet):
    return st.text(alphabet, max_size=12).filter(lambda text: not text.startswith("="))


def tables(alphabet):
    return st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(cells(alphabet), min_size=width, max_size=width),
                                                            min_size=1, max_size=8))  # fmt: skip


def standing(table):
    """As a reader of rows gives it: trailing empty cells and empty rows are not there."""
    rows = []
    for number, row in enumerate(table, start=1):
        values = [text or None for text in row]
        while values and values[-1] is None:
            values.pop()
        if values:
            rows.append([number, values])
    return rows


@pytest.mark.parametrize("encoding", ALPHABETS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_table_comes_back_from_csv(encoding, data):
    table = data.draw(tables(ALPHABETS[encoding]))
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    read = reader.separated(io.BytesIO(file.getvalue().encode(encoding)), 100)
    assert standing(table) in [found["rows"] for found in read] or not standing(table)


def test_few_korean_signs_that_are_utf8_by_chance_are_read_both_ways():
    read = reader.separated(io.BytesIO('"카"\r\n'.encode("cp949")), 100)
    assert [[1, ["카"]]] in [found["rows"] for found in read]
    assert "ī" in str(read[0]["rows"])  # UTF-8 goes first


@settings(max_examples=60, deadline=None)
@given(tables(KOREAN + JAPANESE))
def test_any_table_comes_back_from_xlsx(table):
    file, book = io.BytesIO(), Workbook()
    for number, row in enumerate(table, start=1):
        for place, text in enumerate(row, start=1):
            book.active.cell(number, place, text or None).data_type = "s" if text else "n"
    book.save(file)
    read = reader.workbook(file, 100)
    assert [found["rows"] for found in read] == ([standing(table)] if standing(table) else [])


def upload(rows, name="list.csv", encoding="utf-8"):
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return SimpleUploadedFile(name, file.getvalue().encode(encoding))


def book(rows, change=lambda book: None):
    file, made = io.BytesIO(), Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    made.save(file)
    return SimpleUploadedFile("list.xlsx", file.getvalue())


@pytest.mark.parametrize(
    ("encoding", "side", "rows"),
    [
        ("cp949", OURS, [["성명", "소속"], ["홍길동", "예시정밀"]]),
        ("cp932", THEIRS, [["氏名", "会社名"], ["森 見本", "ｻﾝﾌﾟﾙ製作所"]]),
        ("cp949", OURS, [["Name", "Company"], ["홍길동", "예시정밀"]]),
        ("cp932", THEIRS, [["Name", "Company"], ["森 見本", "サンプル製作所"]]),
        ("utf-8-sig", OURS, [["이름", "회사"], ["Nguyễn Thị", "예시정밀"]]),
    ],
)
def test_the_encoding_is_found_out(encoding, side, rows):
    [person] = read_list(upload(rows, encoding=encoding), side).people
    assert [person.facts["name"], person.facts["company"]] == rows[1]


def refused(file, side=OURS):
    with pytest.raises(ValidationError) as error:
        read_list(file, side)
    return error.value.code


def hidden(made):
    made.create_sheet("x")
    made.worksheets[0].sheet_state = "hidden"


def two(made):
    made.create_sheet("둘").append(["이름", "회사"])


GOOD = [["이름", "회사"], ["홍길동", "예시"]]


@pytest.mark.parametrize(
    ("code", "file"),
    [
        ("kind", SimpleUploadedFile("list.xls", b"1")),
        ("content", SimpleUploadedFile("list.xlsx", b"no zip")),
        ("encoding", SimpleUploadedFile("list.csv", b"\xff\x00\x81\x20\xa0\xfd")),
        ("quotes", SimpleUploadedFile("list.csv", '이름,회사\n"홍길동,예시'.encode())),
        ("empty", SimpleUploadedFile("list.csv", b"\n,,\n")),
        ("headings", upload([["가", "나"], ["다", "라"]])),
        ("name", upload([["회사", "이메일"], ["예시", "a@example.com"]])),
        ("twice_column", upload([["이름", "이름", "회사"], ["가", "나", "다"]])),
        ("nobody", upload([["이름", "회사"]])),
        ("hidden", book(GOOD, hidden)),
        ("sheets", book(GOOD, two)),
        ("merged_heading", book([["이름", None, "회사"], ["성", "이름"], ["홍", "길동", "예시"]],
                                lambda made: made.active.merge_cells("A1:B1"))),
        ("rows", SimpleUploadedFile("list.csv", ("이름,회사\n" + "예시,x\n" * 5001).encode())),
        ("rows", book([], lambda made: [made.active.append([f"예시 {n}"]) for n in range(5100)])),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_words(code, file):
    assert refused(file) == code


def test_every_fault_says_its_cell():
    def change(made):
        sheet = made.active
        sheet["C4"], sheet["C5"], sheet["B6"] = "=A1", "nobody", "예시"
        sheet.merge_cells("B7:B8")
        sheet.merge_cells("A1:C1")
        sheet.row_dimensions[9].hidden = True

    rows = [["명단"], [], ["이름", "회사", "이메일", "통역", "No."]]
    rows += [[f"예시 {n}", "회사", f"a{n}@example.com", "", "=ROW()"] for n in range(4, 10)]
    rows[8][2] = "A6@Example.com"
    rows += [["", "회사", "", "아마", ""], ["가" * 101, "", "", "○", ""], [None, None, None, None, 7]]
    listing = read_list(book(rows, change), OURS)
    faults = {person.row: [(fault.cell, fault.code) for fault in person.faults] for person in listing.people}
    assert faults == {
        4: [("C4", "formula")],
        5: [("C5", "email")],
        6: [("C6", "twice")],
        7: [("B7:B8", "merged")],
        8: [("B7:B8", "merged")],
        9: [("C9", "twice")],
        10: [("A10", "unnamed"), ("D10", "interpreter")],
        11: [("A11", "long")],
    }
    assert [person.row for person in listing.people if person.doubts] == [9]


def test_two_names_and_the_words_of_three_languages():
    rows = [["氏名", "フリガナ", "会社", "会社(ハングル)", "言語", "通訳", "食事", "備考"],
            ["森 見本", "ﾓﾘ ﾐﾎﾝ", "見本㈱", "미혼", "日本語", "要", "甲殻類アレルギー", "x"]]  # fmt: skip
    [person] = read_list(upload(rows), THEIRS).people
    assert person.facts == {
        "name": "森 見本", "name_other": "ﾓﾘ ﾐﾎﾝ", "company": "見本㈱", "company_other": "미혼", "language": "ja",
        "needs_interpreter": True, "diet": "allergy", "diet_note": "甲殻類アレルギー",
    }  # fmt: skip
    rows = [["성", "이름", "Company", "Phone"], ["홍", "길동", "Sample", "010-1234-5678"]]
    [person] = read_list(upload(rows), OURS).people
    assert person.facts == {"name": "홍길동", "company": "Sample", "phone": "010-1234-5678"}


@pytest.mark.parametrize("language", TEMPLATES)
def test_the_template_is_read_back(language):
    with write_template(language) as file:
        headings = [cell.value for cell in load_workbook(file).active[1]]
    for side in Side:
        assert [meaning_of(heading, side)[0] for heading in headings] == list(TEMPLATES[language])


def test_another_delimiter_in_a_note_does_not_part_the_columns():
    [person] = read_list(upload([["이름", "식사 메모"], ["홍길동", "새우;게;조개;\t땅콩"]]), OURS).people
    assert person.facts["diet_note"] == "새우;게;조개; 땅콩"
