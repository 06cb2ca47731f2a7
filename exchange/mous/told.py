"""What is said when a step was taken: what happened, and how the promise stands now."""

from django.utils.translation import gettext as _

from exchange.core import days
from exchange.core.languages import reader
from exchange.core.templatetags.portal import labels


def started(commitment):
    return _("진행을 시작했습니다.")


def kept(commitment):
    if commitment.is_kept_late:
        form = _("늦게 이행한 것으로 표시했습니다. 기한은 %(due)s, 이행한 날은 %(day)s입니다.")
        return form % {"due": days.day(commitment.due_on), "day": days.day(commitment.kept_on)}
    return _("이행으로 표시했습니다.")


def missed(commitment):
    return _("불이행으로 표시했습니다.")


def dropped(commitment):
    return _("약속을 철회했습니다. 사유는 변경 기록에 남습니다.")


def reopened(row):
    state = labels(type(row), "state", reader())[row.state]
    return _("표시를 취소했습니다. 지금 상태는 ‘%(state)s’입니다.") % {"state": state}


def due(commitment):
    if commitment.due_on is None:
        return _("기한을 미정으로 바꾸었습니다.")
    return _("기한을 %(day)s로 정했습니다.") % {"day": days.day(commitment.due_on)}


def asked(commitment):
    return _("물은 날을 적었습니다.")


def year_kept(occurrence):
    return _("%(year)s년을 이행으로 표시했습니다.") % {"year": occurrence.year}


STEPS = {"start": started, "keep": kept, "miss": missed, "reopen": reopened}
YEAR_STEPS = {"keep": year_kept, "reopen": reopened}
