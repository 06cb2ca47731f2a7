"""For the report tab: the duties and usual faults of a trip's result report."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.checks.check import MISS, OK, WARN, Check, page, some, title, worst_first
from delegations.checks.facts import both_ways, delegates_named, every_day, meetings_outside_the_plan, places_named
from delegations.selectors import standing_meetings_of


def report_checks(delegation):
    return worst_first(
        [
            *delegates_named(delegation),
            *every_day(delegation),
            *both_ways(delegation),
            *places_named(delegation, WARN),
            *meetings_outside_the_plan(delegation),
            *_meetings(delegation),
            *_texts(delegation),
            *_clippings(delegation),
        ]
    )


def _meetings(delegation):
    meetings = standing_meetings_of(delegation)
    if not meetings:
        url = page(delegation, "delegation_meetings")
        yield Check(MISS, _("면담 기록이 없습니다"), url=url, action=_("입력"))
        return
    for meeting in meetings:
        found = {"note": title(meeting), "url": meeting.get_absolute_url(), "action": _("작성")}
        if not meeting.attendance_count:
            yield Check(MISS, _("참석자가 없습니다"), **found)
        if not meeting.point_count:
            yield Check(MISS, _("주요내용이 없습니다"), **found)
        if n := meeting.bare_photo_count:
            yield Check(MISS, ngettext("설명 없는 사진 %(n)d장", "설명 없는 사진 %(n)d장", n) % {"n": n}, **found)
        if not meeting.venue_ko:
            yield Check(WARN, _("면담 장소가 없습니다"), **found)
    lines = sum(meeting.point_count for meeting in meetings)
    if all(meeting.attendance_count and meeting.point_count for meeting in meetings):
        text = _("면담 %(meetings)d건, 주요내용 %(lines)d줄") % {"meetings": len(meetings), "lines": lines}
        yield Check(OK, text)


def _texts(delegation):
    edit = {"url": page(delegation, "delegation_report") + "#texts", "action": _("작성")}
    left_out = _("비어 있으면 보고서에서 빠집니다.")
    if not delegation.lessons_ko:
        yield Check(MISS, _("시사점이 없습니다"), left_out, **edit)
    if not delegation.next_steps_ko:
        yield Check(WARN, _("향후계획이 없습니다"), left_out, **edit)
    if delegation.lessons_ko and delegation.next_steps_ko:
        yield Check(OK, _("시사점과 향후계획"))
    if not delegation.report_dated_on:
        yield Check(WARN, _("보고서 날짜가 없습니다"), **edit)


def _clippings(delegation):
    clippings = delegation.clippings.all()
    vague = [clipping for clipping in clippings if not clipping.outlet or not clipping.published_on]
    if vague:
        text = _("매체나 날짜가 없는 기사 %(n)d건") % {"n": len(vague)}
        url = page(delegation, "delegation_clippings_edit")
        yield Check(WARN, text, some(clipping.headline for clipping in vague), url, _("입력"))
    elif clippings:
        yield Check(OK, ngettext("붙임 %(n)d건", "붙임 %(n)d건", len(clippings)) % {"n": len(clippings)})
