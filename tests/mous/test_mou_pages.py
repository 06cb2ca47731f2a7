"""The pages of MOUs: what they show to whom, and what their forms refuse."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.audit.models import Event
from exchange.audit.verbs import VERBS
from exchange.meetings.enums import Side
from exchange.mous import services
from exchange.mous.enums import Lineage, MouState, Precision
from exchange.mous.flows import COMMITMENT, MOU, OCCURRENCE
from exchange.mous.models import Clause, Mou, MouFile, Party
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.meetings import MeetingFactory, pdf
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, PartyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WHY = {"correction-kind": "typo", "correction-reason": "원본 대조"}
LIST, ADD = reverse("mous:mou_list"), reverse("mous:mou_add")


@pytest.fixture(autouse=True)
def files_in_memory(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


@pytest.fixture
def ours(staff):
    return signed_in(staff)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def speaker_of(body):
    """A user of role counterpart who speaks for this body."""
    user = UserFactory(counterpart=True, language="ja")
    PostFactory(person=PersonFactory(user=user), organization=body)
    return signed_in(user)


def url(name, mou):
    return reverse(f"mous:{name}", args=[mou.pk])


def renewed():
    """An MOU with the one before it: one clause kept, one changed, one new, one dropped."""
    body = OrganizationFactory(name_ko="가상연합회", name_ja="仮想連合会", country="JP")
    facts = {"signed_on": date(2008, 1, 1), "signed_precision": Precision.YEAR, "counterpart": body}
    old = MouFactory(title_ko="옛 협약", **facts)
    new = MouFactory(title_ko="새 협약", title_ja="新協約", predecessor=old, counterpart=body)
    kept, changed, dropped = [
        ClauseFactory(mou=old, number=number, text_ko=text) for number, text in enumerate(["정보", "기술", "창구"], 1)
    ]
    ClauseFactory(mou=new, number=1, text_ko="기술 교류", text_ja="技術交流", lineage=Lineage.CHANGED, ancestor=changed)
    ClauseFactory(mou=new, number=2, text_ko="정보", lineage=Lineage.KEPT, ancestor=kept)
    ClauseFactory(mou=new, number=3, text_ko="포럼")
    return old, new, dropped


def rows_of(rows, prefix="rows"):
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


# --- reading ---------------------------------------------------------------------------


def test_a_page_shows_who_signed_when_and_what_became_of_each_clause(ours):
    old, new, _dropped = renewed()
    meeting = MeetingFactory(title_ko="체결식")
    Mou.objects.filter(pk=new.pk).update(meeting=meeting, place_ko="도쿄")
    body = new.parties.get().organization
    new.parties.all().delete()
    signed = {"signatory": PersonFactory(name_ko="가상회장"), "title_ko": "당시 회장"}
    Party.objects.create(mou=new, side=Side.COUNTERPART, organization=body, **signed)
    html = ours.get(new.get_absolute_url()).text
    for words in ("2024. 7. 18.(목)", "도쿄", "체결식", "가상회장", "당시 회장", "옛 협약", "2008년", "技術交流"):
        assert words in html
    assert html.index("변경") < html.index("유지") < html.index("신설") < html.index("삭제")
    assert "2008. 1. 1." not in ours.get(old.get_absolute_url()).text
    assert html.count("일본어 없음") == 2  # the clauses that were never put into Japanese
    assert html.count(reverse("mous:commitment_from_clause", args=[new.clauses.get(number=3).pk])) == 1
    outcomes = reverse("meetings:meeting_outcomes", args=[meeting.pk])
    assert "이 자리에서 체결한 업무협약" in ours.get(outcomes).text


def test_a_clause_that_is_promised_leads_to_its_promise_instead_of_offering_it(ours):
    clause = ClauseFactory()
    promise = CommitmentFactory(clause=clause, meeting=None, mou=clause.mou)
    html = ours.get(clause.mou.get_absolute_url()).text
    assert promise.get_absolute_url() in html
    assert reverse("mous:commitment_from_clause", args=[clause.pk]) not in html
    draft = ClauseFactory(mou__state=MouState.DRAFT, mou__signed_on=None)
    html = ours.get(draft.mou.get_absolute_url()).text
    assert "commitments/from-clause" not in html and "체결 전" in html


def test_of_many_promises_the_first_are_shown_and_the_ledger_has_the_others(ours, monkeypatch):
    monkeypatch.setattr("exchange.mous.views.mous.SHOWN", 1)
    clause = ClauseFactory()
    first = CommitmentFactory(mou=clause.mou, due_on=date(2030, 1, 1), sentence_ko="이른 약속")
    last = CommitmentFactory(mou=clause.mou, clause=clause, meeting=None, sentence_ko="늦은 약속")
    html = ours.get(clause.mou.get_absolute_url()).text
    assert first.sentence_ko in html and last.sentence_ko not in html
    assert last.get_absolute_url() in html  # at its clause
    ledger = f"{reverse('mous:commitment_list')}?mou={clause.mou.pk}"
    assert ledger in html and last.sentence_ko in ours.get(ledger).text


def test_lineage_tells_the_whole_family_from_either_end(ours):
    old, new, dropped = renewed()
    newest = MouFactory(title_ko="더 새 협약", predecessor=new, signed_on=date(2026, 1, 5))
    stranger = ClauseFactory(text_ko="남의 조항")
    pages = [ours.get(url("mou_lineage", mou)).text for mou in (old, new, newest)]
    for html in pages:
        assert "남의 조항" not in html and dropped.text_ko in html
        first, second = html.split("<table")[1:]
        assert "더 새 협약" in first and "옛 협약" in second and "더 새 협약" not in second
        for words in ("변경 1", "유지 1", "신설 1", "삭제 1", "삭제 3"):
            assert words in html
    assert "이어진 협약이 없습니다" in ours.get(url("mou_lineage", stranger.mou)).text


def test_a_counterpart_reads_its_own_mous_in_japanese_without_ways_inside():
    old, new, _dropped = renewed()
    meeting, person = MeetingFactory(title_ko="비밀 면담"), PersonFactory(name_ko="가상회장", name_hanja="仮想会長")
    Mou.objects.filter(pk=new.pk).update(meeting=meeting)
    Party.objects.filter(mou=new).update(signatory=person)
    services.end_mou(mou=old, ended_on=date(2024, 7, 18), ended_reason="안쪽 사정", by=UserFactory(staff=True))
    draft = MouFactory(
        title_ko="비밀 초안", state=MouState.DRAFT, signed_on=None, counterpart=new.parties.get().organization
    )
    foreign = MouFactory(title_ko="남의 협약", counterpart=OrganizationFactory())
    MouFactory(title_ko="뒤이은 비밀", predecessor=new, state=MouState.DRAFT, signed_on=None)
    theirs = speaker_of(new.parties.get().organization)
    pages = [
        theirs.get(page).text
        for page in (LIST, old.get_absolute_url(), new.get_absolute_url(), url("mou_lineage", new))
    ]
    html = "".join(pages)
    assert "新協約" in html and "技術交流" in html and "仮想" in html
    for secret in ("비밀", "남의 협약", "안쪽 사정", person.get_absolute_url(), meeting.get_absolute_url(), "/edit/"):
        assert secret not in html
    assert "directory" not in html and "from-clause" not in html
    for hidden in (draft, foreign):
        for name in ("mou_detail", "mou_lineage", "mou_edit", "mou_files"):
            assert theirs.get(url(name, hidden)).status_code == 404
    assert [theirs.get(url(name, new)).status_code for name in ("mou_edit", "mou_clauses_edit", "mou_end")] == [403] * 3


def test_an_ancestor_of_somebody_elses_mou_is_not_shown():
    body = OrganizationFactory()
    old = ClauseFactory(mou=MouFactory(counterpart=OrganizationFactory(), title_ko="남의 협약"), text_ko="남의 조항")
    new = MouFactory(predecessor=old.mou, counterpart=body)
    ClauseFactory(mou=new, number=1, lineage=Lineage.KEPT, ancestor=old)
    theirs = speaker_of(body)
    html = theirs.get(new.get_absolute_url()).text + theirs.get(url("mou_lineage", new)).text
    assert "남의" not in html


def test_silence_is_told_to_our_own_people_only(settings):
    settings.MOU_DORMANT_MONTHS = 6
    mou = MouFactory(counterpart=OrganizationFactory())
    theirs = speaker_of(mou.parties.get().organization)
    reading = signed_in(UserFactory(executive=True))
    for page in (LIST, mou.get_absolute_url()):
        assert "badge danger" in reading.get(page).text
        assert "badge danger" not in theirs.get(page).text
    assert "변경 기록" not in theirs.get(mou.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_many(ours, django_assert_num_queries, staff, count):
    _old, mou, _dropped = renewed()
    for _number in range(count):
        body = OrganizationFactory()
        clause = ClauseFactory(mou=mou, number=10 + Clause.objects.count())
        Party.objects.create(mou=mou, side=Side.COUNTERPART, organization=body, signatory=PersonFactory())
        EvidenceFactory(commitment=CommitmentFactory(clause=clause, meeting=None, mou=mou, counterpart=body))
        MouFile.objects.create(
            mou=mou, name="협약.pdf", sha256=f"{_number:064}", size=1, content_type="application/pdf"
        )
        services.change_mou(mou=mou, title_ko=f"새 협약 {_number}", by=staff)
        MouFactory(counterpart=body, predecessor=mou)
    numbers = {LIST: 5, mou.get_absolute_url(): 11, url("mou_lineage", mou): 5, url("mou_clauses_edit", mou): 5}
    for page, number in numbers.items():
        with django_assert_num_queries(number):
            assert ours.get(page).status_code == 200


def test_a_list_is_searched_by_title_body_and_signatory_and_told_apart_by_state(ours):
    body, person = OrganizationFactory(name_ko="가상연합회", name_ja="仮想連合会"), PersonFactory(name_hanja="森洋")
    mou = MouFactory(title_ko="갑 협약", counterpart=body)
    Party.objects.filter(mou=mou).update(signatory=person)
    MouFactory(title_ko="을 협약", state=MouState.DRAFT, signed_on=None, counterpart=OrganizationFactory())
    for asked in ("q=갑", "q=仮想", "q=森洋", "q=갑 연합", "state=in_force"):
        html = ours.get(f"{LIST}?{asked}").text
        assert "갑 협약" in html and "을 협약" not in html, asked
    assert "찾는 업무협약이 없습니다" in ours.get(f"{LIST}?q=없는말").text
    assert "갑 협약" in ours.get(reverse("search"), {"q": "仮想"}).text
    assert mou.get_absolute_url() in ours.get(body.get_absolute_url()).text


# --- writing -----------------------------------------------------------------------------


def test_an_mou_is_registered_signed_or_in_preparation(ours):
    meeting = MeetingFactory(title_ko="체결식", starts_at=datetime(2024, 7, 18, 4, 30, tzinfo=UTC))
    sent = {"title_ko": "새 협약", "signed_on": "2024-07-18", "signed_precision": "day", "meeting": "체결식"}
    mou = Mou.objects.get(pk=ours.post(ADD, sent, follow=True).context["mou"].pk)
    assert (mou.state, mou.signed_on, mou.meeting) == (MouState.IN_FORCE, date(2024, 7, 18), meeting)
    ours.post(ADD, {"title_ko": "준비", "signed_precision": "day"})
    assert Mou.objects.get(title_ko="준비").state == MouState.DRAFT
    ours.post(ADD, {"title_ko": "옛것", "signed_on": "2008-05-04", "signed_precision": "year"})
    assert Mou.objects.get(title_ko="옛것").signed_on == date(2008, 1, 1)


def errors(response, field):
    assert response.status_code == 200
    return " ".join(response.context["form"].errors.get(field, []))


def test_a_term_that_ends_before_it_begins_is_refused_at_its_field_and_the_text_stays(ours):
    sent = {"title_ko": "갑 협약", "signed_precision": "day", "starts_on": "2025-01-02", "ends_on": "2025-01-01"}
    answer = ours.post(ADD, sent)
    assert "시작일보다 빠릅니다" in errors(answer, "ends_on")
    assert 'value="갑 협약"' in answer.text and not Mou.objects.exists()


def test_a_loop_of_predecessors_is_refused_at_its_field(ours):
    first = MouFactory()
    second = MouFactory(predecessor=first)
    third = MouFactory(predecessor=second)
    sent = {"title_ko": "갑", "signed_on": "2024-07-18", "signed_precision": "day", "version": first.version}
    answer = ours.post(url("mou_edit", first), sent | {"predecessor": third.pk})
    assert "꼬리" in errors(answer, "predecessor")
    assert errors(ours.post(url("mou_edit", first), sent | {"predecessor": first.pk}), "predecessor")
    first.refresh_from_db()
    assert (first.predecessor, first.title_ko != "갑") == (None, True)


def test_clauses_tied_to_the_one_before_keep_it(ours):
    _old, new, _dropped = renewed()
    sent = {"title_ko": "새 협약", "signed_on": "2024-07-18", "signed_precision": "day", "version": new.version}
    assert "신설로" in errors(ours.post(url("mou_edit", new), sent), "predecessor")


def test_a_signed_one_keeps_a_day(ours):
    mou = MouFactory()
    sent = {"title_ko": "갑", "signed_on": "", "signed_precision": "day", "version": mou.version}
    assert errors(ours.post(url("mou_edit", mou), sent), "signed_on")


def test_whoever_saves_second_sees_both(ours, staff):
    mou = MouFactory(title_ko="처음")
    shown = mou.version
    services.change_mou(mou=mou, title_ko="남이 고침", by=UserFactory(staff=True, name="성춘향"))
    sent = {"title_ko": "내가 고침", "signed_on": "2024-07-18", "signed_precision": "day"}
    answer = ours.post(url("mou_edit", mou), sent | {"version": shown})
    assert answer.status_code == 409
    assert "성춘향" in answer.text and "남이 고침" in answer.text and 'value="내가 고침"' in answer.text
    ours.post(url("mou_edit", mou), sent | {"version": answer.context["version"]})
    mou.refresh_from_db()
    assert mou.title_ko == "내가 고침"


def test_parties_take_the_title_of_the_day(ours):
    mou, body, person = MouFactory(), OrganizationFactory(), PersonFactory()
    PostFactory(person=person, organization=body, title_ko="옛 회장", title_ja="旧会長", until=date(2024, 12, 31))
    PostFactory(person=person, organization=body, title_ko="고문", since=date(2025, 1, 1))
    row = {"side": "counterpart", "organization": body.name_ko, "signatory": person.name_ko}
    answer = ours.post(url("mou_parties_edit", mou), rows_of([row]) | {"version": mou.version})
    assert answer.status_code == 302
    party = mou.parties.get()
    assert (party.organization, party.signatory, party.title_ko, party.title_ja) == (body, person, "옛 회장", "旧会長")
    twice = rows_of([row, {**row, "signatory": ""}]) | WHY | {"version": 99}
    answer = ours.post(url("mou_parties_edit", mou), twice)
    assert answer.context["rows"].forms[1].errors == {"organization": ["같은 기관이 두 번 들어 있습니다."]}
    assert mou.parties.count() == 1


def test_titles_are_filled_in_on_signing():
    staff, person = UserFactory(staff=True), PersonFactory()
    PostFactory(person=person, title_ko="회장")
    mou = MouFactory(state=MouState.DRAFT, signed_on=None)
    rows = [
        {"side": Side.OURS, "organization": OrganizationFactory(), "signatory": person, "title_ko": "", "title_ja": ""},
        {"side": Side.COUNTERPART, "organization": OrganizationFactory(), "signatory": None},
    ]
    party, _theirs = services.set_parties(mou=mou, rows=rows, by=staff)
    assert not party.title_ko
    services.sign_mou(mou=mou, signed_on=date(2024, 7, 18), by=staff)
    party.refresh_from_db()
    assert party.title_ko == "회장"


def clauses(mou):
    return list(mou.clauses.values_list("number", "text_ko", "lineage"))


def test_clauses_are_numbered_on_and_a_number_stands_once(ours):
    mou = MouFactory()
    page = url("mou_clauses_edit", mou)
    rows = [{"number": "", "text_ko": "하나"}, {"number": "", "text_ko": "둘"}, {"number": "5", "text_ko": "다섯"}]
    assert ours.post(page, rows_of(rows) | {"version": mou.version}).status_code == 302
    assert clauses(mou) == [(1, "하나", "new"), (2, "둘", "new"), (5, "다섯", "new")]
    again = [{"number": "3", "text_ko": "갑"}, {"number": "3", "text_ko": "을"}]
    answer = ours.post(page, rows_of(again) | WHY | {"version": 99})
    assert answer.context["rows"].forms[1].errors == {"number": ["같은 번호의 조항이 이미 있습니다."]}
    assert "을" in answer.text and len(clauses(mou)) == 3
    swap = [
        {"id": mou.clauses.get(number=1).pk, "number": "2", "text_ko": "하나"},
        {"id": mou.clauses.get(number=2).pk, "number": "1", "text_ko": "둘"},
    ]
    assert ours.post(page, rows_of(swap) | WHY | {"version": 99}).status_code == 302
    assert clauses(mou) == [(1, "둘", "new"), (2, "하나", "new")]
    html = ours.get(mou.get_absolute_url()).text
    assert html.count("조항을 고쳤습니다.") == 2
    assert html.count("<del>⑤ 다섯</del>") == 2 and "<ins>② 하나</ins>" in html  # in the history and as corrected


def test_every_step_has_its_words():
    assert {step for flow in (MOU, COMMITMENT, OCCURRENCE) for step in flow.steps} <= set(VERBS)


def test_lineage_is_chosen_among_the_clauses_of_the_one_before(ours):
    old = ClauseFactory(text_ko="옛 조항", number=1)
    stranger = ClauseFactory(text_ko="남의 조항")
    mou = MouFactory(predecessor=old.mou)
    page = url("mou_clauses_edit", mou)
    assert "남의 조항" not in ours.get(page).text
    row = {"number": "1", "text_ko": "조항", "lineage": "kept"}
    for ancestor in ("", str(stranger.pk), "x"):
        answer = ours.post(page, rows_of([row | {"ancestor": ancestor}]) | {"version": mou.version})
        assert answer.context["rows"].forms[0].errors["ancestor"], ancestor
    assert ours.post(page, rows_of([row | {"ancestor": old.pk}]) | {"version": mou.version}).status_code == 302
    assert mou.clauses.get().ancestor == old


def test_a_clause_on_which_something_hangs_stays(ours):
    old, new, _dropped = renewed()
    promised = new.clauses.get(number=3)
    CommitmentFactory(clause=promised, meeting=None, mou=new)
    for mou, words in ((old, "이어받은"), (new, "약속의 출처")):
        answer = ours.post(url("mou_clauses_edit", mou), rows_of([]) | {"version": 99})
        assert answer.status_code == 200 and words in answer.text
        assert mou.clauses.count() == 3


def test_an_mou_is_signed_ended_and_revived(ours):
    mou = MouFactory(state=MouState.DRAFT, signed_on=None, counterpart=OrganizationFactory())
    assert errors(ours.post(url("mou_sign", mou), {"signed_on": "2099-01-01"}), "signed_on")
    assert "양측 체결 기관" in ours.post(url("mou_sign", mou), {"signed_on": "2024-07-18"}).text
    PartyFactory(mou=mou)
    ours.post(url("mou_sign", mou), {"signed_on": "2024-07-18"})
    assert "먼저" not in ours.get(url("mou_end", mou)).text
    assert errors(ours.post(url("mou_end", mou), {"ended_on": "2024-07-17", "ended_reason": "갱신"}), "ended_on")
    assert errors(ours.post(url("mou_end", mou), {"ended_on": "2026-07-17"}), "ended_reason")
    ours.post(url("mou_end", mou), {"ended_on": "2026-07-17", "ended_reason": "갱신"})
    mou.refresh_from_db()
    assert (mou.state, mou.ended_on, mou.ended_reason) == (MouState.ENDED, date(2026, 7, 17), "갱신")
    assert "지금 상태" in ours.post(url("mou_sign", mou), {"signed_on": "2024-07-18"}).text
    ours.post(url("mou_revive", mou))
    mou.refresh_from_db()
    assert (mou.state, mou.ended_on, mou.ended_reason) == (MouState.IN_FORCE, None, "")
    html = ours.get(mou.get_absolute_url()).text
    for words in ("체결 처리했습니다.", "협약을 종료했습니다.", "종료를 되돌렸습니다."):
        assert words in html


def test_files_are_kept_under_the_rules_of_attachments_and_read_by_both_sides(ours):
    mou = MouFactory(counterpart=OrganizationFactory())
    foreign = speaker_of(OrganizationFactory())
    sent = SimpleUploadedFile("협약서.pdf", pdf(1)), SimpleUploadedFile("가짜.pdf", b"<script>")
    html = ours.post(url("mou_files", mou), {"files": sent}, follow=True).text
    assert "저장했습니다: 협약서.pdf" in html and "가짜.pdf: 저장하지 않았습니다." in html
    file = mou.files.get()
    page = reverse("mous:mou_file", args=[file.pk])
    answer = speaker_of(mou.parties.get().organization).get(page)
    assert b"".join(answer.streaming_content) == pdf(1)
    assert answer["Content-Disposition"].startswith("attachment")
    assert foreign.get(page).status_code == 404
    refused = ours.post(url("mou_file_add", mou), {"file": SimpleUploadedFile("협약서.pdf", pdf(1))})
    assert (refused.status_code, refused.json()["reason"]) == (422, "같은 파일이 이미 있습니다.")
    added = ours.post(url("mou_file_add", mou), {"file": SimpleUploadedFile("둘째.pdf", pdf(2))})
    assert added.status_code == 201 and "둘째.pdf" in added.json()["html"]
    ours.post(reverse("mous:mou_file_delete", args=[file.pk]))
    assert [each.name for each in mou.files.all()] == ["둘째.pdf"]
    assert set(Event.objects.about(mou).values_list("verb", flat=True)) == {"add_mou_file", "delete_mou_file"}


def test_whoever_saves_rows_second_sees_what_the_first_one_saved(ours):
    mou, body, rival = MouFactory(), OrganizationFactory(), UserFactory(staff=True, name="성춘향")
    shown = mou.version
    services.set_clauses(mou=mou, rows=[{"number": 1, "text_ko": "남의 줄"}], by=rival)
    services.set_parties(mou=mou, rows=[{"side": Side.OURS, "organization": body}], by=rival)
    mine = OrganizationFactory()
    for name, row, theirs, typed in (
        ("mou_clauses_edit", {"number": "1", "text_ko": "내 줄"}, "남의 줄", "내 줄"),
        ("mou_parties_edit", {"side": "ours", "organization": mine.name_ko}, body.name_ko, mine.name_ko),
    ):
        answer = ours.post(url(name, mou), rows_of([row]) | {"version": shown})
        assert answer.status_code == 409
        for words in ("성춘향", theirs, typed):
            assert words in answer.text
    assert (mou.clauses.get().text_ko, mou.parties.get().organization) == ("남의 줄", body)
