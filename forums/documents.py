"""The proceedings of an edition: from its rows to the block tree, in Korean or Japanese."""

from itertools import groupby

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.core import zones
from exchange.documents.blocks import Annexes, Cover, Heading, Item, Outline, Table, Tree
from exchange.documents.definitions import Definition, register
from exchange.meetings.enums import MeetingState, Side
from exchange.meetings.models import Attendance
from exchange.meetings.reporting import Writer, meeting_blocks
from exchange.mous.enums import CommitmentState
from exchange.mous.reporting import promises_table
from forums.enums import BodyRole, EditionState, HostCountry, RegistrationState, SpeakerRole
from forums.models import Edition, EditionMeeting, Registration, Speaker, Talk
from forums.promises import born_at

PROCEEDINGS = "forum-proceedings"
WORDS = {
    "ko": {
        "report": "결과보고", "overview": "개요", "turnout": "참가 현황", "programme": "프로그램",
        "sessions": "순서별 내용", "meetings": "면담", "promises": "약속 사항", "annex": "붙임",
        "slides": "발표 자료", "end": "끝.", "sample": "[예시] ",
        "name": "공식 명칭", "number": "회차", "nth": "제{}회", "period": "일시", "place": "장소", "theme": "주제",
        "state": "상태", "chairs": "공동 의장", "people": "참가 인원", "planned": "계획", "came": "실제",
        "registered": "참가 신청 확정", "ours": "한국 측", "counterpart": "일본 측", "all": "계", "heads": "{}명",
        "by_side": "{}({})", "none": "-", "part": "구분", "time": "시각", "title": "순서", "room": "회의장",
        "talks": "발표", "attended": "참가", "quoted": "「{}」",
    },
    "ja": {
        "report": "結果報告書", "overview": "概要", "turnout": "参加状況", "programme": "プログラム",
        "sessions": "各プログラムの内容", "meetings": "面談", "promises": "約束事項", "annex": "添付",
        "slides": "発表資料", "end": "以上", "sample": "[見本] ",
        "name": "公式名称", "number": "回次", "nth": "第{}回", "period": "日時", "place": "会場", "theme": "テーマ",
        "state": "状態", "chairs": "共同議長", "people": "参加人数", "planned": "計画", "came": "実績",
        "registered": "参加登録(確定)", "ours": "韓国側", "counterpart": "日本側", "all": "計", "heads": "{}名",
        "by_side": "{}({})", "none": "-", "part": "区分", "time": "時刻", "title": "プログラム", "room": "会場",
        "talks": "発表", "attended": "参加", "quoted": "「{}」",
    },
}  # fmt: skip


def build_proceedings(edition, language):
    """Reads everything anew in a constant number of queries."""
    edition = _whole(edition.pk)
    writer = Writer(language, WORDS)
    body = settings.REPORT_BODY_JA if language == "ja" else settings.REPORT_BODY_KO
    title = f"{writer.text(edition, 'name')}\n{writer.words['report']}"
    if edition.is_sample:
        title = writer.words["sample"] + title
    return Tree(
        title=title.replace("\n", " "),
        author=body,
        description=" ".join(filter(None, [_period(edition, writer), _place(edition, writer)])),
        date=(edition.last_day.isoformat() if edition.starts_on else f"{edition.year}-01-01"),
        language=language,
        blocks=(
            Cover(title, writer.write.month(edition.last_day) if edition.starts_on else str(edition.year), body),
            *_chapters(edition, writer),
            _annexes(edition, writer),
        ),
    )


def _whole(pk):
    speakers = Speaker.objects.select_related("person")
    talks = Talk.objects.prefetch_related(Prefetch("speakers", speakers))
    attendances = Attendance.objects.select_related("person", "organization")
    meetings = (
        EditionMeeting.objects.exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting")
        .prefetch_related(
            Prefetch("meeting__attendances", attendances),
            "meeting__points", "meeting__photos", "meeting__counterparts",
        )
    )  # fmt: skip
    return (
        Edition.objects.select_related("series")
        .prefetch_related(
            "bodies__organization", "co_chairs__person", "sessions__room", Prefetch("sessions__talks", talks),
            Prefetch("meeting_links", meetings),
        )
        .get(pk=pk)
    )  # fmt: skip


