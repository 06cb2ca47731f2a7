"""Documents as they lie in the database; their words are invented, their files are small real PDFs."""

from datetime import UTC, date, datetime
from io import BytesIO

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from exchange.core.search import search_key
from exchange.documents.blocks import Cover, Heading, Item, Outline, Tree
from exchange.documents.enums import EditionState, RenditionState
from exchange.documents.models import Document, Edition, Rendition
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory

NOON = datetime(2024, 8, 1, 3, tzinfo=UTC)


def pdf(pages=1):
    """A file that readers accept."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def tree_of(title, text="협력 확대 방안 논의", day=date(2024, 8, 1), language="ko", blocks=()):
    return Tree(
        title=title,
        author="KBIZ",
        description="예시",
        date=day.isoformat(),
        language=language,
        blocks=(
            Cover(title, "2024. 8.", "KBIZ"),
            Heading(1, "출장 개요", "Ⅰ"),
            Outline((Item(text, children=(Item("예시 세부"),)),)),
            *blocks,
        ),
    )


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    definition = "trip-report"
    subject_id = factory.LazyFunction(lambda: DelegationFactory().pk)
    language = "ko"


class EditionFactory(DjangoModelFactory):
    """A draft; `published=True` and `withdrawn=True` went further. `text` is a line of its content."""

    class Meta:
        model = Edition
        exclude = ["text", "blocks", "content"]

    class Params:
        published = factory.Trait(
            state=EditionState.PUBLISHED, published_at=NOON, published_by=factory.SubFactory(UserFactory)
        )
        withdrawn = factory.Trait(
            state=EditionState.WITHDRAWN,
            published_at=NOON,
            published_by=factory.SubFactory(UserFactory),
            withdrawn_at=NOON,
            withdrawn_by=factory.SubFactory(UserFactory),
            withdrawn_reason="예시 사유",
        )

    document = factory.SubFactory(DocumentFactory)
    number = 1
    title = factory.Sequence(lambda n: f"예시 {n}차 파견 결과 보고")
    dated_on = date(2024, 8, 1)
    text = "협력 확대 방안 논의"
    blocks = ()
    content = factory.LazyAttribute(lambda o: tree_of(o.title, o.text, o.dated_on, blocks=o.blocks))
    tree = factory.LazyAttribute(lambda o: o.content.as_json())
    sha256 = factory.LazyAttribute(lambda o: o.content.sha256)
    search_key = factory.LazyAttribute(lambda o: search_key(o.title, *o.content.text.splitlines()))
    created_by = factory.SubFactory(UserFactory)


class RenditionFactory(DjangoModelFactory):
    """A queued job; `ready=True` has its file, `failed=True` says why."""

    class Meta:
        model = Rendition

    class Params:
        ready = factory.Trait(
            state=RenditionState.READY,
            progress=100,
            attempts=1,
            file=factory.LazyFunction(lambda: ContentFile(pdf(pages=3), "report.pdf")),
            size=1234,
            pages=3,
            finished_at=NOON,
        )
        failed = factory.Trait(state=RenditionState.FAILED, error="picture_missing", attempts=1, finished_at=NOON)

    edition = factory.SubFactory(EditionFactory)
    content_sha256 = factory.LazyAttribute(lambda o: o.edition.content_sha256("pdf"))
    requested_at = NOON
    dispatched_at = NOON
    requested_by = factory.SubFactory(UserFactory)
