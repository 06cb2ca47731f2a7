"""A meeting as blocks of a report: when and where, who sat on which side, what was said, photographs."""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import override

from exchange.directory.enums import Country
from exchange.documents import outline, wording
from exchange.documents.blocks import Heading, Item, Outline, Photos, Picture
from exchange.meetings.enums import Side

WORDS = {
    "ko": {
        "when": "일시", "where": "장소", "attendees": "참석자", "points": "주요내용", "photos": "행사사진",
    },
    "ja": {
        "when": "日時", "where": "場所", "attendees": "出席者", "points": "主な内容", "photos": "行事写真",
    },
}  # fmt: skip


class Writer:
    """One language's side of the rows: texts, names and titles, and what to say when the Japanese is missing.

    `words`: those of the document, which the words of a meeting stand under.
    """

    def __init__(self, language, words=WORDS):
        self.language = language
        self.words = WORDS[language] | words[language]
        self.write = wording.of(language)

    def text(self, row, field):
        korean = getattr(row, f"{field}_ko")
        if self.language == "ko" or not korean:
            return korean
        return getattr(row, f"{field}_ja") or wording.NO_JAPANESE + korean

    def lines(self, row, field):
        """An outline text; where the Japanese is missing every line of the Korean says so."""
        korean, japanese = getattr(row, f"{field}_ko"), getattr(row, f"{field}_ja")
        if self.language == "ja" and not japanese:
            return _marked(outline.parse(korean))
        return outline.parse(korean if self.language == "ko" else japanese)

    def name(self, person):
        if person is None:
            return ""
        if self.language == "ko":
            return str(person)
        known = person.name_hanja or person.name_kana or person.name_latin
        return known or wording.NO_JAPANESE + person.name_ko

    def country(self, code):
        return self.label(Country, code)

    def label(self, enum, value):
        with override(self.language):
            return str(enum(value).label)


def _marked(items):
    return tuple(replace(item, text=wording.NO_JAPANESE + item.text, children=_marked(item.children)) for item in items)


def meeting_blocks(meeting, writer):
    """`meeting` with its attendances, points, photos and counterparts."""
    words = writer.words
    facts = [Item(writer.write.moment(meeting.local_start, meeting.ends_at and meeting.local_end), words["when"])]
    if venue := writer.text(meeting, "venue"):
        facts.append(Item(venue, words["where"]))
    facts += _attendees(meeting, writer)
    yield Heading(2, writer.text(meeting, "title"))
    yield Outline(tuple(facts), role="facts")
    summary, points = writer.text(meeting, "summary"), _points(meeting, writer)
    if summary or points:
        yield Outline((Item(summary, words["points"], points),))
    if photos := meeting.photos.all():
        yield Photos(words["photos"], tuple(_picture(photo, writer) for photo in photos))


def _attendees(meeting, writer):
    """One line for one side or for two single persons, who then say whence they come; else a line per side."""
    sides = {side: [a for a in meeting.attendances.all() if a.side == side] for side in Side}
    present = {side: people for side, people in sides.items() if people}
    label = writer.words["attendees"]
    if not present:
        return []
    if len(present) == 1:
        [people] = present.values()
        return [Item(_people(people, writer), label)]
    if all(len(people) == 1 for people in present.values()):
        pairs = [(writer.name(a.person), _title(a, writer, abroad=a.side == Side.COUNTERPART)) for a in
                 (*sides[Side.OURS], *sides[Side.COUNTERPART])]  # fmt: skip
        return [Item(writer.write.people(pairs), label)]
    lines = (
        Item(_people(people, writer), writer.write.side(writer.country(_side_country(meeting, side, people))))
        for side, people in present.items()
    )
    return [Item(label=label, children=tuple(lines))]


def _people(attendances, writer):
    return writer.write.people([(writer.name(a.person), _title(a, writer)) for a in attendances])


def _title(attendance, writer, abroad=False):
    title = writer.text(attendance, "title")
    if not (abroad and attendance.organization):
        return title
    country = writer.country(attendance.organization.country)
    return writer.write.title_abroad(country, writer.text(attendance.organization, "name"), title)


def _side_country(meeting, side, people):
    if side == Side.OURS:
        return Country.KR
    organizations = [a.organization for a in people if a.organization] or list(meeting.counterparts.all())
    if organizations:
        return organizations[0].country
    return next((a.person.country for a in people if a.person), meeting.country)


def _points(meeting, writer):
    """The minutes as an outline; a line whose parents form a ring is not reached and not printed."""
    children = defaultdict(list)
    for point in meeting.points.all():
        children[point.parent_id].append(point)

    def items(parent, depth=1):
        for point in children[parent]:
            below = tuple(items(point.pk, depth + 1))
            if depth < outline.DEEPEST:
                yield Item(writer.text(point, "text"), children=below)
            else:  # what lies deeper stands beside its parent
                yield Item(writer.text(point, "text"))
                yield from below

    return tuple(items(None))


def _picture(photo, writer):
    return Picture(photo.print_sha256, writer.text(photo, "caption"), photo.width, photo.height)