def _chapters(edition, writer):
    """Those that have something to say, numbered."""
    born = born_at(edition).exclude(state=CommitmentState.DROPPED).select_related("counterpart")
    links = edition.meeting_links.all()
    chapters = [
        ("overview", _overview(edition, writer)),
        ("turnout", _turnout(edition, writer)),
        ("programme", _programme(edition, writer)),
        ("sessions", [block for each in edition.sessions.all() for block in _session(each, edition, writer)]),
        ("meetings", [block for link in links for block in meeting_blocks(link.meeting, writer)]),
        ("promises", promises_table(born, writer)),
    ]
    written = [(name, blocks) for name, blocks in chapters if blocks]
    for number, (name, blocks) in enumerate(written, start=1):
        yield Heading(1, writer.words[name], str(number))
        yield from blocks


# --- the edition -----------------------------------------------------------------------------------


def _overview(edition, writer):
    words = writer.words
    facts = [
        ("name", writer.text(edition, "name")),
        ("number", words["nth"].format(edition.number) if edition.number else ""),
        ("period", _period(edition, writer)),
        ("place", _place(edition, writer)),
        ("theme", writer.text(edition, "theme")),
        ("state", "" if edition.is_held else writer.label(EditionState, edition.state)),
    ]
    items = [Item(text, words[label]) for label, text in facts if text]
    items += _bodies(edition, writer)
    if chairs := _co_chairs(edition, writer):
        items.append(Item(label=words["chairs"], children=chairs))
    if people := _people(edition, writer):
        items.append(Item(label=words["people"], children=people))
    return [Outline(tuple(items), role="facts")]


def _period(edition, writer):
    return writer.write.period(edition.starts_on, edition.last_day) if edition.starts_on else ""


def _place(edition, writer):
    places = [
        writer.label(HostCountry, edition.host_country),
        writer.text(edition, "city"),
        writer.text(edition, "venue"),
    ]
    return " ".join(filter(None, places))


def _bodies(edition, writer):
    """A line for each role, in the order in which the roles are first named."""
    roles = {}
    for body in edition.bodies.all():
        roles.setdefault(body.role, []).append(writer.text(body.organization, "name"))
    return [Item(writer.write.comma.join(names), writer.label(BodyRole, role)) for role, names in roles.items()]


def _co_chairs(edition, writer):
    chairs = list(edition.co_chairs.all())
    return tuple(
        Item(
            writer.write.people([(writer.name(c.person), writer.text(c, "title")) for c in of_side]), writer.words[side]
        )
        for side in Side
        if (of_side := [chair for chair in chairs if chair.side == side])
    )


def _people(edition, writer):
    figures = [("planned", edition.planned, "planned"), ("came", edition.attended, "attended")]
    return tuple(
        Item(_by_side(edition, name, total, writer), writer.words[label])
        for label, total, name in figures
        if total is not None
    )


def _by_side(row, name, total, writer):
    """300명(한국 측 100명, 일본 측 200명)"""
    words = writer.words
    numbers = [(side, getattr(row, f"{name}_{side}")) for side in Side]
    sides = [f"{words[side]} {words['heads'].format(number)}" for side, number in numbers if number is not None]
    whole = words["heads"].format(total)
    return words["by_side"].format(whole, writer.write.comma.join(sides)) if sides else whole


# --- who came --------------------------------------------------------------------------------------


def _turnout(edition, writer):
    """Planned, registered and actual, then each session of which somebody wrote how many came."""
    words = writer.words
    lines = [
        (words["planned"], edition.planned_ours, edition.planned_counterpart, edition.planned),
        (words["registered"], *_registered(edition)),
        (words["came"], edition.attended_ours, edition.attended_counterpart, edition.attended),
    ]
    lines += [
        (writer.text(each, "title"), each.attended_ours, each.attended_counterpart, _sum(each))
        for each in edition.sessions.all()
    ]
    rows = tuple(
        ((label,), *((words["none"] if number is None else words["heads"].format(number),) for number in numbers))
        for label, *numbers in lines
        if any(number is not None for number in numbers)
    )
    columns = (words["part"], words["ours"], words["counterpart"], words["all"])
    return [Table(columns, rows, role="figures")] if rows else []


def _registered(edition):
    seated = Q(state=RegistrationState.REGISTERED)
    numbers = dict(
        Registration.objects.filter(seated, edition=edition).order_by().values_list("side").annotate(n=Count("pk"))
    )
    if not numbers:
        return None, None, None
    return *(numbers.get(side, 0) for side in Side), sum(numbers.values())


def _sum(session):
    numbers = [number for number in (session.attended_ours, session.attended_counterpart) if number is not None]
    return sum(numbers) if numbers else None


# --- the programme ---------------------------------------------------------------------------------


