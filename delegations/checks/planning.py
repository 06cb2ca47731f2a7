"""For the overview: what the plan of a trip lacks, the worst first."""

from django.conf import settings
from django.utils.translation import gettext as _

from delegations.checks.check import MISS, OK, WARN, Check, page, quoted, some, title, worst_first
from delegations.checks.facts import both_ways, delegates_named, every_day, meetings_outside_the_plan, places_named
from delegations.checks.outside import meetings_outside
from delegations.checks.talks import talks_without_partner
from delegations.checks.warnings import Warnings, find_warnings
from exchange.core.days import day, short_day


def planning_checks(delegation, warnings=None):
    """`warnings`: those of this trip when the page has found them already."""
    warnings = warnings or find_warnings(delegation)
    talks = Warnings(delegation, (*talks_without_partner(delegation), *meetings_outside(delegation)))
    return worst_first(
        [
            *warnings.checks,
            *talks.checks,
            *delegates_named(delegation),
            *both_ways(delegation),
            *every_day(delegation),
            *places_named(delegation, MISS),
            *meetings_outside_the_plan(delegation),
            *_items_against_meetings(delegation),
            *_review(delegation),
        ]
    )


def _items_against_meetings(delegation):
    """A dinner may be minuted with the meeting before it: one entry at the meeting's own time is enough."""
    edit = {"url": page(delegation, "delegation_itinerary"), "action": _("수정")}
    linked = [item for item in delegation.items.all() if item.meeting]
    renamed = [item for item in linked if item.is_at_its_meeting and item.title_ko != item.meeting.title_ko]
    if renamed:
        names = some(
            _("일정 ‘%(item)s’, 기록 ‘%(meeting)s’") % {"item": title(item), "meeting": title(item.meeting)}
            for item in renamed
        )
        yield Check(WARN, _("일정과 면담 기록의 이름이 다릅니다"), names, **edit)
    found = {item.meeting_id for item in linked if item.is_at_its_meeting}
    moved = [item for item in linked if item.starts and item.meeting_id not in found]
    if moved:
        names = some(
            _("%(item)s, 기록 %(meeting)s") % {"item": quoted(item), "meeting": _start_of(item.meeting)}
            for item in moved
        )
        yield Check(WARN, _("일정과 면담 기록의 시각이 다릅니다"), names, **edit)


def _start_of(meeting):
    return f"{short_day(meeting.local_start)} {meeting.local_start:%H:%M}"


def _review(delegation):
    """A large group is reviewed before it leaves."""
    size, limit = len(delegation.delegates.all()), settings.GROUP_REVIEW_SIZE
    if not size:
        return
    note = _("출장자 %(n)d명, 기준 %(limit)d명") % {"n": size, "limit": limit}
    edit = {"url": page(delegation, "delegation_edit"), "action": _("입력")}
    if size < limit:
        yield Check(OK, _("사전 심사 대상이 아닙니다"), note)
    elif not delegation.reviewed_on:
        yield Check(WARN, _("떠나기 전에 사전 심사를 받아야 합니다"), note, **edit)
    elif delegation.reviewed_on > delegation.starts_on:
        late = _("심사일 %(reviewed)s, 출발일 %(starts)s") % {
            "reviewed": day(delegation.reviewed_on), "starts": day(delegation.starts_on),
        }  # fmt: skip
        yield Check(WARN, _("사전 심사가 출발보다 늦습니다"), late, edit["url"], _("수정"))
    else:
        yield Check(OK, _("사전 심사를 마쳤습니다"), day(delegation.reviewed_on))
