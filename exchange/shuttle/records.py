"""Rows of trips and meetings → what the line draws and its table lists."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from delegations.enums import Direction
from delegations.models import Delegation
from exchange.core import days, languages
from exchange.core.markup import filled
from exchange.directory.enums import Country
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.shuttle.events import Bead, Event, Rail
from exchange.shuttle.picture import draw_lying, draw_standing

NEWEST = 24
ON_A_PHONE = 12
LABELLED = 12
RAILS = {Country.KR: Rail.KR, Country.JP: Rail.JP}


@dataclass(frozen=True)
class Record:
    """One event with what its row of the table says."""

    event: Event
    when: str
    kind: str
    side: str
    way: str
    state: str
    url: str
    is_sample: bool = False

    @property
    def row(self):
        """What its row of the table says, ready for `{% each %}`."""
        meetings = len(self.event.beads) if self.event.crosses else 0
        return {
            "when": self.when, "kind": self.kind, "side": self.side, "way": self.way, "state": self.state,
            "url": self.url, "title": self.event.title,
            "meetings": filled(", {} {}", _("면담"), meetings) if meetings else "",
            "sample": filled(' <span class="sample">{}</span>', _("예시")) if self.is_sample else "",
        }  # fmt: skip


@dataclass(frozen=True)
class Line:
    records: list
    lying: object
    standing: object
    trips: int
    meetings: int
    desc: str
    more: bool
    more_on_phone: bool

    @property
    def rows(self):
        """What the table says, ready for `{% each %}`."""
        return [record.row for record in self.records]


def shuttle_line(user, *, today):
    """The newest trips and the meetings outside them; None where there is nothing that this user sees."""
    held = Meeting.objects.visible_to(user).exclude(state=MeetingState.CANCELLED).order_by("starts_at", "pk")
    held = held.only("title_ko", "title_ja", "starts_at", "zone", "country", "state")
    trips = Delegation.objects.visible_to(user).active().without_texts()
    trips = list(trips.prefetch_related(Prefetch("meetings", held))[: NEWEST + 1])
    alone = list(held.filter(delegation_link__isnull=True).order_by("-starts_at", "-pk")[: NEWEST + 1])
    if not trips and not alone:
        return None
    more = len(trips) > NEWEST or len(alone) > NEWEST
    trips, alone = trips[:NEWEST], alone[:NEWEST]
    labelled = len(trips) + len(alone) <= LABELLED
    records = [_trip_record(t, today) for t in trips] + [_meeting_record(m, labelled) for m in alone]
    records.sort(key=lambda r: (r.event.first, r.event.last))
    events = [r.event for r in records]
    texts = {
        "today_text": _("오늘 %(day)s") % {"day": _short(today)},
        "quiet_text": _("확인된 교류 없음"),
        "names": {Rail.KR: _("한국"), Rail.JP: _("일본")},
    }
    meetings = sum(len(e.beads) for e in events)
    return Line(
        records=records,
        lying=draw_lying(events, today, **texts),
        standing=draw_standing(events[-ON_A_PHONE:], today, **texts),
        trips=len(trips), meetings=meetings, desc=_description(records, len(trips), meetings),
        more=more, more_on_phone=len(events) > ON_A_PHONE,
    )  # fmt: skip


def _trip_record(trip, today):
    inbound = trip.direction == Direction.INBOUND
    abroad = RAILS.get(trip.country, Rail.ELSEWHERE)
    if inbound:  # the days are spent in Korea; a country of its own only says where the guests come from
        origin, host = (Rail.JP if abroad == Rail.KR else abroad), Rail.KR
    else:
        origin, host = Rail.KR, abroad
    planned = trip.starts_on > today
    meetings = trip.meetings.all()
    when = _period(trip.starts_on, trip.ends_on)
    place = languages.in_language(trip, "place")[0]
    event = Event(
        first=trip.starts_on, last=trip.ends_on, origin=origin, host=host, planned=planned,
        title=languages.in_language(trip, "title")[0],
        label=f"{trip.get_direction_display()} · {place}",
        note=f"{when} {_meetings(len(meetings))}" if meetings else when,
        beads=tuple(_bead(m) for m in meetings),
    )  # fmt: skip
    state = _("예정") if planned else _("마침") if trip.ends_on < today else _("진행 중")
    way = f"{_country(origin, trip)} → {_country(host, trip)}"
    return Record(
        event, days.period(trip.starts_on, trip.ends_on), pgettext("하나", "출장"), origin, way, state,
        trip.get_absolute_url(), trip.is_sample,
    )  # fmt: skip


def _meeting_record(meeting, labelled):
    day = meeting.local_start.date()
    bead = _bead(meeting)
    title = languages.in_language(meeting, "title")[0]
    event = Event(
        first=day, last=day, origin=bead.host, host=bead.host, title=title,
        label=title if labelled else "", note=_whole(day), planned=bead.planned, beads=(bead,),
    )  # fmt: skip
    return Record(
        event, days.day(day), pgettext("하나", "면담"), bead.host, meeting.get_country_display(),
        meeting.get_state_display(), meeting.get_absolute_url(),
    )  # fmt: skip


def _bead(meeting):
    start = meeting.local_start
    title = languages.in_language(meeting, "title")[0]
    text = f"{_short(start)} {start:%H:%M} {title}"
    return Bead(RAILS.get(meeting.country, Rail.ELSEWHERE), text, planned=meeting.state == MeetingState.PLANNED)


def _country(rail, trip):
    if rail == Rail.ELSEWHERE:
        return trip.get_country_display()
    return Country.KR.label if rail == Rail.KR else Country.JP.label


def _meetings(count):
    return ngettext("면담 %(count)d건", "면담 %(count)d건", count) % {"count": count}


def _description(records, trips, meetings):
    values = {
        "first": days.day(records[0].event.first), "last": days.day(records[-1].event.last),
        "trips": trips, "meetings": meetings,
    }  # fmt: skip
    return (
        _(
            "위 선이 한국, 아래 선이 일본이다. %(first)s부터 %(last)s까지 출장 %(trips)d건, 면담 %(meetings)d건이다. "
            "내용은 아래 표와 같다."
        )
        % values
    )


def _written(form, value):
    return form.format(y=value.year, m=value.month, d=value.day)


def _whole(value):
    return _written(pgettext("짧은 날짜", "{y}. {m}. {d}."), value)


def _short(value):
    return _written(pgettext("짧은 날짜", "{m}. {d}."), value)


def _period(first, last):
    """As short as it stays clear: 2024. 7. 17. ~ 20."""
    if first == last:
        return _whole(first)
    if (first.year, first.month) == (last.year, last.month):
        last_day = pgettext("짧은 날짜", "{d}.")
        return f"{_whole(first)} ~ {_written(last_day, last)}"
    return f"{_whole(first)} ~ {_short(last) if first.year == last.year else _whole(last)}"
