"""Checks that both the plan and the report ask. All read the loaded trip, no query."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.checks.check import MISS, OK, WARN, Check, page, quoted, some, title
from delegations.checks.people import named
from delegations.engagements import goers, route, who_is
from delegations.enums import ItemKind, LegDirection
from delegations.selectors import standing_meetings_of
from exchange.core.days import period, short_day


def delegates_named(delegation):
    delegates = delegation.delegates.all()
    if not delegates:
        url = page(delegation, "delegation_delegates_edit")
        yield Check(MISS, _("출장자가 없습니다"), url=url, action=_("입력"))
    else:
        n = len(delegates)
        yield Check(OK, _("추진목적, 기간, 출장지, 출장자"), ngettext("출장자 %(n)d명", "출장자 %(n)d명", n) % {"n": n})


def both_ways(delegation):
    legs = delegation.legs.all()
    ways = {leg.direction for leg in legs}
    numbers = some(map(route, legs))
    edit = {"url": page(delegation, "delegation_legs_edit"), "action": _("입력")}
    if not legs:
        yield Check(WARN, _("이동편이 없습니다"), _("가는 편과 오는 편을 적어 주세요."), **edit)
    elif LegDirection.HOMEWARD not in ways:
        yield Check(MISS, _("오는 편이 없습니다"), numbers, **edit)
    elif LegDirection.OUTWARD not in ways:
        yield Check(MISS, _("가는 편이 없습니다"), numbers, **edit)
    elif strays := list(_strays(delegation)):
        yield from strays
    else:
        yield Check(OK, _("가는 편과 오는 편이 모두 있습니다"), numbers)


def _strays(delegation):
    """Who flies out and does not come back, or the other way round; nobody asks whoever lives there."""
    ways = {way: _aboard(delegation, way) for way in (LegDirection.OUTWARD, LegDirection.HOMEWARD)}
    missing = (
        (MISS, _("오는 편이 없는 출장자가 있습니다"), ways[LegDirection.OUTWARD] - ways[LegDirection.HOMEWARD]),
        (MISS, _("가는 편이 없는 출장자가 있습니다"), ways[LegDirection.HOMEWARD] - ways[LegDirection.OUTWARD]),
    )
    for level, text, people in missing:
        if people:
            note = named(delegation, people)
            yield Check(level, text, note, page(delegation, "delegation_legs_edit"), _("수정"))


def _aboard(delegation, way):
    legs = [leg for leg in delegation.legs.all() if leg.direction == way]
    return {who_is(delegate) for leg in legs for delegate in goers(leg, delegation)}


def every_day(delegation):
    edit = {"url": page(delegation, "delegation_itinerary"), "action": _("일정 추가")}
    items, legs = delegation.items.all(), delegation.legs.all()
    if not items:
        yield Check(MISS, _("일정이 없습니다"), **edit)
        return
    outside = [item for item in items if not delegation.starts_on <= item.day <= delegation.ends_on]
    if outside:
        note = some(map(quoted, outside))
        yield Check(WARN, _("출장 기간 밖의 일정이 있습니다"), note, edit["url"], _("수정"))
    busy = {item.day for item in items} | {leg.local_departure.date() for leg in legs}
    busy |= {leg.local_arrival.date() for leg in legs}
    count = (delegation.ends_on - delegation.starts_on).days + 1
    free = [day for day in (delegation.starts_on + timedelta(n) for n in range(count)) if day not in busy]
    if free:
        yield Check(WARN, _("일정이 없는 날이 있습니다"), some(map(short_day, free)), **edit)
    if not free and not outside:
        yield Check(OK, _("날마다 일정이 있습니다"), period(delegation.starts_on, delegation.ends_on))


def places_named(delegation, level):
    items = [item for item in delegation.items.all() if not item.place.name_ko and item.kind != ItemKind.MOVE]
    if items:
        text = ngettext("장소 없는 일정 %(n)d건", "장소 없는 일정 %(n)d건", len(items)) % {"n": len(items)}
        url = page(delegation, "delegation_itinerary")
        yield Check(level, text, some(map(quoted, items)), url, _("입력"))


def meetings_outside_the_plan(delegation):
    """The report's timetable is made of the entries: a meeting that none of them names is missing there."""
    planned = {item.meeting_id for item in delegation.items.all()}
    if missing := [meeting for meeting in standing_meetings_of(delegation) if meeting.pk not in planned]:
        n = len(missing)
        text = ngettext("일정에 연결되지 않은 면담 %(n)d건", "일정에 연결되지 않은 면담 %(n)d건", n) % {"n": n}
        url = page(delegation, "delegation_itinerary")
        yield Check(WARN, text, some(map(title, missing)), url, _("일정 추가"))
