"""Where a request stands, in words for the firm that asked."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ambassadors.enums import RequestState, SessionState
from exchange.core import days

RECEIVED, ASSIGNED, ACCEPTED, CLOSED, REJECTED, WITHDRAWN = RequestState


@dataclass(frozen=True)
class Stage:
    name: str
    note: str = ""
    look: str = ""  # done, now, or nothing yet


def progress_of(request, *, was_held=False):
    """(stages, what it means in one sentence); a request that ended early has no stages."""
    if request.state in {REJECTED, WITHDRAWN}:
        return [], _ended_early(request)
    reached = [RECEIVED, ASSIGNED, ACCEPTED, CLOSED].index(request.state)
    names = (
        (pgettext("자문 신청", "접수"), days.day(timezone.localdate(request.received_at))),
        (_("대사에게 물음"), days.day(timezone.localdate(request.assigned_at)) if request.assigned_at else ""),
        (_("자문"), days.day(timezone.localdate(request.accepted_at)) if request.accepted_at else ""),
        (pgettext("자문 신청", "종료"), days.day(timezone.localdate(request.closed_at)) if request.closed_at else ""),
    )
    looks = ["done" if place < reached else "now" if place == reached else "" for place in range(len(names))]
    return [Stage(*name, look) for name, look in zip(names, looks, strict=True)], _now(request, was_held)


def _now(request, was_held):
    if was_held and request.state == ACCEPTED:
        return _("상담이 진행되고 있습니다. 상담한 기록은 아래에 있습니다.")
    return {
        RECEIVED: _("신청을 받았습니다. 담당자가 알맞은 해외민간대사를 찾고 있습니다."),
        ASSIGNED: _("해외민간대사에게 맡을 수 있는지 물었습니다. 보통 현지 근무일로 이틀 안에 답합니다."),
        ACCEPTED: _("대사가 자문을 맡았습니다. 적어 주신 연락처로 대사가 연락드립니다."),
        CLOSED: _("자문을 마쳤습니다. 이용해 주셔서 고맙습니다."),
    }[request.state]


def _ended_early(request):
    if request.state == WITHDRAWN:
        return _("신청을 취소하셨습니다. 필요하면 언제든지 다시 신청하실 수 있습니다.")
    return _("이번 신청은 맡아 드리지 못했습니다. 까닭은 아래와 같습니다.")


def confirmable(session):
    return session.state == SessionState.SUBMITTED
