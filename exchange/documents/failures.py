"""Why a report did not come out, in plain words, and what the reader can do about it."""

from django.utils.translation import gettext_lazy as _

WORKER_LOST = "worker_lost"
SUPERSEDED = "superseded"
TIMEOUT = "timeout"
UNEXPECTED = "unexpected"

_REASONS = {
    "picture_missing": (
        _("사진 파일을 찾을 수 없습니다."),
        _("면담의 사진을 확인해, 보이지 않는 사진을 지우고 다시 올려 주세요."),
    ),
    "picture_unreadable": (
        _("사진 한 장을 읽을 수 없습니다."),
        _("면담의 사진을 확인해, 열리지 않는 사진을 지우고 다시 올려 주세요."),
    ),
    "font_missing": (
        _("서버에 보고서 글꼴이 없습니다."),
        _("관리자에게 알려 주세요. 글꼴을 설치한 뒤 다시 시도하면 됩니다."),
    ),
    "format_unknown": (
        _("만들 수 없는 파일 형식입니다."),
        _("관리자에게 알려 주세요."),
    ),
    WORKER_LOST: (
        _("작업 프로그램이 여러 번 중단되었습니다."),
        _("사진 수나 크기를 줄여 다시 시도해 주세요. 같은 일이 되풀이되면 관리자에게 알려 주세요."),
    ),
    SUPERSEDED: (
        _("만드는 사이에 보고서 서식이 바뀌었습니다."),
        _("지금 내용으로 다시 만들어 주세요."),
    ),
    TIMEOUT: (
        _("정해진 시간 안에 만들지 못했습니다."),
        _("사진 수나 본문 분량을 줄여 다시 시도해 주세요."),
    ),
    UNEXPECTED: (
        _("예상하지 못한 오류가 났습니다."),
        _("다시 시도해 주세요. 같은 일이 되풀이되면 아래 번호를 관리자에게 알려 주세요."),
    ),
}


def reason(code):
    """(what happened, what to do); a code without words of its own counts as unexpected."""
    return _REASONS.get(code, _REASONS[UNEXPECTED])
