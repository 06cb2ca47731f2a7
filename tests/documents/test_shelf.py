"""The shelf of reports: who finds what, and at what price."""

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse

from exchange.audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, EditionFactory, RenditionFactory, pdf
from tests.factories.mous import EvidenceFactory

pytestmark = pytest.mark.django_db
SHELF = "/documents/"


@pytest.fixture
def executive(client):
    user = UserFactory(executive=True)
    client.force_login(user)
    return user


def fetch(client, address):
    """The answer and its bytes; reading to the end closes the file."""
    answer = client.get(address)
    return answer, b"".join(answer.streaming_content)


def on_the_shelf(**fields):
    edition = EditionFactory(published=True, **fields)
    RenditionFactory(edition=edition, ready=True)
    return edition


def titles(response):
    return [c.edition.title for _year, covers in response.context["years"] for c in covers]


def test_an_executive_finds_reads_and_downloads_the_report(client, executive):
    edition = on_the_shelf(title="예시 도쿄 파견 결과 보고")
    shelf = client.get(SHELF)
    assert edition.get_absolute_url() in shelf.content.decode()
    page = client.get(edition.get_absolute_url())
    assert "협력 확대 방안 논의" in page.content.decode()
    rendition = edition.renditions.get()
    inline = reverse("documents:rendition_inline", args=[rendition.pk])
    download = reverse("documents:rendition_download", args=[rendition.pk])
    assert inline in page.content.decode() and download in page.content.decode()
    _answer, data = fetch(client, download)
    assert data.startswith(b"%PDF-")
    assert Event.objects.about(edition).get().verb == "download"


def test_published_editions_stand_by_year_newest_first(client, executive):
    on_the_shelf(title="가", dated_on=date(2024, 8, 1))
    on_the_shelf(title="나", dated_on=date(2025, 6, 1))
    on_the_shelf(title="다", dated_on=date(2025, 9, 1))
    EditionFactory(title="초안")
    EditionFactory(title="철회", withdrawn=True)
    response = client.get(SHELF)
    years = [(year, [c.edition.title for c in covers]) for year, covers in response.context["years"]]
    assert years == [(2025, ["다", "나"]), (2024, ["가"])]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=도쿄", ["도쿄 파견 결과 보고"]),
        ("q=오이가와", ["도쿄 파견 결과 보고"]),  # a person in the text
        ("q=결과 오사카", ["오사카 파견 결과 보고"]),
        ("year=2024", ["도쿄 파견 결과 보고"]),
        ("kind=trip-report", ["오사카 파견 결과 보고", "도쿄 파견 결과 보고"]),
        ("q=도쿄&year=2025", []),
        ("state=draft", ["서울 초청 결과 보고"]),
    ],
)
def test_search_year_kind_and_state(client, executive, query, found):
    on_the_shelf(title="도쿄 파견 결과 보고", text="오이가와 마사루 상무이사 면담", dated_on=date(2024, 8, 1))
    on_the_shelf(title="오사카 파견 결과 보고", dated_on=date(2025, 6, 1))
    EditionFactory(title="서울 초청 결과 보고", dated_on=date(2025, 7, 1))
    assert titles(client.get(f"{SHELF}?{query}")) == found


@pytest.mark.parametrize("query", ["year=abc", "kind=nothing", "state=x", "page=99", "page=x", "q=%00"])
def test_a_strange_address_still_shows_a_page(client, executive, query):
    on_the_shelf()
    assert client.get(f"{SHELF}?{query}").status_code == 200


def test_an_empty_shelf_says_so(client, executive):
    assert "아직 게시된 보고서가 없습니다" in client.get(SHELF).content.decode()
    on_the_shelf()
    assert "조건에 맞는 보고서가 없습니다" in client.get(f"{SHELF}?q=없는말").content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_query_count_does_not_depend_on_the_number_of_reports(client, executive, count, django_assert_num_queries):
    for _n in range(count):
        on_the_shelf()
    with django_assert_num_queries(7):
        assert len(titles(client.get(SHELF))) == count


