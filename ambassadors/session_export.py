"""Sessions as a spreadsheet: one row each, without whom to call. Written row by row, so that 200,000 fit in memory."""

from tempfile import TemporaryFile

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ambassadors.models import AdvisorySession, Client, SessionOutcome, SessionTopic
from exchange.core.languages import reader
from exchange.core.spreadsheets import cell
from exchange.core.templatetags.portal import labels

AT_ONCE = 2000  # rows that are fetched together
LEFT_OUT = (  # never read from the database: nothing of it can slip into the file
    "search_key", "contact_name", "contact_email", "ambassador__profile_ko", "ambassador__profile_ja",
    "ambassador__profile_en", "ambassador__person__email", "ambassador__person__phone", "client__search_key",
)  # fmt: skip


def write(sessions):
    """(an open file, how many rows)"""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("자문 일지"))
    columns = _columns()
    for number, (_title, width, _value) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title, _width, _value in columns])
    values = [value for _title, _width, value in columns]
    count = 0
    for session in _fetched(sessions):
        sheet.append([cell(value(session)) for value in values])
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


def _fetched(sessions):
    whole = sessions.select_related("ambassador__person", "client").prefetch_related("topics", "outcomes")
    return whole.defer(*LEFT_OUT).iterator(chunk_size=AT_ONCE)


def _columns():
    """(heading, width, what of a session stands there)"""
    reads = reader()
    of = {name: labels(AdvisorySession, name, reads) for name in ("country", "mode", "tongue", "state", "satisfaction")}
    industries, sizes = labels(Client, "industry", reads), labels(Client, "size", reads)
    topics, kinds = labels(SessionTopic, "topic", reads), labels(SessionOutcome, "kind", reads)
    return [
        (_("번호"), 8, lambda s: s.pk),
        (_("상담 날짜"), 12, lambda s: s.held_on),
        (_("해외민간대사"), 18, lambda s: s.ambassador.person.local_name),
        (_("대상 나라"), 12, lambda s: str(of["country"][s.country])),
        (_("기업"), 24, lambda s: s.client.name),
        (_("업종"), 14, lambda s: str(industries.get(s.client.industry, ""))),
        (_("기업 규모"), 10, lambda s: str(sizes.get(s.client.size, ""))),
        (_("방식"), 10, lambda s: str(of["mode"][s.mode])),
        (_("자문 분야"), 20, lambda s: ", ".join([str(topics[each.topic]) for each in s.topics.all()])),
        (_("상담 언어"), 10, lambda s: str(of["tongue"].get(s.tongue, ""))),
        (_("상담(분)"), 9, lambda s: s.minutes),
        (_("준비(분)"), 9, lambda s: s.preparation_minutes),
        (_("이동(분)"), 9, lambda s: s.travel_minutes),
        (_("질문"), 50, lambda s: s.question),
        (_("자문 내용"), 60, lambda s: s.advice),
        (_("다음 단계"), 40, lambda s: s.next_step),
        (_("후속 기한"), 12, lambda s: s.follow_up_on),
        (_("상태"), 12, lambda s: str(of["state"][s.state])),
        (_("만족도"), 8, lambda s: s.satisfaction),
        (_("기업의 의견"), 40, lambda s: s.client_comment),
        (pgettext("자문", "성과"), 50, lambda s: _outcomes(s, kinds)),
    ]


def _outcomes(session, kinds):
    return "\n".join([f"{kinds[each.kind]}: {each.text}" for each in session.outcomes.all()])
