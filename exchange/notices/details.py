"""Lines of a letter that more than one rule writes."""

from django.utils.translation import gettext as _

from exchange.core import days


def due_line(due):
    return _("기한: %(day)s") % {"day": days.day(due)}


def owner_line(owner):
    return _("담당: %(who)s") % {"who": owner.local_form} if owner else _("담당: 없음")


def manager_lines(notice, today):
    """Why it comes to a manager."""
    if "as_manager" not in notice.facts:
        return []
    if notice.due < today:
        return [_("기한이 지나 부서장께도 알려 드립니다.")]
    return [_("담당자가 없어 부서장께 알려 드립니다.")]
