"""The one table of a file that is a list of people, or a clear word why there is none."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.core import sandbox
from exchange.meetings import files
from forums.importing import reader
from forums.importing.columns import Headings, find_headings

MOST = 5000  # people in one list
ABOVE = 50  # rows that may stand over and under them
ACCEPT = ".xlsx,.csv"
CLEARER = 2  # times as plausible one encoding must be than the other

_REASONS = {
    "kind": _("올릴 수 없는 종류의 파일입니다. 엑셀(.xlsx)이나 CSV 파일로 저장해 올려 주세요."),
    "broken": _("파일이 깨져서 끝까지 열리지 않습니다. 원본에서 다시 올려 주세요."),
    "bomb": _("압축을 풀면 지나치게 커지는 파일이라 올릴 수 없습니다."),
    "rows": _(
        "행이 너무 많습니다. 한 번에 %(most)d명까지 올릴 수 있습니다. "
        "서식만 있는 빈 행은 지우고, 명단이 길면 나누어 올려 주세요."
    ),
    "encoding": _("글자 저장 방식(인코딩)을 알 수 없습니다. UTF-8 CSV나 엑셀(.xlsx)로 다시 저장해 올려 주세요."),
    "quotes": _("CSV의 따옴표가 맞지 않아 끝까지 읽을 수 없습니다. 엑셀(.xlsx)로 저장해 올려 주세요."),
    "empty": _("파일에 적힌 내용이 없습니다."),
    "headings": _(
        "열 이름을 찾지 못했습니다. ‘이름’, ‘회사’, ‘이메일’처럼 열 이름을 적은 행을 두거나 서식 파일을 써 주세요."
    ),
    "name": _("%(row)d행의 열 이름 가운데 ‘이름’ 열이 없습니다."),
    "twice_column": _(
        "%(row)d행의 %(one)s열과 %(other)s열이 같은 뜻입니다. 한 열만 남기거나 열 이름을 바꾸어 주세요."
    ),
    "merged_heading": _(
        "%(row)d행의 열 이름 칸(%(cells)s)이 옆 칸과 합쳐져 있습니다. 셀을 나누고 한 열에 열 이름을 하나씩 적어 주세요."
    ),
    "sheets": _("명단이 여러 시트에 있습니다(%(names)s). 한 파일에 한 시트만 남겨 나누어 올려 주세요."),
    "hidden": _("명단이 숨긴 시트(%(names)s)에만 있습니다. 숨기기를 취소하고 다시 저장해 올려 주세요."),
    "nobody": _("%(row)d행의 열 이름 아래에 적힌 사람이 없습니다."),
}  # fmt: skip


class Table(NamedTuple):
    rows: list
    headings: Headings
    beside: dict  # merged, hidden_rows
    hidden_sheets: list  # which were not read


def read_table(upload, side):
    """ValidationError says for people why the file is no list."""
    tables = _tables(upload)
    found = [(table, find_headings(table["rows"], side)) for table in tables]
    found = [(table, headings) for table, headings in found if headings]
    seen = _meant([pair for pair in found if not pair[0]["is_hidden"]])
    hidden = [table["name"] for table, _headings in found if table["is_hidden"]]
    if not seen:
        raise refusal("hidden", names=_named(hidden)) if hidden else refusal("headings")
    if len(seen) > 1:
        if seen[0][0]["name"]:
            raise refusal("sheets", names=_named([table["name"] for table, _headings in seen]))
        raise refusal("encoding")
    [(table, headings)] = seen
    if headings.twice:
        one, other = headings.twice
        raise refusal("twice_column", row=headings.row, one=one, other=other)
    if not headings.has_name:
        raise refusal("name", row=headings.row)
    return Table(table["rows"], headings, table, hidden)


def _tables(upload):
    """What the file holds, read in the sandbox."""
    kind = PurePosixPath(upload.name).suffix.lstrip(".").lower()
    if kind not in ("xlsx", "csv"):
        raise refusal("kind")
    files.check_size(upload)
    if kind == "xlsx":
        files.examine(upload)  # bombs, macros, passwords
    try:
        answer, _rest = sandbox.run(reader.__file__, upload, kind, str(MOST + ABOVE))
    except sandbox.Lost as lost:
        raise refusal("broken") from lost
    if code := answer.get("unfit"):
        raise refusal(code, most=MOST)
    return answer["tables"]


def _meant(found):
    """Of the readings of one CSV the one that is a list in its language; bytes are hardly UTF-8 by chance."""
    encodings = [pair for pair in found if pair[0].get("encoding")]
    if unicode := [pair for pair in encodings if pair[0]["encoding"].startswith("utf")]:
        return unicode
    if len(encodings) < 2:  # noqa: PLR2004  nothing to choose
        return found
    fewer, more = sorted(encodings, key=lambda pair: _strange(pair[0]))
    return [fewer] if _strange(fewer[0]) * CLEARER <= _strange(more[0]) and _strange(more[0]) else found


def _strange(table):
    """How many signs a writer of that encoding's language hardly uses: rare syllables, half-width kana."""
    text = "".join(cell for _number, cells in table["rows"] for cell in cells if isinstance(cell, str))
    signs = [sign for sign in text if not sign.isascii()]
    if table["encoding"] == "cp949":
        return sum(not _is_encodable(sign, "euc_kr") for sign in signs)
    return sum("\uff61" <= sign <= "\uff9f" or "\ue000" <= sign <= "\uf8ff" for sign in signs)


def _is_encodable(sign, encoding):
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _named(names):
    return ", ".join(names)[:100]


def refusal(code, **params):
    return ValidationError(_REASONS[code], code=code, params=params)
