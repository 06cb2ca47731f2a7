"""Why a report did not come out, in plain words, and what the reader can do about it."""

from django.utils.translation import gettext_lazy as _

WORKER_LOST = "worker_lost"
SUPERSEDED = "superseded"
TIMEOUT = "timeout"
UNEXPECTED = "unexpected"

_REASONS = {
    WORKER_LOST: (
        _("작업 프로그램이 여러 번 중단되었습니다."),
        _("사진 수나 크기를 줄여 다시 시도해 주세요. 같은 일이 되풀이되면 관리자에게 알려 주세요."),
    ),
    SUPERSEDED: (
        _("만드는 사이에 내용이나 서식이 바뀌었습니다."),
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
