"""The people of an edition as a spreadsheet, written row by row."""

from tempfile import TemporaryFile

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from exchange.core import zones
from exchange.core.languages import reader
from exchange.core.spreadsheets import cell
from exchange.core.templatetags.portal import labels
from forums.models import CheckIn, Registration
from forums.sides import SIDES

AT_ONCE = 2000  # rows that are fetched together


def write(people, edition):
    """(an open file, how many rows)"""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("참가자"))
    columns = _columns(edition)
    for number, (_title, width, _value) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title, _width, _value in columns])
    count = 0
    for row in people.order_by("side", "arrival").defer("search_key").iterator(chunk_size=AT_ONCE):
        sheet.append([cell(value(row)) for _title, _width, value in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file, count


def _bold(sheet, title):
    heading = WriteOnlyCell(sheet, title)
    heading.font = Font(bold=True)
    return heading


def _columns(edition):
    """(heading, width, what of a registration stands there); times are those of the venue"""
    reads = reader()
    of = {name: labels(Registration, name, reads) for name in ("state", "language", "diet", "origin")}
    sides = dict(SIDES)
    seen = CheckIn.objects.filter(registration__edition=edition).order_by("-at").values_list("registration", "at")
    came = dict(seen)  # the first of each stands last
    yes = _("예")

    def clock(instant):
        return f"{zones.local(instant, edition.zone):%Y-%m-%d %H:%M}" if instant else ""

    return [
        (_("편"), 9, lambda r: str(sides[r.side])),
        (_("순번"), 7, lambda r: r.arrival),
        (_("상태"), 9, lambda r: str(of["state"][r.state])),
        (_("이름"), 18, lambda r: r.name),
        (_("상대가 읽는 이름"), 18, lambda r: r.name_other),
        (_("회사·단체"), 26, lambda r: r.company),
        (_("상대가 읽는 회사·단체 이름"), 26, lambda r: r.company_other),
        (_("직위"), 14, lambda r: r.title),
        (_("상대가 읽는 직위"), 14, lambda r: r.title_other),
        (_("이메일"), 26, lambda r: r.email),
        (_("전화"), 18, lambda r: r.phone),
        (_("언어"), 9, lambda r: str(of["language"][r.language])),
        (_("통역 필요"), 9, lambda r: yes if r.needs_interpreter else ""),
        (_("식사"), 16, lambda r: str(of["diet"][r.diet]) if r.diet != "none" else ""),
        (_("식사 메모"), 24, lambda r: r.diet_note),
        (_("신청 경로"), 12, lambda r: str(of["origin"][r.origin])),
        (_("신청한 시각"), 17, lambda r: clock(r.registered_at)),
        (_("입장한 시각"), 17, lambda r: clock(came.get(r.pk))),
    ]
