"""What must not stand in a casebook: names and numbers of the firm, of its contact, of the ambassador and his firm.

What is found is replaced by a mark in 〔 〕; the marks stay until the editor has looked at each and written over it.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import override

from ambassadors.enums import FirmSize, Industry

MARK = re.compile(r"〔[^〔〕]{1,20}〕")
FIRM, CONTACT, ADVISER, HIS_FIRM, NUMBER = "〔기업〕", "〔담당자〕", "〔대사〕", "〔대사 소속〕", "〔연락처〕"
LEGAL_FORMS = re.compile(
    r"주식회사|유한회사|합자회사|株式会社|有限会社|㈜|㈱|\((?:주|유|株|有)\)|(?:co\.?,?\s*)?ltd\.?|inc\.?|corp(?:oration)?\.?|"
    r"gmbh|pte\.?|llc",
    re.IGNORECASE,
)
MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
ADDRESS = r"(?:https?://|www\.)\S+"
PHONE = r"(?<![\d-])\+?\d{1,4}[-. ()]{1,2}\d{2,4}[-. ]\d{3,4}(?:[-. ]\d{2,4})?(?!\d)"
BUSINESS_NUMBER = r"(?<!\d)\d{3}-\d{2}-\d{5}(?!\d)"
REACHED = re.compile("|".join((MAIL, ADDRESS, BUSINESS_NUMBER, PHONE)))
SHORTEST = 2  # letters of a name


def firm_of(client, language):
    """기계·부품 소기업: by industry and size, as coarse as they are."""
    with override(language):
        industry = str(Industry(client.industry).label) if client.industry else ""
        size = str(FirmSize(client.size).label) if client.size else _("중소기업")
        joint = "の" if language == "ja" and industry else " "
        return f"{industry}{joint}{size}".strip()


class Scrubber:
    """For the texts of one session."""

    def __init__(self, session):
        names = dict.fromkeys(_known_names(session))  # the first mark of a name counts
        marks = {}
        for name, mark in names:
            marks.setdefault(_letters(name), mark)
        self.marks = marks
        found = sorted((name for name in marks if len(name) >= SHORTEST), key=len, reverse=True)
        self.names = re.compile("|".join(map(_spaced, found)), re.IGNORECASE) if found else None

    def __call__(self, text):
        text = unicodedata.normalize("NFC", text)
        if self.names:
            text = self.names.sub(lambda match: self.marks[_letters(match[0])], text)
        return REACHED.sub(NUMBER, text)


def marks_in(*texts):
    """The marks that an editor has not looked at yet, in their order."""
    return [match for text in texts for match in MARK.findall(text)]


def _known_names(session):
    """(name, mark) of everybody whom the session knows."""
    yield from ((name, FIRM) for name in _firm_names(session.client.name))
    if number := session.client.business_number:
        yield number, NUMBER
    yield session.contact_name, CONTACT
    if session.request:
        yield session.request.contact_name, CONTACT
    person = session.ambassador.person
    for name in (person.name_ko, person.name_hanja, person.name_kana, person.name_latin, *person.aliases.splitlines()):
        yield name, ADVISER
    for post in person.posts.all():
        body = post.organization
        for name in (body.name_ko, body.name_ja, body.name_en, *body.aliases.splitlines()):
            yield from ((each, HIS_FIRM) for each in _firm_names(name))


def _firm_names(name):
    """As it is written, and without what says only its legal form."""
    return [name, LEGAL_FORMS.sub("", name)]


def _letters(name):
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()


def _spaced(letters):
    """However its letters stand apart: 가나 정밀, 가나정밀, Kana-Tech."""
    name = r"[\s·.,&'_-]{0,2}".join(map(re.escape, letters))
    return rf"(?<![A-Za-z0-9]){name}(?![A-Za-z0-9])" if letters.isascii() else name