@pytest.mark.parametrize("count", [1, 6])
def test_query_count_of_the_reading_page(client, executive, count, django_assert_num_queries):
    document = DocumentFactory()
    for number in range(1, count):
        earlier = EditionFactory(document=document, number=number, withdrawn=True)
        RenditionFactory(edition=earlier, ready=True)
    edition = on_the_shelf(document=document, number=count)
    proofs = EvidenceFactory.create_batch(count, kind="document", edition=edition, note_ko="")
    EvidenceFactory(kind="document", edition=on_the_shelf(), note_ko="", commitment__sentence_ko="다른 보고서의 약속")
    with django_assert_num_queries(10):  # the last one: promises that the report proves
        page = client.get(edition.get_absolute_url()).content.decode()
    for proof in proofs:
        assert f'href="{proof.commitment.get_absolute_url()}"' in page
    assert "다른 보고서의 약속" not in page


def test_a_later_edition_still_shows_what_the_earlier_one_proved(client, executive):
    earlier = EditionFactory(withdrawn=True)
    proof = EvidenceFactory(kind="document", edition=earlier, note_ko="")
    later = on_the_shelf(document=earlier.document, number=2)
    assert proof.commitment.sentence_ko in client.get(later.get_absolute_url()).content.decode()


def addresses(edition):
    rendition = edition.renditions.get()
    yield edition.get_absolute_url()
    for name in ("rendition_download", "rendition_inline", "rendition_status"):
        yield reverse(f"documents:{name}", args=[rendition.pk])


@pytest.mark.parametrize("role", ["ambassador", "counterpart", "administrator"])
def test_others_do_not_learn_that_a_report_exists(client, role):
    edition = on_the_shelf()
    client.force_login(UserFactory(**{role: True}))
    assert client.get(SHELF).status_code == 403
    assert [client.get(address).status_code for address in addresses(edition)] == [404] * 4
    for name in ("edition_publish", "edition_withdraw"):
        assert client.post(reverse(f"documents:{name}", args=[edition.pk])).status_code == 404


def test_nobody_reads_without_signing_in(client):
    edition = on_the_shelf()
    for address in (SHELF, *addresses(edition)):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_headers_of_the_file(client, executive):
    edition = on_the_shelf(title="예시/도쿄 파견 결과 보고", document__subject_id=4711)  # its trip is gone
    rendition = edition.renditions.get()
    answer, data = fetch(client, reverse("documents:rendition_download", args=[rendition.pk]))
    name = quote("예시-도쿄 파견 결과 보고.pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert int(answer.headers["Content-Length"]) == len(data) == len(pdf(pages=3))
    answer, _data = fetch(client, reverse("documents:rendition_inline", args=[rendition.pk]))
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("number", "name"), [(1, "2024-07 일본 파견 결과 보고.pdf"), (2, "2024-07 일본 파견 결과 보고 (제2판).pdf")]
)
def test_the_name_is_the_one_a_person_would_choose(client, executive, number, name):
    edition = on_the_shelf(number=number)  # its subject is a trip to Tokyo in July 2024
    answer, _data = fetch(client, reverse("documents:rendition_download", args=[edition.renditions.get().pk]))
    assert quote(name) in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("state", ["queued", "failed", "vanished"])
def test_a_file_that_is_not_there_is_not_found(client, executive, state):
    rendition = RenditionFactory(ready=state == "vanished", failed=state == "failed")
    if state == "vanished":
        rendition.file.storage.delete(rendition.file.name)
    for name in ("rendition_download", "rendition_inline"):
        assert client.get(reverse(f"documents:{name}", args=[rendition.pk])).status_code == 404
    assert not Event.objects.exists()


def test_a_withdrawn_report_says_why_and_leads_to_the_newer(client, executive):
    document = DocumentFactory()
    old = EditionFactory(document=document, withdrawn=True, withdrawn_reason="", superseded_by=2)
    new = EditionFactory(document=document, number=2, published=True)
    page = client.get(old.get_absolute_url()).content.decode()
    assert "제2판 게시로 대체" in page
    assert new.get_absolute_url() in page


def test_a_cover_is_dated_as_its_document_and_the_page_as_its_reader_writes(client, executive):
    edition = on_the_shelf(document=DocumentFactory(language="ja"), dated_on=date(2024, 8, 1))
    assert ">2024年8月<" in client.get(reverse("documents:document_list")).content.decode()
    assert "2024년 8월" in client.get(edition.get_absolute_url()).content.decode()


def test_what_people_wrote_is_text_on_the_reading_page(client, executive):
    edition = on_the_shelf(title="<script>alert(1)</script>", text="<b>굵게</b> \u202e거꾸로")
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<script>alert" not in page and "<b>굵게" not in page
    assert "&lt;b&gt;굵게&lt;/b&gt;" in page
    assert "<script>alert" not in client.get(SHELF).content.decode()
