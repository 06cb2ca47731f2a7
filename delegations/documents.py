"""The result report of a trip: from its rows to the block tree, in Korean or Japanese."""

import re
from collections import defaultdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.enums import DelegateGroup, Direction, LegDirection
from delegations.models import Delegation, DelegationMeeting, ItineraryItem
from delegations.promises import promises_table
from exchange.core import zones
from exchange.documents.blocks import (
    Annexes,
    Clipping,
    Cover,
    Heading,
    Item,
    Note,
    Outline,
    PageBreak,
    Picture,
    Table,
    Tree,
)
from exchange.documents.definitions import Definition, register
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Attendance
from exchange.meetings.reporting import Writer, meeting_blocks

HOME_ZONE = "Asia/Seoul"
WORDS = {
    "ko": {
        "report": "결과 보고", "outbound": "파견", "inbound": "초청", "trip": "출장",
        "overview": "출장 개요", "basics": "기본 개요", "purpose": "추진목적", "period": "출장기간",
        "place": "출장지", "travellers": "출장자", "schedule": "일정", "day": "날짜",
        "activities": "주요 활동 결과", "promises": "약속 사항",
        "lessons": "시사점", "next_steps": "향후계획", "annex": "붙임", "press": "언론 보도", "end": "끝.",
        "unknown_outlet": "매체 미상", "reporter": "{} 기자",
        "leadership": "회장단", "staff": "실무", "firms": "기업", "interpreters": "통역", "hosts": "영접",
        "leave": "출국", "return": "귀국", "enter": "입국", "onward": "이동",
        "local_times": "※ 시각은 모두 현지 시각", "no_difference": "※ 시각은 모두 현지 시각(한국과 시차 없음)",
        "press_note": "※ 기사 본문은 저작권 보호를 위하여 싣지 않음",
        "press_note_some": "※ 스캔은 이용 허락을 받은 기사만 싣고, 나머지는 저작권 보호를 위하여 서지만 실음",
        "press_note_all": "※ 스캔은 이용 허락을 받아 실음",
    },
    "ja": {
        "report": "結果報告書", "outbound": "派遣", "inbound": "招請", "trip": "出張",
        "overview": "出張の概要", "basics": "基本事項", "purpose": "目的", "period": "出張期間",
        "place": "出張先", "travellers": "出張者", "schedule": "日程", "day": "日付",
        "activities": "主な活動の結果", "promises": "約束事項",
        "lessons": "示唆点", "next_steps": "今後の計画", "annex": "添付", "press": "新聞報道", "end": "以上",
        "unknown_outlet": "媒体不明", "reporter": "{} 記者",
        "leadership": "会長団", "staff": "実務", "firms": "企業", "interpreters": "通訳", "hosts": "受入担当",
        "leave": "出国", "return": "帰国", "enter": "入国", "onward": "移動",
        "local_times": "※ 時刻はすべて現地時間", "no_difference": "※ 時刻はすべて現地時間(日韓の時差なし)",
        "press_note": "※ 記事本文は著作権保護のため掲載しない",
        "press_note_some": "※ スキャンは利用許諾を得た記事に限り掲載し、その他は著作権保護のため書誌のみ掲載",
        "press_note_all": "※ スキャンは利用許諾を得て掲載",
    },
}  # fmt: skip

_LEG_WORDS = {
    Direction.OUTBOUND: {LegDirection.OUTWARD: "leave", LegDirection.HOMEWARD: "return", LegDirection.ONWARD: "onward"},
    Direction.INBOUND: {LegDirection.OUTWARD: "enter", LegDirection.HOMEWARD: "leave", LegDirection.ONWARD: "onward"},
}
_NOON = time(12)


def build_report(trip, language):
    """The tree of a trip's result report. Reads everything anew in a constant number of queries."""
    trip = _whole_trip(trip.pk)
    writer = Writer(language, WORDS)
    body = settings.REPORT_BODY_JA if language == "ja" else settings.REPORT_BODY_KO
    title = report_title(trip, writer)
    dated_on = trip.report_dated_on or trip.ends_on
    return Tree(
        title=title,
        author=body,
        description=f"{writer.write.short_period(trip.starts_on, trip.ends_on)} {writer.text(trip, 'place')} "
        f"{writer.words['trip']} {writer.words['report']}",
        date=dated_on.isoformat(),
        language=language,
        blocks=(
            Cover(re.sub("」 ?(?=.)", "」\n", title, count=1), writer.write.month(dated_on), body),
            *_chapters(trip, writer),
            *_annex(trip, writer),
        ),
    )


def report_title(trip, writer):
    title, ending = writer.text(trip, "title"), writer.words["report"]
    return title if title.endswith(ending) else f"{title} {ending}"


def _whole_trip(pk):
    attendances = Attendance.objects.select_related("person", "organization")
    meetings = (
        DelegationMeeting.objects.exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting")
        .prefetch_related(
            Prefetch("meeting__attendances", attendances),
            "meeting__points", "meeting__photos", "meeting__counterparts",
        )
    )  # fmt: skip
    items = ItineraryItem.objects.exclude(meeting__state=MeetingState.CANCELLED)
    return Delegation.objects.prefetch_related(
        "delegates__person",
        "hosts__person",
        "legs",
        "clippings",
        Prefetch("items", items),
        Prefetch("meeting_links", meetings),
    ).get(pk=pk)


