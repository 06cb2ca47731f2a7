"""What a trip still lacks, before it leaves and for a good report. All read the loaded trip, no query."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.enums import ItemKind, LegDirection
from delegations.selectors import standing_meetings_of
from exchange.core.days import period, short_day
from exchange.core.languages import in_language

SHOWN = 3
MISS, WARN, OK = "miss", "warn", "ok"


@dataclass(frozen=True)
class Check:
    """`level`: miss (a gap), warn (worth a look) or ok; `url` leads to where it is mended."""

    level: str
    text: str
    note: str = ""
    url: str = ""
    action: str = ""

    @property
    def icon(self):
        return {MISS: "miss", WARN: "alert", OK: "check"}[self.level]


def open_checks(checks):
    return [check for check in checks if check.level != OK]


def planning_checks(delegation):
    """For the overview: the worst first."""
    checks = [
        *_delegates(delegation),
        *_legs(delegation),
        *_days(delegation),
        *_places(delegation, MISS),
        *_meetings_outside_the_plan(delegation),
        *_items_against_meetings(delegation),
        *_group_size(delegation),
    ]
    return _worst_first(checks)


def report_checks(delegation):
    """For the report tab; the duties and usual faults of a trip's result report."""
    checks = [
        *_delegates(delegation),
        *_days(delegation),
        *_legs(delegation),
        *_places(delegation, WARN),
        *_meetings_outside_the_plan(delegation),
        *_meetings(delegation),
        *_texts(delegation),
        *_clippings(delegation),
    ]
    return _worst_first(checks)


def _worst_first(checks):
    return sorted(checks, key=lambda check: (MISS, WARN, OK).index(check.level))


def _page(delegation, name):
    return reverse(f"delegations:{name}", args=[delegation.slug])


def _some(names):
    """The first few and how many more, so that the panel stays a panel."""
    names = list(names)
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return shown if more <= 0 else _("%(names)s 외 %(n)d건") % {"names": shown, "n": more}


def _when(item):
    return f"{short_day(item.day)} {item.starts:%H:%M}" if item.starts else short_day(item.day)


def _quoted(item):
    return f"{_when(item)} {_title(item)}"


def _title(obj):
    return in_language(obj, "title")[0]


def _route(leg):
    return f"{leg.number} {in_language(leg, 'origin')[0]} - {in_language(leg, 'destination')[0]}".strip()


def _delegates(delegation):
    delegates = delegation.delegates.all()
    if not delegates:
        url = _page(delegation, "delegation_delegates_edit")
        yield Check(MISS, _("출장자가 없습니다"), url=url, action=_("입력"))
    else:
        n = len(delegates)
        yield Check(OK, _("추진목적, 기간, 출장지, 출장자"), ngettext("출장자 %(n)d명", "출장자 %(n)d명", n) % {"n": n})


def _legs(delegation):
    legs = delegation.legs.all()
    ways = {leg.direction for leg in legs}
    numbers = _some(map(_route, legs))
    edit = {"url": _page(delegation, "delegation_legs_edit"), "action": _("입력")}
    if not legs:
        yield Check(WARN, _("이동편이 없습니다"), _("가는 편과 오는 편을 적어 주세요."), **edit)
    elif LegDirection.HOMEWARD not in ways:
        yield Check(MISS, _("오는 편이 없습니다"), numbers, **edit)
    elif LegDirection.OUTWARD not in ways:
        yield Check(MISS, _("가는 편이 없습니다"), numbers, **edit)
    else:
        yield Check(OK, _("가는 편과 오는 편이 모두 있습니다"), numbers)


def _days(delegation):
    edit = {"url": _page(delegation, "delegation_itinerary_edit"), "action": _("일정 추가")}
    items, legs = delegation.items.all(), delegation.legs.all()
    if not items:
        yield Check(MISS, _("일정이 없습니다"), **edit)
        return
    outside = [item for item in items if not delegation.starts_on <= item.day <= delegation.ends_on]
    if outside:
        note = _some(map(_quoted, outside))
        yield Check(WARN, _("출장 기간 밖의 일정이 있습니다"), note, edit["url"], _("수정"))
    busy = {item.day for item in items} | {leg.local_departure.date() for leg in legs}
    busy |= {leg.local_arrival.date() for leg in legs}
    count = (delegation.ends_on - delegation.starts_on).days + 1
    free = [day for day in (delegation.starts_on + timedelta(n) for n in range(count)) if day not in busy]
    if free:
        yield Check(WARN, _("일정이 없는 날이 있습니다"), _some(map(short_day, free)), **edit)
    if not free and not outside:
        yield Check(OK, _("날마다 일정이 있습니다"), period(delegation.starts_on, delegation.ends_on))


