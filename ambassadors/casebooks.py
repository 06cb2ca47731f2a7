"""The casebook (진출사례집) as a document: a cover, a preface, the contents, and a chapter for each case."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ambassadors.enums import Topic
from ambassadors.models import Case, Casebook
from exchange.directory.enums import Country
from exchange.documents import wording
from exchange.documents.blocks import Contents, Cover, Entry, Heading, Item, Outline, PageBreak, Prose, Tree
from exchange.documents.definitions import Definition, register

CASEBOOK = "casebook"
WORDS = {
    "ko": {
        "preface": "머리말", "contents": "차례", "firm": "기업", "country": "대상 나라", "topics": "자문 분야",
        "month": "상담 시기", "question": "질문", "advice": "자문 내용", "result": "결과",
    },
    "ja": {
        "preface": "はじめに", "contents": "目次", "firm": "企業", "country": "対象国", "topics": "相談分野",
        "month": "相談時期", "question": "質問", "advice": "助言の内容", "result": "結果",
    },
}  # fmt: skip


class Writer:
    def __init__(self, language):
        self.language, self.words, self.write = language, WORDS[language], wording.of(language)

    def text(self, row, field):
        korean = getattr(row, f"{field}_ko")
        if self.language == "ko" or not korean:
            return korean
        return getattr(row, f"{field}_ja") or wording.NO_JAPANESE + korean

    def prose(self, row, field):
        return Prose(tuple(line.strip() for line in self.text(row, field).splitlines() if line.strip()))

    def labels(self, choices, codes):
        with override(self.language):
            return self.write.comma.join(str(choices(code).label) for code in codes)


def build_casebook(book, language):
    """Only what the editors wrote, and of the session what tells nobody: country, topics, month."""
    writer = Writer(language)
    cases = Case.objects.filter(casebook=book, session__case_consent__isnull=False)
    cases = list(cases.select_related("session").prefetch_related("session__topics"))
    body = settings.REPORT_BODY_JA if language == "ja" else settings.REPORT_BODY_KO
    title = writer.text(book, "title")
    return Tree(
        title=title,
        author=body,
        description=title,
        date=book.dated_on.isoformat(),
        language=language,
        blocks=(
            Cover(title, writer.write.month(book.dated_on), body),
            *_preface(book, writer),
            *_contents(cases, writer),
            *(block for number, case in enumerate(cases, 1) for block in _chapter(case, number, writer)),
        ),
    )


def _preface(book, writer):
    if book.preface_ko:
        yield Heading(1, writer.words["preface"])
        yield writer.prose(book, "preface")


def _contents(cases, writer):
    if cases:
        entries = tuple(Entry(str(number), writer.text(case, "title")) for number, case in enumerate(cases, 1))
        yield PageBreak()
        yield Contents(writer.words["contents"], entries)


def _chapter(case, number, writer):
    session, words = case.session, writer.words
    topics = [topic.topic for topic in session.topics.all()]
    yield PageBreak()
    yield Heading(1, writer.text(case, "title"), str(number))
    facts = [
        (words["firm"], writer.text(case, "firm")),
        (words["country"], writer.labels(Country, [session.country])),
        (words["topics"], writer.labels(Topic, topics)),
        (words["month"], writer.write.month(session.held_on)),
    ]
    yield Outline(tuple(Item(text, label) for label, text in facts if text), role="facts")
    for part in ("question", "advice", "result"):
        if getattr(case, f"{part}_ko"):
            yield Heading(2, words[part])
            yield writer.prose(case, part)


def _file_name(book, language):
    return Writer(language).text(book, "title")


def _page(book):
    return reverse("ambassadors:casebook_detail", args=[book.slug])


def register_casebook():
    register(
        Definition(
            name=CASEBOOK, title=_("진출사례집"), model=Casebook, view="ambassadors.view_casebook",
            make="ambassadors.change_casebook", languages=("ko", "ja"),
            find=lambda slug: Casebook.objects.get(slug=slug), build=build_casebook, file_name=_file_name, page=_page,
        )
    )  # fmt: skip