def _local(session, edition):
    return zones.local(session.starts_at, edition.zone), zones.local(session.ends_at, edition.zone)


def _programme(edition, writer):
    """A table a day; the day stands above where there are several."""
    days = groupby(edition.sessions.all(), key=lambda each: _local(each, edition)[0].date())
    tables = [(day, list(sessions)) for day, sessions in days]
    blocks = []
    for day, sessions in tables:
        if len(tables) > 1:
            blocks.append(Heading(2, writer.write.day_label(day)))
        blocks.append(_day(sessions, edition, writer))
    return blocks


def _day(sessions, edition, writer):
    words = writer.words
    has_rooms = any(session.room for session in sessions)
    columns = (words["time"], words["title"], *([words["room"]] if has_rooms else []))
    rows = tuple(
        (
            (_clock(session, edition, writer),),
            (writer.text(session, "title"), *(f"- {_talk(talk, writer)}" for talk in session.talks.all())),
            *([(writer.text(session.room, "name"),) if session.room else ("",)] if has_rooms else []),
        )
        for session in sessions
    )
    return Table(columns, rows, role="schedule")


def _clock(session, edition, writer):
    start, end = _local(session, edition)
    return f"{start:%H:%M}{writer.write.period_mark}{writer.write.clock(end, start)}"


def _talk(talk, writer):
    speakers = [_speaker(each, writer) for each in talk.speakers.all()]
    return " ".join(filter(None, [writer.text(talk, "title"), speakers and f"({writer.write.comma.join(speakers)})"]))


def _speaker(speaker, writer):
    """With the title of that day; the role where it is not that of a speaker."""
    who = writer.write.people([(writer.name(speaker.person), writer.text(speaker, "title"))])
    if speaker.role == SpeakerRole.SPEAKER:
        return who
    return f"{writer.label(SpeakerRole, speaker.role)} {who}"


# --- what was said ---------------------------------------------------------------------------------


def _session(session, edition, writer):
    """A session of which there is more to tell than its line of the programme."""
    words, talks = writer.words, session.talks.all()
    said = writer.lines(session, "note") if session.note_ko or session.note_ja else ()
    if not (talks or said):
        return
    start, end = _local(session, edition)
    facts = [Item(writer.write.moment(start, end), words["when"])]
    if session.room:
        facts.append(Item(writer.text(session.room, "name"), words["room"]))
    if (total := _sum(session)) is not None:
        facts.append(Item(_by_side(session, "attended", total, writer), words["attended"]))
    if talks:
        facts.append(Item(label=words["talks"], children=tuple(_told(talk, writer) for talk in talks)))
    yield Heading(2, writer.text(session, "title"))
    yield Outline(tuple(facts), role="facts")
    if said:
        yield Outline(said)


def _told(talk, writer):
    title = writer.words["quoted"].format(writer.text(talk, "title"))
    speakers = writer.write.comma.join(_speaker(each, writer) for each in talk.speakers.all())
    return Item(" ".join(filter(None, [title, speakers])))


def _annexes(edition, writer):
    """The slides that were handed in."""
    words = writer.words
    talks = [talk for session in edition.sessions.all() for talk in session.talks.all() if talk.slides_sha256]
    names = tuple(f"{words['slides']}: {writer.text(talk, 'title')} ({talk.slides_name})" for talk in talks)
    return Annexes(words["annex"] if names else "", names, words["end"])


# --- the definition --------------------------------------------------------------------------------


def file_name(edition, language):
    """2026-12 한일 중소기업 정책포럼 결과보고"""
    writer = Writer(language, WORDS)
    when = f"{edition.starts_on:%Y-%m}" if edition.starts_on else str(edition.year)
    return f"{when} {writer.text(edition, 'name')} {writer.words['report']}"


def find_edition(key):
    """By series and year, as in korea-japan-sme-forum-2026."""
    slug, _mark, year = key.rpartition("-")
    if not (year.isascii() and year.isdecimal()):
        raise Edition.DoesNotExist(key)
    return Edition.objects.get(series__slug=slug, year=int(year[:6]))


def proceedings_page(edition):
    return reverse("forums:edition_proceedings", args=[edition.pk])


def register_documents():
    register(
        Definition(
            name=PROCEEDINGS,
            title=_("포럼 결과보고"),
            model=Edition,
            view="forums.view_registrations",
            make="forums.make_documents",
            languages=("ko", "ja"),
            find=find_edition,
            build=build_proceedings,
            file_name=file_name,
            page=proceedings_page,
        )
    )