def _places(delegation, level):
    items = [item for item in delegation.items.all() if not item.place.name_ko and item.kind != ItemKind.MOVE]
    if items:
        text = ngettext("장소 없는 일정 %(n)d건", "장소 없는 일정 %(n)d건", len(items)) % {"n": len(items)}
        url = _page(delegation, "delegation_itinerary_edit")
        yield Check(level, text, _some(map(_quoted, items)), url, _("입력"))


def _meetings_outside_the_plan(delegation):
    """The report's timetable is made of the entries: a meeting that none of them names is missing there."""
    planned = {item.meeting_id for item in delegation.items.all()}
    if missing := [meeting for meeting in standing_meetings_of(delegation) if meeting.pk not in planned]:
        n = len(missing)
        text = ngettext("일정에 연결되지 않은 면담 %(n)d건", "일정에 연결되지 않은 면담 %(n)d건", n) % {"n": n}
        url = _page(delegation, "delegation_itinerary_edit")
        yield Check(WARN, text, _some(map(_title, missing)), url, _("일정 추가"))


def _items_against_meetings(delegation):
    """A dinner may be minuted with the meeting before it: one entry at the meeting's own time is enough."""
    edit = {"url": _page(delegation, "delegation_itinerary_edit"), "action": _("수정")}
    linked = [item for item in delegation.items.all() if item.meeting]
    renamed = [item for item in linked if item.is_at_its_meeting and item.title_ko != item.meeting.title_ko]
    if renamed:
        names = _some(
            _("일정 ‘%(item)s’, 기록 ‘%(meeting)s’") % {"item": _title(item), "meeting": _title(item.meeting)}
            for item in renamed
        )
        yield Check(WARN, _("일정과 면담 기록의 이름이 다릅니다"), names, **edit)
    found = {item.meeting_id for item in linked if item.is_at_its_meeting}
    moved = [item for item in linked if item.starts and item.meeting_id not in found]
    if moved:
        names = _some(
            _("%(item)s, 기록 %(meeting)s") % {"item": _quoted(item), "meeting": _start_of(item.meeting)}
            for item in moved
        )
        yield Check(WARN, _("일정과 면담 기록의 시각이 다릅니다"), names, **edit)


def _start_of(meeting):
    return f"{short_day(meeting.local_start)} {meeting.local_start:%H:%M}"


def _group_size(delegation):
    size, limit = len(delegation.delegates.all()), settings.GROUP_REVIEW_SIZE
    if size:
        note = _("출장자 %(n)d명, 기준 %(limit)d명") % {"n": size, "limit": limit}
        if size >= limit:
            yield Check(WARN, _("떠나기 전에 사전 심사를 받아야 합니다"), note)
        else:
            yield Check(OK, _("사전 심사 대상이 아닙니다"), note)


def _meetings(delegation):
    meetings = standing_meetings_of(delegation)
    if not meetings:
        url = _page(delegation, "delegation_meetings")
        yield Check(MISS, _("면담 기록이 없습니다"), url=url, action=_("입력"))
        return
    for meeting in meetings:
        found = {"note": _title(meeting), "url": meeting.get_absolute_url(), "action": _("작성")}
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
    edit = {"url": _page(delegation, "delegation_report") + "#texts", "action": _("작성")}
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
        url = _page(delegation, "delegation_clippings_edit")
        yield Check(WARN, text, _some(clipping.headline for clipping in vague), url, _("입력"))
    elif clippings:
        yield Check(OK, ngettext("붙임 %(n)d건", "붙임 %(n)d건", len(clippings)) % {"n": len(clippings)})
