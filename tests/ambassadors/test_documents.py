"""The letter of appointment and the activity sheet: what they say in both languages, and how they are made."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ambassadors.documents import LETTER, SHEET, build_letter, build_sheet
from exchange.audit.models import Event
from exchange.documents.blocks import Tree
from exchange.documents.models import Document
from exchange.documents.renderers import render
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, SessionFactory, TermFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.documents import DocumentFactory, EditionFactory, RenditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def make_term(**facts):
    him = AmbassadorFactory(terms=False, person__name_ko="가상대사", person__name_hanja="仮想大使")
    return TermFactory(ambassador=him, starts_on=date(2026, 1, 1), certificate_number="2026-07", **facts)


def make_session(term, day, name, **facts):
    return SessionFactory(
        ambassador=term.ambassador, client=ClientFactory(name=name), held_on=day, entered_on=day, **facts
    )


def test_the_letter_names_whom_for_how_long_and_by_whom(settings):
    settings.REPORT_BODY_KO, settings.REPORT_BODY_JA = "가상중앙회", "仮想中央会"
    settings.CHAIR_NAME_KO = "설정예시"
    term = make_term()
    assert build_letter(term, "ko").blocks[0].signer == "회장 설정예시"
    chair, former = PersonFactory(name_ko="회장예시", name_hanja="会長例示"), PersonFactory(name_ko="전회장예시")
    body = OrganizationFactory(name_ko="가상중앙회")
    PostFactory(person=former, organization=body, title_ko="회장", until=date(2025, 12, 31))
    PostFactory(person=chair, organization=body, title_ko="회장", since=date(2026, 1, 1))
    korean, japanese = build_letter(term, "ko"), build_letter(term, "ja")
    for text in (
        "제 2026-07 호",
        "위촉장",
        "가상대사",
        "베트남 하노이",
        "2026. 1. 1. ~ 2027. 12. 31.",
        "2026년 1월 1일",
    ):
        assert text in korean.text
    for text in (
        "第 2026-07 号",
        "委嘱状",
        "仮想大使",
        "ハノイ",
        "2026年1月1日～2027年12月31日",
        "仮想中央会",
        "会長 会長例示",
    ):
        assert text in japanese.text
    assert korean.blocks[0].signer == "회장 회장예시"
    assert "전회장예시" not in korean.text
    assert Tree.from_json(korean.as_json()) == korean


def test_a_sample_says_so_and_a_letter_without_a_number_has_none():
    term = make_term(is_sample=True)
    assert build_letter(term, "ko").blocks[0].number.startswith("[예시]")
    term.certificate_number, term.is_sample = "", False
    term.save()
    assert build_letter(term, "ko").blocks[0].number == ""


def test_the_sheet_lists_what_lies_in_the_term_and_nothing_of_others():
    term = make_term()
    make_session(term, date(2026, 3, 2), "첫 기업(예시)", minutes=50, preparation_minutes=10, confirmed=True)
    make_session(term, date(2026, 2, 1), "앞 기업(예시)", minutes=30)
    make_session(term, date(2025, 12, 31), "지난 임기 기업(예시)")
    make_session(term, date(2026, 2, 2), "쓰는 중 기업(예시)", draft=True)
    make_session(make_term_of_another(), date(2026, 2, 3), "남의 기업(예시)")
    tree = build_sheet(term, "ko")
    [summary, log] = [block for block in tree.blocks if block.type == "table"]
    assert summary.rows[0][:4] == (("2건",), ("2개사",), ("1.5시간",), ("50%",))
    assert [row[1][0] for row in log.rows] == ["앞 기업(예시)", "첫 기업(예시)"]
    assert [row[5][0] for row in log.rows] == ["-", "○"]
    assert "2026年3月2日" in build_sheet(term, "ja").text


def make_term_of_another():
    return TermFactory(ambassador=AmbassadorFactory(terms=False), starts_on=date(2026, 1, 1))


def test_both_come_out_as_pages_in_both_languages():
    term = make_term()
    make_session(term, date(2026, 3, 2), "첫 기업(예시)")
    for language, name in (("ko", "가상대사"), ("ja", "仮想大使")):
        for build in (build_letter, build_sheet):
            pages = PdfReader(BytesIO(render(build(term, language), "pdf"))).pages
            assert len(pages) == 1
            assert name in pages[0].extract_text().replace("\u2060", "")


def test_staff_make_them_readers_look_and_he_himself_only_looks():
    user = UserFactory(ambassador=True)
    him = AmbassadorFactory(user=user)
    term = him.terms.get()
    client = Client()
    page = reverse("ambassadors:term_document", args=[term.pk])
    make = reverse("documents:document_make", args=[LETTER, term.pk, "ja"])
    for who, status in (({"staff": True}, 302), ({"executive": True}, 403)):
        client.force_login(UserFactory(**who))
        assert client.get(page).status_code == 200
        assert client.post(make).status_code == status
    client.force_login(user)
    assert client.get(page).context["document"] is None
    assert client.post(make).status_code in (403, 404)
    assert [d.language for d in Document.objects.filter(definition=LETTER)] == ["ja"]
    client.force_login(UserFactory(staff=True))
    assert "활동 실적표" in client.get(f"{page}?document=sheet").content.decode()
    assert client.get(f"{page}?document=other&language=xx").context["document"].definition.name == LETTER
    assert client.get(f"{page}?document=sheet&language=ja").context["document"].definition.name == SHEET


def test_an_ambassador_gets_what_was_published_of_his_own_terms_and_nothing_else(settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    user = UserFactory(ambassador=True)
    mine, theirs = (
        AmbassadorFactory(user=user).terms.get(),
        AmbassadorFactory(user=UserFactory(ambassador=True)).terms.get(),
    )
    issued = {"letter": LETTER, "sheet": SHEET}
    for term in (mine, theirs):
        for kind, state in (("letter", {"published": True}), ("sheet", {})):
            document = DocumentFactory(definition=issued[kind], subject_id=term.pk, language="ko")
            RenditionFactory(edition=EditionFactory(document=document, **state), ready=True)

    def file(term, kind="letter", language="ko"):
        return client.get(reverse("ambassadors:term_file", args=[term.pk, kind, language]))

    client = Client()
    client.force_login(user)
    page = client.get(reverse("ambassadors:term_document", args=[mine.pk])).text
    assert (page.count("/letter/ko/"), page.count("/sheet/ko/")) == (1, 0)  # the sheet is a draft
    answer = file(mine)
    assert (answer.status_code, answer["Content-Type"], b"".join(answer.streaming_content)[:4]) == (
        200, "application/pdf", b"%PDF",
    )  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]
    assert Event.objects.filter(verb="download", by=user).count() == 1
    for other in (file(theirs), file(mine, "sheet"), file(mine, "letter", "ja"), file(mine, "trip-report")):
        assert other.status_code == 404
    client.force_login(UserFactory(counterpart=True))
    assert file(mine).status_code == 404
