"""The ledger as a spreadsheet: one row a commitment, in the order and language of the page."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from exchange.core.languages import in_language
from exchange.core.spreadsheets import cell as safe
from exchange.core.templatetags.portal import label_of, plain_day
from exchange.mous.standing import Objection


def workbook(commitments):
    """`commitments` from `listed`; returns the file's bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = _("약속 장부")
    columns = _columns()
    sheet.append([title for title, _width, _value in columns])
    for commitment in commitments:
        sheet.append([safe(value(commitment)) for _title, _width, value in columns])
    _arrange(sheet, columns)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _columns():
    """(heading, width, what of a commitment stands there)"""
    return [
        (_("번호"), 8, lambda c: c.pk),
        (_("누구의 약속"), 12, lambda c: label_of(c, "obligor")),
        (_("약속 문장(한국어)"), 60, lambda c: c.sentence_ko),
        (_("약속 문장(일본어)"), 60, lambda c: c.sentence_ja),
        (_("상대 기관"), 28, lambda c: in_language(c.counterpart, "name")[0] if c.counterpart else ""),
        (_("출처"), 24, _origin),
        (_("담당"), 14, lambda c: c.owner.local_name),
        (_("약속한 날"), 12, lambda c: c.made_on),
        (_("기한"), 12, lambda c: label_of(c, "recurrence") if c.is_yearly else c.due_on),
        (_("상태"), 12, lambda c: str(c.standing.label)),
        (_("문구"), 12, lambda c: str(Objection.OBJECTED.label) if c.is_objected else ""),
        (_("이행한 날"), 12, lambda c: c.kept_on),
        (_("근거"), 8, lambda c: c.evidence_count),
        (_("확인 기준(한국어)"), 40, lambda c: c.indicator_ko),
        (_("철회 사유"), 30, lambda c: c.dropped_reason),
    ]


def _origin(commitment):
    if clause := commitment.clause:
        return _("업무협약 %(mark)s") % {"mark": clause.mark}
    return _("%(day)s 면담") % {"day": plain_day(commitment.meeting.local_day)}


def _arrange(sheet, columns):
    for number, (_title, width, _value) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, min_col=3, max_col=4):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
