"""What is put right in a signed MOU: only with a reason, and never without the words that stood there."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from exchange.meetings.enums import Side
from exchange.mous import services
from exchange.mous.enums import CommitmentState, CorrectionKind, MouStanding, MouState
from exchange.mous.models import Clause, Commitment, Correction, Mou, Party
from exchange.mous.services.corrections import Reason, Unexplained
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, PartyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TYPO = Reason(CorrectionKind.TYPO, "협약서 원본 대조")
WHY = {"correction-kind": "typo", "correction-reason": "협약서 원본 대조"}


def row_of(clause, **changes):
    return {name: getattr(clause, name) for name in ("id", "number", "text_ko", "text_ja")} | changes


def posted(mou, *rows, **more):
    sent = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, "version": mou.version}
    sent |= {f"rows-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return sent | more


def edit(mou, part="clauses"):
    return reverse(f"mous:mou_{part}_edit", args=[mou.pk])


def signed(*texts):
    mou = MouFactory(counterpart=OrganizationFactory(name_ko="가상연합회", name_ja="仮想連合会"))
    return mou, [
        ClauseFactory(mou=mou, number=number, text_ko=text, text_ja=f"{text} 日本語")
        for number, text in enumerate(texts, 1)
    ]


# --- with a reason -----------------------------------------------------------------------------


def test_a_clause_is_put_right_with_a_reason_and_its_former_words_stay(client):
    manager = UserFactory(staff=True, name="성춘향")
    mou, [clause, other] = signed("정책 교환", "기술 교류")
    client.force_login(manager)
    assert "체결 뒤 정정" in client.get(edit(mou)).text
    rows = row_of(clause, text_ko="정책·정보 교환"), row_of(other)
    answer = client.post(edit(mou), posted(mou, *rows))
    assert "정정 사유를 적어 주세요" in answer.text and 'href="#id_correction-reason"' in answer.text
    assert "정정의 종류를 골라 주세요" in answer.text and "정책·정보 교환" in answer.text
    assert Clause.objects.get(pk=clause.pk).text_ko == "정책 교환" and not Correction.objects.exists()
    assert client.post(edit(mou), posted(mou, *rows, **WHY)).status_code == 302
    kept = mou.corrections.get()
    assert (kept.clause, kept.before_ko, kept.after_ko) == (clause, "① 정책 교환", "① 정책·정보 교환")
    html = client.get(mou.get_absolute_url()).text
    for words in ("<del>① 정책 교환</del>", "<ins>① 정책·정보 교환</ins>", "오기 정정", "협약서 원본 대조", "성춘향"):
        assert words in html
    assert html.count("체결 뒤 정정됨") == 1  # at the clause that was


def test_what_is_no_change_of_words_needs_no_reason(client, staff):
    draft = ClauseFactory(mou__state=MouState.DRAFT, mou__signed_on=None)
    _mou, [clause] = signed("정책 교환")
    client.force_login(staff)
    for each in (draft, clause):
        text = "새 문장" if each is draft else each.text_ko
        sent = posted(each.mou, row_of(each, text_ko=text))
        assert client.post(edit(each.mou), sent).status_code == 302
    assert "체결 뒤 정정" not in client.get(edit(draft.mou)).text
    services.set_clauses(mou=MouFactory(), rows=[{"number": 1, "text_ko": "처음 적음"}], by=staff)
    assert not Correction.objects.exists()


def test_clauses_and_parties_that_come_go_and_change_places_are_corrections(staff):
    mou, [first, second, third] = signed("하나", "둘", "셋")
    rows = [row_of(first, number=2), row_of(second, number=1), {"number": 4, "text_ko": "넷"}]
    with pytest.raises(Unexplained):
        services.set_clauses(mou=mou, rows=rows, by=staff)
    services.set_clauses(mou=mou, rows=rows, reason=TYPO, by=staff)
    told = {(each.before_ko, each.after_ko) for each in mou.corrections.all()}
    assert told == {("① 하나", "② 하나"), ("② 둘", "① 둘"), ("③ 셋", ""), ("", "④ 넷")}
    assert mou.corrections.get(before_ko="③ 셋").clause is None and not Clause.objects.filter(pk=third.pk).exists()
    party = mou.parties.get()
    row = {"id": party.pk, "side": party.side, "organization": party.organization, "signatory": None}
    rows = [row | {"title_ko": "회장", "title_ja": "会長"}]
    with pytest.raises(Unexplained):
        services.set_parties(mou=mou, rows=rows, by=staff)
    services.set_parties(mou=mou, rows=rows, reason=Reason(CorrectionKind.OMISSION, "직위 누락"), by=staff)
    kept = mou.corrections.get(party=party)
    assert (kept.before_ko, kept.after_ko, kept.after_ja) == ("가상연합회", "가상연합회 회장", "仮想連合会 会長")


def test_the_other_side_reads_the_former_words_and_not_our_reasons(client, staff):
    mou, [clause] = signed("정책 교환")
    speaker = UserFactory(counterpart=True, language="ja")
    PostFactory(person=PersonFactory(user=speaker), organization=mou.parties.get().organization)
    services.set_clauses(mou=mou, rows=[row_of(clause, text_ko="정책")], reason=TYPO, by=staff)
    client.force_login(speaker)
    html = client.get(mou.get_absolute_url()).text
    assert "① 정책 교환" in html and TYPO.reason not in html and staff.name not in html
    shown = client.get(f"/api/v1/mous/{mou.uid}/").json()["corrections"]
    assert [each["before_ko"] for each in shown] == ["① 정책 교환"] and "reason" not in shown[0]
    Correction.objects.create(mou=mou, version=1, kind="unsigned", reason="안쪽 사정", at=timezone.now(), by=staff)
    for page in (mou.get_absolute_url(), f"/api/v1/mous/{mou.uid}/"):
        html = client.get(page).text
        assert "안쪽 사정" not in html and "unsigned" not in html and "체결 취소" not in html


def test_a_list_names_the_body_that_faces_the_reader(client, staff):
    mou, _clauses = signed("정책 교환")
    PartyFactory(mou=mou, organization=OrganizationFactory(name_ko="우리연합회", name_ja="我々連合会"))
    speaker = UserFactory(counterpart=True, language="ko")
    PostFactory(person=PersonFactory(user=speaker), organization=mou.parties.get(side=Side.COUNTERPART).organization)
    for reader, named, unnamed in ((staff, "가상연합회", "우리연합회"), (speaker, "우리연합회", "가상연합회")):
        client.force_login(reader)
        html = client.get(reverse("mous:mou_list")).text
        assert named in html and unnamed not in html


def test_a_promise_keeps_its_sentence_and_shows_that_the_clause_has_changed(client, staff):
    mou, [clause] = signed("정책 교환")
    body = mou.parties.get().organization
    promise = services.commit_clause(clause=clause, obligor="joint", owner=staff, counterpart=body, by=staff)
    speaker = UserFactory(counterpart=True)
    PostFactory(person=PersonFactory(user=speaker), organization=body)
    client.force_login(staff)
    assert "그사이 조항 문장이" not in client.get(promise.get_absolute_url()).text
    services.set_clauses(mou=mou, rows=[row_of(clause, text_ko="정책·정보 교환")], reason=TYPO, by=staff)
    for reader, said in ((staff, "그사이 조항 문장이 바뀌었습니다"), (speaker, "その後、条項の文言が変更されました")):
        client.force_login(reader)
        html = client.get(promise.get_absolute_url()).text
        assert said in html
        assert "<del>정책 교환</del>" in html and "<ins>정책·정보 교환</ins>" in html
    promise = Commitment.objects.get(pk=promise.pk)
    assert promise.sentence_ko == "정책 교환" and promise.has_drifted
    now = Clause.objects.get(pk=clause.pk)
    services.set_clauses(mou=mou, rows=[row_of(now, text_ko="정책 교환", text_ja="政策")], reason=TYPO, by=staff)
    assert Commitment.objects.get(pk=promise.pk).has_drifted  # in Japanese


def test_the_api_asks_for_the_reason_too(client, staff):
    mou, [clause] = signed("정책 교환")
    page = f"/api/v1/mous/{mou.uid}/"
    client.force_login(staff)

    def send(**more):
        sent = {"clauses": [row_of(clause, text_ko="정책")], "version": Mou.objects.get(pk=mou.pk).version} | more
        return client.patch(page, sent, content_type="application/json")

    assert "reason" in send().json()["correction"]
    assert "kind" in send(correction={"kind": "unsigned", "reason": "x"}).json()["correction"]
    [kept] = send(correction={"kind": "typo", "reason": "원본 대조"}).json()["corrections"]
    assert (kept["before_ko"], kept["after_ko"], kept["reason"]) == ("① 정책 교환", "① 정책", "원본 대조")


# --- refused by the database --------------------------------------------------------------------


def refused(name, rows, **changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**changes)


def test_the_database_lets_no_signed_words_go_without_a_reason(staff):
    mou, [clause, other] = signed("하나", "둘")
    clauses, party = Clause.objects.filter(pk=clause.pk), Party.objects.filter(mou=mou)
    for changes in ({"text_ko": "갑"}, {"text_ja": "甲"}, {"number": 9}):
        refused("clause_of_signed_mou", clauses, **changes)
    refused("party_of_signed_mou", party, title_ko="회장")
    party.update(organization=OrganizationFactory())  # merged into another
    services.set_clauses(mou=mou, rows=[row_of(clause, text_ko="갑"), row_of(other)], reason=TYPO, by=staff)
    refused("clause_of_signed_mou", Clause.objects.filter(pk=other.pk), text_ko="을")  # the reason was another's
    services.change_mou(mou=mou, place_ko="도쿄", by=staff)
    refused("clause_of_signed_mou", clauses, text_ko="병")  # and of another day
    refused("mou_unsigned_without_reason", Mou.objects.filter(pk=mou.pk), state=MouState.DRAFT)
    correction = mou.corrections.get()
    refused("correction_is_final", mou.corrections, reason="다른 사유")
    refused("correction_is_final", mou.corrections, before_ko="")
    with pytest.raises(ValidationError, match="고칠 수 없습니다"):
        correction.save()
    with pytest.raises(IntegrityError, match="correction_says_why"), transaction.atomic():
        Correction.objects.create(mou=mou, version=1, kind="typo", reason="", at=timezone.now(), by=staff)


# --- the signing itself ---------------------------------------------------------------------------


def test_a_manager_takes_a_wrongly_recorded_signing_back(client, staff):
    manager = UserFactory(role="manager")
    mou, [clause] = signed("정책 교환")
    PartyFactory(mou=mou)
    page = reverse("mous:mou_unsign", args=[mou.pk])
    client.force_login(staff)
    assert client.get(page).status_code == 403 and page not in client.get(mou.get_absolute_url()).text
    with pytest.raises(PermissionDenied):
        services.unsign_mou(mou=mou, reason="잘못 기록", by=staff)
    assert not Correction.objects.exists()
    client.force_login(manager)
    assert page in client.get(mou.get_absolute_url()).text
    assert "취소하는 사유를" in client.post(page, {"reason": " "}).text
    long = client.post(page, {"reason": "가" * 301}).text
    assert "가" * 301 in long and Mou.objects.get().state == MouState.IN_FORCE
    html = client.post(page, {"reason": "다른 협약을 체결 처리함"}, follow=True).text
    mou.refresh_from_db()
    assert (mou.state, mou.signed_on) == (MouState.DRAFT, None)
    assert "다른 협약을 체결 처리함" in html and "체결 처리를 취소했습니다." in html
    services.set_clauses(mou=mou, rows=[row_of(clause, text_ko="다시 쓴 문장")], by=staff)  # in preparation again
    services.sign_mou(mou=mou, signed_on=date(2024, 7, 18), by=staff)
    assert mou.corrections.get().kind == CorrectionKind.UNSIGNED


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_signing_stays_once_a_promise_of_it_is_proved(is_kept):
    manager = UserFactory(role="manager")
    mou, [clause] = signed("정책 교환")
    promise = CommitmentFactory(clause=clause, meeting=None, mou=None, counterpart=mou.parties.get().organization)
    EvidenceFactory(commitment=promise)
    if is_kept:
        Commitment.objects.filter(pk=promise.pk).update(state=CommitmentState.KEPT)
        promise.evidence.all().delete()
    with pytest.raises(ValidationError, match=promise.sentence_ko):
        services.unsign_mou(mou=mou, reason="잘못 기록", by=manager)
    assert Mou.objects.get(pk=mou.pk).state == MouState.IN_FORCE and not Correction.objects.exists()


def test_a_signed_one_is_in_force_only_within_its_term(client, staff):
    today, day = timezone.localdate(), timedelta(days=1)
    terms = {
        MouStanding.PENDING: (today + day, None),
        MouStanding.IN_FORCE: (today, today),
        MouStanding.EXPIRED: (today - day, today - day),
    }
    made = {
        standing: MouFactory(title_ko=f"협약 {standing}", starts_on=first, ends_on=last)
        for standing, (first, last) in terms.items()
    }
    made[MouStanding.DRAFT] = MouFactory(title_ko="협약 draft", state=MouState.DRAFT, signed_on=None)
    client.force_login(staff)
    for standing, mou in made.items():
        assert mou.standing == standing
        assert list(Mou.objects.standing(standing, today=today)) == [mou]
        listed = client.get(reverse("mous:mou_list"), {"state": standing}).text
        assert [other for other in made.values() if other.title_ko in listed] == [mou]
        for page in (listed, client.get(mou.get_absolute_url()).text):
            assert f">{standing.label}</span>" in page
        assert client.get(f"/api/v1/mous/{mou.uid}/").json()["standing"] == standing
    pending = client.get(made[MouStanding.PENDING].get_absolute_url()).text
    assert "유효</span>" not in pending and "개월간 기록 없음" not in pending  # nor silent yet
    assert "개월간 기록 없음" in client.get(made[MouStanding.IN_FORCE].get_absolute_url()).text


# --- what is wrong leads to its field -------------------------------------------------------------


def test_every_fault_of_the_rows_leads_to_its_field_and_nothing_is_cut(client, staff):
    mou, [clause] = signed("정책 교환")
    client.force_login(staff)
    long = "긴" * 5001
    html = client.post(edit(mou), posted(mou, row_of(clause, text_ko=""), {"number": "7", "text_ko": long}, **WHY)).text
    for field in ("rows-0-text_ko", "rows-1-text_ko"):
        assert f'href="#id_{field}"' in html and f'id="id_{field}"' in html
    assert long in html and "5000" in html
    assert "번째 줄" in html and Clause.objects.filter(mou=mou).count() == 1
    row = {"side": Side.OURS, "organization": OrganizationFactory().name_ko, "title_ko": "긴" * 101}
    html = client.post(edit(mou, "parties"), posted(mou, row, **WHY)).text
    assert 'href="#id_rows-0-title_ko"' in html and "긴" * 101 in html and "maxlength" not in html
    twice = [{"number": "3", "text_ko": "갑"}, {"number": "3", "text_ko": "을"}]
    assert 'href="#id_rows-1-number"' in client.post(edit(mou), posted(mou, *twice, **WHY)).text