def _chapters(trip, writer):
    """Chapters that have something to say, numbered."""
    chapters = [
        ("overview", [*_basics(trip, writer), *_schedule(trip, writer)]),
        ("activities", [block for link in trip.meeting_links.all() for block in meeting_blocks(link.meeting, writer)]),
        ("promises", promises_table(trip, writer)),
        ("lessons", _free_text(trip, "lessons", writer)),
        ("next_steps", _free_text(trip, "next_steps", writer)),
    ]
    written = [(name, blocks) for name, blocks in chapters if blocks]
    for number, (name, blocks) in enumerate(written, start=1):
        yield Heading(1, writer.words[name], str(number))
        yield from blocks


def _free_text(trip, field, writer):
    items = writer.lines(trip, field)
    return [Outline(items)] if items else []


def _basics(trip, writer):
    words = writer.words
    facts = [
        Item(label=words["purpose"], children=writer.lines(trip, "purpose")),
        Item(writer.write.period(trip.starts_on, trip.ends_on), words["period"]),
        Item(writer.text(trip, "place"), words["place"]),
    ]
    if groups := _travellers(trip, writer):
        facts.append(Item(label=words["travellers"], children=groups))
    if trip.hosts.all():
        hosts = [(writer.name(host.person), writer.text(host, "title")) for host in trip.hosts.all()]
        facts.append(Item(writer.write.people(hosts), words["hosts"]))
    return [Heading(2, words["basics"]), Outline(tuple(facts), role="facts")]


def _travellers(trip, writer):
    members = defaultdict(list)
    for delegate in trip.delegates.all():
        members[delegate.group].append((writer.name(delegate.person), writer.text(delegate, "title")))
    return tuple(
        Item(writer.write.people(members[group]), f"({writer.words[group.value]})")
        for group in DelegateGroup
        if group in members
    )


def _schedule(trip, writer):
    days = defaultdict(list)
    for leg in trip.legs.all():
        departure = leg.local_departure
        days[departure.date()].append((departure.time(), _leg(trip, leg, writer)))
    for item in trip.items.all():
        days[item.day].append((item.starts, writer.write.appointment(item.starts, writer.text(item, "title"))))
    if not days:
        return []
    rows = tuple(((writer.write.day_label(day),), _by_time(days[day])) for day in sorted(days))
    columns = (writer.words["day"], writer.words["points"])
    return [Heading(2, writer.words["schedule"]), Table(columns, rows, role="schedule", note=_zone_note(trip, writer))]


def _by_time(entries):
    """Entries without a time come last, in the order in which they were written."""
    return tuple(text for _, text in sorted(entries, key=lambda entry: (entry[0] is None, entry[0] or _NOON)))


def _leg(trip, leg, writer):
    return writer.write.leg(
        writer.words[_LEG_WORDS[trip.direction][leg.direction]],
        writer.text(leg, "origin"),
        writer.text(leg, "destination"),
        departure=leg.local_departure,
        arrival=leg.local_arrival,
        duration=leg.duration,
        number=leg.number,
    )


def _zone_note(trip, writer):
    """Said only when somebody could wonder: when part of the trip lies in another zone than the office."""
    clocks = [clock for leg in trip.legs.all() for clock in (leg.local_departure, leg.local_arrival)]
    clocks += [
        datetime.combine(item.day, item.starts or _NOON, tzinfo=ZoneInfo(item.zone)) for item in trip.items.all()
    ]
    if all(clock.tzinfo.key == HOME_ZONE for clock in clocks):
        return ""
    same = all(clock.utcoffset() == zones.local(clock, HOME_ZONE).utcoffset() for clock in clocks)
    return writer.words["no_difference" if same else "local_times"]


def _annex(trip, writer):
    clippings = trip.clippings.all()
    words = writer.words
    if not clippings:
        yield Annexes("", (), words["end"])
        return
    yield Annexes(words["annex"], (writer.write.counted_clippings(len(clippings)),), words["end"])
    yield PageBreak()
    yield Heading(1, words["press"], words["annex"])
    for number, clipping in enumerate(clippings, start=1):
        source = (
            clipping.outlet or words["unknown_outlet"],
            clipping.published_on and writer.write.date(clipping.published_on),
            writer.write.clipping_page(clipping.page),
            clipping.author and words["reporter"].format(clipping.author.removesuffix(" 기자")),
        )
        yield Clipping(number, tuple(filter(None, source)), clipping.headline, clipping.link, _scan(clipping))
    yield Note(words[_press_note(clippings)])


def _scan(clipping):
    """The pages, who allowed them said under the last one; nothing at all without a licence."""
    if not clipping.prints_scan:
        return None
    last = len(clipping.scan_pages) - 1
    return tuple(
        Picture(**page, caption=clipping.copyright_note if number == last else "")
        for number, page in enumerate(clipping.scan_pages)
    )


def _press_note(clippings):
    printed = [clipping.prints_scan for clipping in clippings]
    return "press_note_all" if all(printed) else "press_note_some" if any(printed) else "press_note"


def file_name(trip, language):
    """2024-07 일본 파견 결과 보고"""
    writer = Writer(language, WORDS)
    where = f"{writer.country(trip.country)} {writer.words[trip.direction]}"
    return f"{trip.starts_on:%Y-%m} {where} {writer.words['report']}"


def find_trip(slug):
    return Delegation.objects.get(slug=slug)


def report_page(trip):
    return reverse("delegations:delegation_report", args=[trip.slug])


def register_documents():
    register(
        Definition(
            name="trip-report",
            title=_("결과 보고서"),
            model=Delegation,
            view="delegations.view_delegation",
            make="delegations.make_report",
            languages=("ko", "ja"),
            find=find_trip,
            build=build_report,
            file_name=file_name,
            page=report_page,
        )
    )
