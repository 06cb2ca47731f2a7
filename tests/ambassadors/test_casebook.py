"""The casebook: from consented sessions to a document in which nobody is named."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ambassadors import services
from ambassadors.anonymity import Scrubber, firm_of, marks_in
from ambassadors.casebooks import build_casebook
from ambassadors.enums import Topic
from ambassadors.models import Case
from exchange.audit.versions import Overtaken
from exchange.documents import wording
from exchange.documents.blocks import Contents, Heading, Prose, Tree
from exchange.documents.renderers import render
from exchange.privacy.enums import Purpose
from tests.documents.pdfs import pages
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import (
    AmbassadorFactory,
    CasebookFactory,
    CaseFactory,
    ClientFactory,
    OutcomeFactory,
    RequestFactory,
    SessionFactory,
    consent_text,
)
from tests.factories.directory import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db


def consented(**facts):
    return SessionFactory(confirmed=True, case_consent=consent_text(Purpose.CASEBOOK), **facts)


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def telling():
    """A session whose texts name everybody that they should not."""
    body = OrganizationFactory(name_ko="하노이무역 유한회사", name_en="Hanoi Trading Co., Ltd.")
    ambassador = AmbassadorFactory(person__name_ko="곽예시", person__name_latin="Gwak Yesi")
    PostFactory(person=ambassador.person, organization=body)
    firm = ClientFactory(name="주식회사 가나정밀", business_number="1078100015")
    asked = RequestFactory(
        client=firm, assigned_to=ambassador, accepted=True, contact_name="박담당", contact_email="park@gana.co.kr"
    )
    session = consented(
        ambassador=ambassador, request=asked, topics=[Topic.COMPANY, Topic.LAW], held_on=date(2026, 5, 2),
        question="가나 정밀(대표 번호 02-1234-5678, 사업자 107-81-00015)은 현지법인을 세울 수 있습니까? "
        "박담당 부장이 물음",
        advice="곽예시가 답함: HANOI TRADING을 통해 park@gana.co.kr 로 서류를 보내고 2026-05-02에 만남. "
        "비용 1,200,000원",
    )  # fmt: skip
    OutcomeFactory(session=session, kind="introduction", text="이소개 지점장")
    OutcomeFactory(session=session, kind="contract", text="가나정밀이 하노이무역과 계약함")
    return session


SECRETS = ("가나", "정밀", "1234", "81-00015", "박담당", "곽예시", "하노이무역", "이소개", "hanoi trading", "park", "@")


def test_a_case_begins_as_a_copy_in_which_nobody_is_named(telling, staff):
    book = CasebookFactory()
    [case] = services.add_cases(casebook=book, sessions=[telling], by=staff)
    told = " ".join(
        str(getattr(case, field.name)) for field in case._meta.fields if field.name.endswith(("_ko", "_ja"))
    )
    assert not [secret for secret in SECRETS if secret in told.casefold()], told
    assert "〔기업〕" in case.question_ko and "현지법인을 세울 수 있습니까?" in case.question_ko
    assert "2026-05-02에 만남. 비용 1,200,000원" in case.advice_ko  # a day and an amount are no numbers of a person
    assert case.result_ko == "〔기업〕이 〔대사 소속〕과 계약함"
    assert (case.firm_ko, case.firm_ja) == ("기계·부품 소기업", firm_of(telling.client, "ja"))
    assert case.title_ko == "베트남 현지법인 사례"
    assert marks_in(case.question_ko)[0] == "〔기업〕"
    assert services.add_cases(casebook=book, sessions=[telling], by=staff) == []  # once a book


def test_what_was_asked_in_japanese_stands_in_the_japanese_book(staff):
    book = CasebookFactory()
    [case] = services.add_cases(casebook=book, sessions=[consented(question="会社の設立を教えてください。")], by=staff)
    assert case.question_ja == case.question_ko == "会社の設立を教えてください。"
    assert case.advice_ko and not case.advice_ja  # this one is still to be translated
    assert wording.NO_JAPANESE + case.question_ko not in build_casebook(book, "ja").text


@pytest.mark.parametrize("written", [
    "㈜가나정밀", "가나정밀(주)", "가나  정밀", "주식회사 가나정밀", "가나·정밀",
])  # fmt: skip
def test_a_firm_is_found_however_it_is_written(written):
    scrub = Scrubber(consented(client=ClientFactory(name="(주)가나정밀")))
    assert "정밀" not in scrub(f"{written}에서 물음")


def test_short_latin_names_do_not_eat_words():
    scrub = Scrubber(consented(client=ClientFactory(name="ABC Co., Ltd.")))
    assert scrub("ABCDEF와 abc의 계약") == "ABCDEF와 〔기업〕의 계약"


def test_only_sessions_whose_client_consented_are_offered_and_taken(client, staff):
    book = CasebookFactory()
    wanted = consented(question="동의한 질문", topics=[Topic.LAW])
    consented(question="다른 나라의 질문", country="DE")
    SessionFactory(question="동의하지 않은 질문", confirmed=True)
    CaseFactory(casebook=book, session=consented(question="이미 실은 질문"))
    secret = SessionFactory(question="동의하지 않은 질문", confirmed=True)
    client.force_login(staff)
    address = reverse("ambassadors:case_add", args=[book.slug])
    page = client.get(address).text
    assert "동의한 질문" in page and "다른 나라의 질문" in page
    assert "동의하지 않은 질문" not in page and "이미 실은 질문" not in page
    assert wanted.client.name not in page
    assert "다른 나라의 질문" not in client.get(address, {"topic": "law", "country": "VN"}).text

    client.post(address, {"session": [wanted.pk, secret.pk, "x"]})
    assert list(book.cases.values_list("session", flat=True))[1:] == [wanted.pk]
    assert "하나 이상" in client.post(address, {"session": [secret.pk]}).text


def test_who_takes_the_consent_back_is_out_of_the_draft(staff):
    book, stays = CasebookFactory(), CaseFactory(title_ko="남는 사례")
    Case.objects.filter(pk=stays.pk).update(casebook=book)
    gone = CaseFactory(casebook=book, title_ko="빠질 사례")
    assert "빠질 사례" in build_casebook(book, "ko").text
    session = services.correct_session(
        session=gone.session, reason="고침", advice="다시 적음", by=gone.session.ambassador.person.user or staff
    )
    services.answer_session(session=session, agrees=True, link_version=session.link_version)
    text = build_casebook(book, "ko").text
    assert "빠질 사례" not in text and "남는 사례" in text


def test_the_tree_has_a_chapter_a_case_and_survives_being_stored(staff):
    book = CasebookFactory(preface_ko="첫 문단\n\n둘째 문단", title_ja="進出事例集")
    for number in (1, 2):
        CaseFactory(casebook=book, order=number, title_ko=f"사례 {number}", result_ko="이루어짐")
    tree = build_casebook(book, "ko")
    assert Tree.from_json(tree.as_json()) == tree
    [contents] = [block for block in tree.blocks if isinstance(block, Contents)]
    chapters = [block for block in tree.blocks if isinstance(block, Heading) and block.number]
    assert [(e.number, e.text) for e in contents.entries] == [(c.number, c.text) for c in chapters]
    assert next(block for block in tree.blocks if isinstance(block, Prose)).paragraphs == ("첫 문단", "둘째 문단")
    japanese = build_casebook(book, "ja")
    assert "進出事例集" in japanese.text and "【日本語なし】사례 1" in japanese.text


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_the_contents_say_the_page_on_which_a_chapter_begins(language):
    book = CasebookFactory(preface_ko="머리말 본문", preface_ja="序文", title_ja="事例集")
    for number, length in ((1, 200), (2, 1), (3, 1)):  # the first runs over several pages
        CaseFactory(
            casebook=book, order=number, title_ko=f"제목{number}", title_ja=f"題名{number}", firm_ja="小企業",
            advice_ko="답한 말을 길게 적은 문단입니다.\n" * length, advice_ja="長く書いた助言の段落です。\n" * length,
            question_ja="質問",
        )  # fmt: skip
    sheets = [" ".join(lines) for lines in pages(render(build_casebook(book, language), "pdf"))]
    title = "제목" if language == "ko" else "題名"
    contents = next(place for place, text in enumerate(sheets) if all(f"{title}{n}" in text for n in (1, 2, 3)))
    said = dict(re.findall(rf"{title}([123])\D*?(\d+)", sheets[contents]))
    for number in "123":
        begins = next(place for place, text in enumerate(sheets) if f"{title}{number}" in text and place != contents)
        assert said[number] == str(begins)  # the cover is not counted


def test_cases_are_edited_ordered_and_taken_out(client, staff):
    book = CasebookFactory()
    one, two, three = (CaseFactory(casebook=book, order=n, title_ko=f"사례 {n}") for n in range(3))
    client.force_login(staff)
    order = reverse("ambassadors:casebook_order", args=[book.slug])
    client.post(order, {"case": [three.pk, one.pk, two.pk]})
    assert [case.pk for case in book.cases.all()] == [three.pk, one.pk, two.pk]
    client.post(order, {"case": [three.pk, one.pk, two.pk], "up": two.pk})
    assert [case.pk for case in book.cases.all()] == [three.pk, two.pk, one.pk]
    for wrong in ([], [one.pk, two.pk], [one.pk, one.pk, two.pk], [one.pk, two.pk, CaseFactory().pk]):
        with pytest.raises(ValidationError, match="그사이"):
            services.order_cases(casebook=book, cases=wrong, by=staff)

    edit = reverse("ambassadors:case_edit", args=[one.pk])
    typed = {
        "title_ko": "새 제목",
        "firm_ko": "소기업",
        "question_ko": "물음",
        "advice_ko": "답 〔기업〕",
        "version": 1,
    }
    assert "가린 말을 확인" in client.post(edit, typed | {"title_ko": ""}).text
    client.post(edit, typed)
    assert Case.objects.get(pk=one.pk).title_ko == "새 제목"
    assert "가린 말 1곳 확인" in client.get(book.get_absolute_url()).text
    late = client.post(edit, typed | {"title_ko": "늦은 제목"})
    assert late.status_code == 409 and "늦은 제목" in late.text and "새 제목" in late.text
    with pytest.raises(Overtaken):
        services.change_case(case=one, version=1, by=staff, title_ko="더 늦은 제목")
    client.post(reverse("ambassadors:case_remove", args=[one.pk]))
    assert not Case.objects.filter(pk=one.pk).exists()


def test_a_book_is_made_and_its_document_asked_for(client, staff):
    client.force_login(staff)
    add = reverse("ambassadors:casebook_add")
    made = client.post(add, {"title_ko": "2026 진출사례집", "dated_on": "2026-12-01", "slug": "2026"})
    assert made.url == reverse("ambassadors:case_add", args=["2026"])
    twin = client.post(add, {"title_ko": "또 하나", "dated_on": "2026-12-01", "slug": "2026"})
    assert twin.status_code == 200 and "또 하나" in twin.text
    assert "다른 화면" in client.post(add, {"title_ko": "x", "dated_on": "2026-12-01", "slug": "add"}).text
    assert "2026 진출사례집" in client.get(reverse("ambassadors:casebook_list")).text
    client.force_login(UserFactory(executive=True))
    assert "상담 고르기" not in client.get(reverse("ambassadors:casebook_detail", args=["2026"])).text
    assert client.get(reverse("ambassadors:case_add", args=["2026"])).status_code == 403
    client.force_login(UserFactory(ambassador=True))
    assert client.get(reverse("ambassadors:casebook_detail", args=["2026"])).status_code == 404
