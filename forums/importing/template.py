"""The empty list for whoever fills it in, with headings that are read back."""

from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from forums.importing.words import SHEET_NAMES, TEMPLATES

LAST = 500  # row that is made ready
WIDTHS = {"company": 30, "company_other": 30, "email": 30}


def write_template(language):
    """An open file."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET_NAMES[language]
    sheet.freeze_panes = "A2"
    for number, (field, (heading, words)) in enumerate(TEMPLATES[language].items(), start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DFE6F7")
        sheet.column_dimensions[letter].width = WIDTHS.get(field, 18)
        if words:
            only = DataValidation(
                type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
            )
            only.add(f"{letter}2:{letter}{LAST}")
            sheet.add_data_validation(only)
        if field == "phone":  # as text, so that the zero in front stays
            for row in range(2, LAST + 1):
                sheet.cell(row, number).number_format = "@"
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file
