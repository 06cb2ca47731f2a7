"""Rows of trips, forums, meetings, MOUs and promises → what the line draws and its table lists."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from delegations.enums import Direction
from delegations.models import Delegation
from exchange.core import addresses, days, languages
from exchange.core.markup import filled
from exchange.directory.enums import Country
from exchange.meetings.enums import MeetingState
from exchange.meetings.models import Meeting
from exchange.mous.enums import CommitmentState, MouState, Obligor, Precision
from exchange.mous.marks import SIDES, side_words
from exchange.mous.models import Mou
from exchange.mous.years import last_day, promises_dated
from exchange.shuttle.events import Bead, Event, Rail, Signing, Vow
from exchange.shuttle.picture import draw_lying, draw_standing
from forums.models import Edition

NEWEST = 10  # trips
ALONE = 8  # meetings outside them
BEADS = 5  # of one trip; the last stands for all that have no room
ON_A_PHONE = 8
LABELLED = 12
PROMISES = 10
FORUMS = 6
AHEAD = timedelta(days=366)  # later promises wait: the line would be all future
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
    title: str = ""  # where it is not that of the event

    @property
    def row(self):
        """What its row of the table says, ready for `{% each %}`."""
        meetings = self.event.meetings if self.event.crosses and not self.title else 0
        return {
            "when": self.when, "kind": self.kind, "side": self.side, "way": self.way, "state": self.state,
            "url": self.url, "title": self.title or self.event.title,
            "meetings": filled(", {} {}", _("면담"), meetings) if meetings else "",
            "sample": filled(' <span class="sample">{}</span>', _("예시")) if self.is_sample else "",
        }  # fmt: skip


@dataclass(frozen=True)
class Line:
    records: list
    lying: object
    standing: object
    numbers: dict  # of trips, forums, meetings, mous and promises
    desc: str
    more: bool
    more_on_phone: bool

    @property
    def rows(self):
        """What the table says, ready for `{% each %}`."""
        return [record.row for record in self.records]


def shuttle_line(user, *, today):
    """The newest trips and forums, the meetings outside them, the MOUs and the promises that are due; None where
    there is nothing that this user sees.
    """
    held = Meeting.objects.visible_to(user).exclude(state=MeetingState.CANCELLED).order_by("starts_at", "pk")
    held = held.only("title_ko", "title_ja", "starts_at", "zone", "country", "state")
    trips = list(Delegation.objects.visible_to(user).active().without_texts()[: NEWEST + 1])
    outside = held.filter(delegation_link__isnull=True).annotate(edition=F("forum_link__edition"))
    alone = list(outside.order_by("-starts_at", "-pk")[: ALONE + 1])
    editions = list(_editions(user, today)[: FORUMS + 1])
    mous = Mou.objects.visible_to(user).exclude(state=MouState.DRAFT)
    signed = sorted(mous, key=lambda mou: mou.signed_on)[-NEWEST:]
    promises = promises_dated(user, until=today + AHEAD, today=today, most=PROMISES + 1)
    if not (trips or alone or signed or promises or editions):
        return None
    more = len(trips) > NEWEST or len(alone) > ALONE or len(promises) > PROMISES or len(editions) > FORUMS
    trips, alone, promises, editions = trips[:NEWEST], alone[:ALONE], promises[:PROMISES], editions[:FORUMS]
    at_forums, alone = _at_forums(alone, editions)
    labelled = len(trips) + len(alone) + len(editions) <= LABELLED
    signings = Signings(signed)
    on_trips = _meetings_on(held, trips, signed)
    records = [_trip_record(t, on_trips.get(t.pk, NO_MEETINGS), today, signings) for t in trips]
    records += [_forum_record(edition, at_forums[edition.pk], signings) for edition in editions]
    records += [_meeting_record(m, labelled, signings) for m in alone]
    records += [_mou_record(mou, event) for mou, event in signings.events()]
    records += _promise_records(promises)
    records.sort(key=lambda r: (r.event.first, r.event.last))
    events = list({id(r.event): r.event for r in records}.values())
    on_phone = _newest(events, ON_A_PHONE)
    texts = {
        "today_text": _("오늘 %(day)s") % {"day": _short(today)},
        "quiet_text": _("확인된 교류 없음"),
        "names": {Rail.KR: _("한국"), Rail.JP: _("일본")},
    }
    numbers = {
        "trips": len(trips), "forums": len(editions), "meetings": sum(e.meetings for e in events),
        "mous": len(signed), "promises": len(promises),
    }  # fmt: skip
    return Line(
        records=records, lying=draw_lying(events, today, **texts), standing=draw_standing(on_phone, today, **texts),
        numbers=numbers, desc=_description(records, numbers), more=more, more_on_phone=len(events) > len(on_phone),
    )  # fmt: skip


def _editions(user, today):
    """Those that have a day, and of this year and the next also those that have none yet; newest first."""
    known = Q(starts_on__isnull=False) | Q(year__in=[today.year, today.year + 1])
    dated = Edition.objects.visible_to(user).live().filter(known)
    dated = dated.order_by("-year", F("starts_on").desc(nulls_first=True), "-pk")
    names = [f"{name}_{language}" for name in ("name", "city") for language in ("ko", "ja", "en")]
    return dated.only(
        *names, "year", "host_country", "state", "starts_on", "ends_on", "is_sample",
        "attended_ours", "attended_counterpart", "attended_total",
    )  # fmt: skip


def _at_forums(meetings, editions):
    """({edition.pk: its meetings in order of time}, those that belong to none of these editions)"""
    at = {edition.pk: [] for edition in editions}
    alone = []
    for meeting in meetings:
        at.get(meeting.edition, alone).append(meeting)
    return {pk: of_edition[::-1][:BEADS] for pk, of_edition in at.items()}, alone


@dataclass(frozen=True)
class OnTrip:
    """The meetings of a trip that have room, in order of time, and how many there are of all."""

    shown: list
    count: int


NO_MEETINGS = OnTrip([], 0)


def _meetings_on(held, trips, signed):
    """{trip.pk: OnTrip}; where not all have room, those at which an MOU was signed stay."""
    signed_at = [mou.meeting_id for mou in signed if mou.meeting_id]
    rank = [Case(When(pk__in=signed_at, then=0), default=1)] if signed_at else []
    trip = "delegation_link__delegation"
    place = Window(RowNumber(), partition_by=trip, order_by=[*rank, "starts_at", "pk"])
    found = held.filter(delegation_link__delegation__in=[trip.pk for trip in trips])
    found = found.annotate(trip=F(trip), place=place, of_trip=Window(Count("pk"), partition_by=trip))
    together = defaultdict(list)
    for meeting in found.filter(place__lte=BEADS):
        together[meeting.trip].append(meeting)
    return {trip: _with_room(meetings, meetings[0].of_trip) for trip, meetings in together.items()}


def _with_room(meetings, count):
    room = BEADS if count <= BEADS else BEADS - 1
    return OnTrip([meeting for meeting in meetings if meeting.place <= room], count)


def _newest(events, number):
    """So many trips, meetings and MOUs, and the promises that came after the first of them."""
    firm = [event for event in events if not event.vows]
    return [event for event in events if event.first >= firm[-number].first] if len(firm) > number else events


class Signings:
    """MOUs by the meeting or the trip at which they were signed; what finds none stands by itself."""

    def __init__(self, mous):
        self.mous = mous
        self.found = {}  # mou.pk -> event

    def of(self, event, meetings=()):
        """The event with what was signed in it."""
        numbers = {meeting.pk: number for number, meeting in enumerate(meetings)}
        signings, own = [], []
        for mou in self.mous:
            at = numbers.get(mou.meeting_id)
            within = event.crosses and mou.signed_precision == Precision.DAY and event.covers(mou.signed_on)
            if mou.pk not in self.found and (at is not None or (within and mou.meeting_id is None)):
                own.append(mou)
                signings.append(Signing(f"{_signed(mou)} {languages.in_language(mou, 'title')[0]}", at))
        if not own:
            return event
        label = f"{event.label} · {_mou_word()}" if event.label else event.title
        event = replace(event, signings=tuple(signings), label=label)
        self.found |= {mou.pk: event for mou in own}
        return event

    def events(self):
        for mou in self.mous:
            yield mou, self.found.get(mou.pk) or _signing_alone(mou)


def _signing_alone(mou):
    title = languages.in_language(mou, "title")[0]
    return Event(
        first=mou.signed_on, last=mou.signed_on, origin=Rail.KR, host=Rail.KR, title=title, label=title,
        note=_signed(mou), signings=(Signing(f"{_signed(mou)} {title}"),),
    )  # fmt: skip


def _mou_record(mou, event):
    title = languages.in_language(mou, "title")[0]
    return Record(
        event, _signed(mou), _mou_word(), SIDES[Obligor.JOINT], side_words()[Obligor.JOINT], mou.standing.label,
        mou.get_absolute_url(), mou.is_sample, title,
    )  # fmt: skip


def _promise_records(promises):
    """Those of one day share its event."""
    records, sides = [], side_words()
    in_order = sorted(promises, key=lambda promise: (promise.due_on, list(SIDES).index(promise.obligor), promise.pk))
    for day, of_day in groupby(in_order, key=lambda promise: promise.due_on):
        due = list(of_day)
        told = [(promise, sides[promise.obligor], _state_of(promise)) for promise in due]
        vows = tuple(
            Vow(SIDES[promise.obligor], css, f"{_whole(day)} {obligor}: {promise.sentence}, {word}")
            for promise, obligor, (css, word) in told
        )
        title = due[0].sentence if len(due) == 1 else _promises(len(due))
        event = Event(first=day, last=day, origin=Rail.KR, host=Rail.KR, title=title, note=_whole(day), vows=vows)
        records += [
            Record(
                event, days.day(day), pgettext("하나", "약속"), SIDES[promise.obligor], obligor, word,
                addresses.of_row("mous:commitment_detail", promise.pk), promise.is_sample, promise.sentence,
            )
            for promise, obligor, (_css, word) in told
        ]  # fmt: skip
    return records


def _state_of(promise):
    """(class of the mark, word)"""
    if promise.outcome == CommitmentState.KEPT:
        return "kept", CommitmentState.KEPT.label
    if promise.outcome == CommitmentState.MISSED:
        return "late", CommitmentState.MISSED.label
    return ("late", _("기한 경과")) if promise.is_late else ("", _("기한 전"))


def _trip_record(trip, meetings, today, signings):
    inbound = trip.direction == Direction.INBOUND
    abroad = RAILS.get(trip.country, Rail.ELSEWHERE)
    if inbound:  # the days are spent in Korea; a country of its own only says where the guests come from
        origin, host = (Rail.JP if abroad == Rail.KR else abroad), Rail.KR
    else:
        origin, host = Rail.KR, abroad
    planned = trip.starts_on > today
    beads = [_bead(meeting) for meeting in meetings.shown]
    if rest := meetings.count - len(beads):
        beads.append(Bead(host, ngettext("외 %(n)s건", "외 %(n)s건", rest) % {"n": rest}))
    when = _period(trip.starts_on, trip.ends_on)
    place = languages.in_language(trip, "place")[0]
    event = Event(
        first=trip.starts_on, last=trip.ends_on, origin=origin, host=host, planned=planned,
        title=languages.in_language(trip, "title")[0],
        label=f"{Direction(trip.direction).label} · {place}",
        note=f"{when} {_meetings(meetings.count)}" if beads else when,
        beads=tuple(beads), meetings=meetings.count,
    )  # fmt: skip
    state = _("예정") if planned else _("마침") if trip.ends_on < today else _("진행 중")
    way = f"{_country(origin, trip)} → {_country(host, trip)}"
    event = signings.of(event, meetings.shown)
    return Record(
        event, days.period(trip.starts_on, trip.ends_on), pgettext("하나", "출장"), origin, way, state,
        trip.get_absolute_url(), trip.is_sample,
    )  # fmt: skip


def _forum_record(edition, meetings, signings):
    """The guests cross to the country that hosts it; its own mark stands before those of its meetings. Without a day it
    stands at the end of its year.
    """
    host = RAILS[edition.host_country]
    origin = Rail.JP if host == Rail.KR else Rail.KR
    title, city = (languages.in_language(edition, name)[0] for name in ("name", "city"))
    end = last_day(edition.year)
    first, last = edition.starts_on or end, edition.last_day or end
    when = _period(first, last) if edition.starts_on else _("날짜 미정")
    came = _("%(n)s명") % {"n": edition.attended} if edition.attended is not None else ""
    event = Event(
        first=first, last=last, origin=origin, host=host, planned=not edition.is_held, title=title,
        label=" · ".join(filter(None, [f"{edition.year} {_forum_word()}", city])),
        note=" ".join(filter(None, [when, came])), meetings=len(meetings),
        beads=(Bead(host, f"{when} {title}", planned=not edition.is_held, is_forum=True), *map(_bead, meetings)),
    )  # fmt: skip
    way = f"{_country_of(origin)} → {_country_of(host)}"
    told = days.period(first, last) if edition.starts_on else f"{edition.year} {when}"
    return Record(
        signings.of(event), told, _forum_word(), origin, way, edition.get_state_display(),
        edition.get_absolute_url(), edition.is_sample,
    )  # fmt: skip


def _forum_word():
    return pgettext("하나", "포럼")


def _meeting_record(meeting, labelled, signings):
    day = meeting.local_start.date()
    bead = _bead(meeting)
    title = languages.in_language(meeting, "title")[0]
    event = Event(
        first=day, last=day, origin=bead.host, host=bead.host, title=title,
        label=title if labelled else "", note=_whole(day), planned=bead.planned, beads=(bead,), meetings=1,
    )  # fmt: skip
    event = signings.of(event, [meeting])
    return Record(
        event, days.day(day), pgettext("하나", "면담"), bead.host, Country(meeting.country).label,
        MeetingState(meeting.state).label, meeting.get_absolute_url(),
    )  # fmt: skip


def _bead(meeting):
    start = meeting.local_start
    title = languages.in_language(meeting, "title")[0]
    text = f"{_short(start)} {start:%H:%M} {title}"
    return Bead(RAILS.get(meeting.country, Rail.ELSEWHERE), text, planned=meeting.state == MeetingState.PLANNED)


def _country(rail, trip):
    return Country(trip.country).label if rail == Rail.ELSEWHERE else _country_of(rail)


def _country_of(rail):
    return Country.KR.label if rail == Rail.KR else Country.JP.label


def _meetings(count):
    return ngettext("면담 %(count)d건", "면담 %(count)d건", count) % {"count": count}


def _mou_word():
    return pgettext("하나", "업무협약")


def _promises(count):
    return ngettext("약속 %(count)d건", "약속 %(count)d건", count) % {"count": count}


def _description(records, numbers):
    late = sum(vow.css == "late" for event in {id(r.event): r.event for r in records}.values() for vow in event.vows)
    values = {"first": days.day(records[0].event.first), "last": days.day(records[-1].event.last), "late": late}
    return _(
        "위 선이 한국, 아래 선이 일본이다. %(first)s부터 %(last)s까지 출장 %(trips)d건, 포럼 %(forums)d회, "
        "면담 %(meetings)d건, 업무협약 %(mous)d건, 기한이 된 약속 %(promises)d건이며 "
        "그 가운데 기한을 넘긴 약속이 %(late)d건이다. 내용은 아래 표와 같다."
    ) % (values | numbers)


def _signed(mou):
    """As exact as it is known."""
    if mou.signed_precision == Precision.YEAR:
        return pgettext("짧은 날짜", "{y}").format(y=mou.signed_on.year)
    if mou.signed_precision == Precision.MONTH:
        return pgettext("짧은 날짜", "{y}. {m}.").format(y=mou.signed_on.year, m=mou.signed_on.month)
    return _whole(mou.signed_on)


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
