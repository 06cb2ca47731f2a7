"""The pages of one commitment: where it comes from, how it changes, what proves it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from exchange.audit.versions import last_saved
from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.services.minutes import set_points
from exchange.mous import proposals, services
from exchange.mous.enums import CommitmentState, EvidenceKind, Obligor, OccurrenceState, Recurrence
from exchange.mous.models import Commitment, Evidence
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory
from tests.factories.documents import EditionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, PointFactory, pdf
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADD = reverse("mous:commitment_add")


def url(name, obj):
    return reverse(f"mous:{name}", args=[obj.pk])


def outcomes_of(meeting):
    return reverse("meetings:meeting_outcomes", args=[meeting.pk])


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def client(client, staff):
    client.force_login(staff)
    client.user = staff
    return client


@pytest.fixture
def signed_in(client):
    def as_role(role):
        client.force_login(UserFactory(**{role: True}))
        return client

    return as_role


def proposed(form, **changes):
    """What the browser sends of a form that nobody touched, and what somebody changed in it."""
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in (values | changes).items() if value not in (None, "")}


# --- from a line of the minutes ----------------------------------------------------


def test_a_line_becomes_a_commitment_with_what_the_portal_proposes(client):
    body = OrganizationFactory(name_ko="가상 중앙회")
    mou = MouFactory(counterpart=body)
    meeting = MeetingFactory(counterparts=[body])
    point = PointFactory(meeting=meeting, text_ko="정기적인 회의로 상호 의견을 나누기로 함")
    page = text(client.get(outcomes_of(meeting)))
    assert url("commitment_from_point", point) in page
    form = client.get(url("commitment_from_point", point)).context["form"]
    answer = client.post(url("commitment_from_point", point), proposed(form))
    assert answer.url == f"{meeting.get_absolute_url()}#point-{point.pk}"
    made = Commitment.objects.get()
    assert (made.sentence_ko, made.point, made.meeting) == (point.text_ko, point, meeting)
    assert (made.obligor, made.counterpart, made.mou, made.owner) == (Obligor.JOINT, body, mou, client.user)
    page = text(client.get(outcomes_of(meeting)))
    assert made.get_absolute_url() in page and url("commitment_from_point", point) not in page
    assert f'id="point-{point.pk}-obligor_0"' not in page  # the form is asked for line by line
    assert client.post(url("commitment_from_point", point), proposed(form)).url == made.get_absolute_url()
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "kind", "obligor"),
    [
        ("모리 히로시 회장 「중소기업 리더스포럼」에 초청", PointKind.TASK, Obligor.OURS),
        ("정기적인 회의를 통한 상호 의견 교환하기로 합의", PointKind.AGREEMENT, Obligor.JOINT),
        ("중기중앙회, 단체중앙회와의 업무협약을 바탕으로 교류행사 추진 검토", PointKind.TASK, Obligor.OURS),
        ("모리 히로시 회장은 리더스포럼에 참석하겠다고 함", PointKind.INFORMATION, Obligor.COUNTERPART),
        ("모리 회장이 검토하기로 함", PointKind.TASK, Obligor.COUNTERPART),
        ("단체중앙회에서 자료를 보내기로 함", PointKind.TASK, Obligor.COUNTERPART),
        ("기구로서의 지원을 요청", PointKind.REQUEST, Obligor.COUNTERPART),
        ("자료를 보냄", PointKind.AGREEMENT, Obligor.JOINT),
        ("", PointKind.INFORMATION, Obligor.OURS),
    ],
)
def test_who_owes_it_is_read_off_the_line(said, kind, obligor):
    assert proposals.obligor_of(said, kind, {"모리 히로시", "모리", "단체중앙회"}) == obligor


def test_a_yearly_promise_is_proposed_as_one_and_hides_no_error(client):
    meeting = MeetingFactory(counterparts=[OrganizationFactory()])
    AttendanceFactory(meeting=meeting, side=Side.COUNTERPART, person=PersonFactory(name_ko="", name_kana="モリ"))
    point = PointFactory(meeting=meeting, text_ko="매년 정책포럼을 함께 개최", text_ja="毎年")
    form = client.get(url("commitment_from_point", point)).context["form"]
    assert (form["recurrence"].value(), form["recurs_from"].value()) == (Recurrence.YEARLY, 2025)
    refused = client.post(url("commitment_from_point", point), proposed(form, recurs_from="", due_on="2026-01-01"))
    assert refused.context["form"].errors.keys() == {"recurs_from"}
    client.post(url("commitment_from_point", point), proposed(form, due_on="2026-01-01"))
    made = Commitment.objects.get()
    assert (made.due_on, made.recurs_from, made.sentence_ja) == (None, 2025, "毎年")


def test_what_the_form_lacks_is_said_at_its_field(client):
    point = PointFactory(meeting=MeetingFactory())
    form = client.get(url("commitment_from_point", point)).context["form"]
    stale = client.post(url("commitment_from_point", point), proposed(form, shown="고치기 전 문장"))
    assert "이 줄이 바뀌었습니다" in text(stale) and point.text_ko in text(stale)
    typed = proposed(form, obligor="joint", due_on="2020-01-01", indicator_ko="적어 둔 기준")
    answer = client.post(url("commitment_from_point", point), typed)
    assert "상대 기관을 골라 주세요" in text(answer) and "적어 둔 기준" in text(answer)
    assert list(answer.context["form"].errors) == ["counterpart"]
    answer = client.post(url("commitment_from_point", point), {**typed, "obligor": "ours"})
    assert list(answer.context["form"].errors) == ["due_on"]
    assert not Commitment.objects.exists()


def test_the_sentence_that_changed_is_shown_beside_the_promise(client):
    point = PointFactory(text_ko="처음 문장")
    made = services.commit_point(point=point, obligor=Obligor.OURS, owner=client.user, by=client.user)
    set_points(meeting=point.meeting, rows=[{"id": point.pk, "level": 0, "text_ko": "고친 문장"}], by=client.user)
    page = text(client.get(made.get_absolute_url()))
    assert "그사이 회의록 문장이 바뀌었습니다" in page and "고친 문장" in page and "처음 문장" in page
    assert "그 뒤 문장 바뀜" in text(client.get(outcomes_of(point.meeting)))
    set_points(meeting=point.meeting, rows=[], by=client.user)
    assert "이 줄이 지워졌습니다" in text(client.get(made.get_absolute_url()))
    by_hand = CommitmentFactory(meeting=point.meeting)
    assert "그사이" not in text(client.get(by_hand.get_absolute_url()))


# --- from a clause, and by hand ----------------------------------------------------


def test_a_clause_becomes_a_commitment(client):
    body = OrganizationFactory()
    clause = ClauseFactory(mou=MouFactory(counterpart=body), text_ko="매년 포럼을 연다")
    form = client.get(url("commitment_from_clause", clause)).context["form"]
    client.post(url("commitment_from_clause", clause), proposed(form))
    made = Commitment.objects.get()
    assert (made.clause, made.mou, made.counterpart, made.obligor) == (clause, clause.mou, body, Obligor.JOINT)
    assert made.occurrences.exists() and "매년 포럼을 연다" in text(client.get(made.get_absolute_url()))
    draft = ClauseFactory(mou=MouFactory(state="draft", signed_on=None))
    answer = client.get(url("commitment_from_clause", draft), follow=True)
    assert "아직 체결하지 않은" in text(answer)


def test_a_commitment_by_hand_names_its_meeting_by_typing(client):
    wanted = MeetingFactory(title_ko="예시 실무 협의", starts_at=datetime(2024, 9, 2, 1, 0, tzinfo=UTC))
    MeetingFactory(title_ko="예시 실무 협의 둘째")
    form = client.get(ADD).context["form"]
    typed = proposed(form, sentence_ko="자료를 보내기로 함", obligor="ours", meeting="실무 협의")
    refused = client.post(ADD, typed)
    assert "해당하는 기록이 여럿" in text(refused) and "자료를 보내기로 함" in text(refused)
    offered = client.get(reverse("mous:meeting_options"), {"q": "실무"}).json()["options"]
    label = next(option["value"] for option in offered if option["value"].startswith("2024. 9. 2."))
    client.post(ADD, {**typed, "meeting": label})
    made = Commitment.objects.get()
    assert (made.meeting, made.made_on, made.point) == (wanted, date(2024, 9, 2), None)


def test_a_commitment_by_hand_has_one_origin(client):
    clause = ClauseFactory()
    meeting = MeetingFactory(title_ko="하나뿐인 자리")
    form = client.get(ADD).context["form"]
    typed = proposed(form, sentence_ko="예시", obligor="ours")
    for origin in ({}, {"meeting": meeting.title_ko, "clause": clause.pk}):
        answer = client.post(ADD, {**typed, **origin})
        assert "조항이나 면담 가운데 하나" in text(answer)
    assert "맞는 기록이 없습니다" in text(client.post(ADD, {**typed, "meeting": "없는 자리"}))
    assert not Commitment.objects.exists()
    client.post(ADD, {**typed, "clause": clause.pk})
    assert Commitment.objects.get().made_on == clause.mou.signed_on


# --- change --------------------------------------------------------------------------


def test_the_facts_change_and_the_second_to_save_sees_the_first(client):
    made = CommitmentFactory(owner=client.user)
    page = client.get(url("commitment_edit", made))
    typed = proposed(page.context["form"], version=page.context["version"], indicator_ko="참석 확인")
    other = UserFactory(manager=True)
    stored = Commitment.objects.get(pk=made.pk)
    services.change_commitment(commitment=stored, indicator_ko="먼저 적은 기준", by=other)
    answer = client.post(url("commitment_edit", made), typed)
    page = text(answer, 409)
    assert "먼저 적은 기준" in page and "참석 확인" in page and other.name in page
    client.post(url("commitment_edit", made), {**typed, "version": answer.context["version"]})
    made.refresh_from_db()
    assert made.indicator_ko == "참석 확인"
    assert "약속의 내용을 고쳤습니다" in text(client.get(made.get_absolute_url()))


def test_years_with_a_record_hold_the_recurrence(client):
    made = YearlyCommitmentFactory(recurs_from=2024, owner=client.user)
    services.open_occurrences(commitments=[made], today=date(2026, 3, 1))
    services.add_evidence(
        commitment=made, kind=EvidenceKind.NOTE, dated_on=date(2025, 5, 1), note_ko="예시", by=client.user
    )  # fmt: skip
    page = client.get(url("commitment_edit", made))
    typed = proposed(page.context["form"], version=page.context["version"])
    answer = client.post(url("commitment_edit", made), {**typed, "recurrence": "once"})
    assert "2025년의 이행 기록이 있어" in text(answer)
    client.post(url("commitment_edit", made), {**typed, "recurs_from": 2025, "version": 99})
    assert not made.occurrences.filter(year=2024).exists() and made.occurrences.filter(year=2025).exists()


def test_a_due_date_moves_with_its_reason_and_history(client):
    made = CommitmentFactory(due_on=date(2026, 3, 1), owner=client.user)
    send = {"due_on": "2026-04-01", "reason": "", "version": 1}
    answer = client.post(url("commitment_due", made), send)
    assert "기한을 바꾸는 까닭을 적어 주세요" in text(answer) and 'value="2026-04-01"' in text(answer)
    early = client.post(url("commitment_due", made), {**send, "due_on": "2020-01-01", "reason": "예시"})
    assert "약속한 날보다 빠릅니다" in text(early)
    client.post(url("commitment_due", made), {**send, "reason": "상대 기관의 사정"})
    late = client.post(url("commitment_due", made), {**send, "due_on": "2026-05-01", "reason": "또 다른 사정"})
    assert "먼저 기한을 바꾸었습니다" in text(late) and "또 다른 사정" in text(late)
    made.refresh_from_db()
    assert made.due_on == date(2026, 4, 1)
    page = text(client.get(made.get_absolute_url()))
    assert "<del>2026. 3. 1.</del>" in page and "상대 기관의 사정" in page


def test_steps_and_their_refusals(client):
    made = CommitmentFactory(owner=client.user)

    def step(name, **typed):
        return client.post(url("commitment_state", made), {"step": name, **typed}, follow=True)

    assert "근거가 하나 이상 있어야" in text(step("keep"))
    step("start")
    made.refresh_from_db()
    assert made.state == CommitmentState.IN_PROGRESS
    assert "지금 상태(진행)" in text(step("start"))
    assert "철회 사유를 적어 주세요" in text(step("drop", reason=" "))
    assert "철회" in text(step("drop", reason="대체됨"))
    assert "대체됨" in text(step("reopen"))  # in the history
    EvidenceFactory(commitment=made)
    step("keep")
    made.refresh_from_db()
    assert (made.state, made.kept_by) == (CommitmentState.KEPT, client.user)
    assert client.post(url("commitment_state", made), {"step": "none"}).status_code == 404


def test_a_step_leads_back_to_a_page_of_the_portal_only(client):
    made = CommitmentFactory(owner=client.user)
    ledger = reverse("mous:commitment_list")
    assert client.post(url("commitment_state", made), {"step": "start", "next": ledger}).url == ledger
    made = CommitmentFactory(owner=client.user)
    answer = client.post(url("commitment_state", made), {"step": "start", "next": "https://example.com/"})
    assert answer.url == made.get_absolute_url()


def test_asking_is_of_today_or_before(client):
    made = CommitmentFactory(owner=client.user)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "아직 오지 않은 날" in text(client.post(url("commitment_ask", made), {"asked_on": tomorrow}))
    assert "약속한 날보다 빠릅니다" in text(client.post(url("commitment_ask", made), {"asked_on": "2024-07-01"}))
    client.post(url("commitment_ask", made), {"asked_on": "2025-01-07"})
    made.refresh_from_db()
    assert made.last_asked_on == date(2025, 1, 7)


def test_a_year_is_kept_with_its_own_evidence(client):
    made = YearlyCommitmentFactory(owner=client.user)
    services.open_occurrences(commitments=[made], today=date(2025, 3, 1))
    year = made.occurrences.get(year=2025)
    answer = client.post(url("occurrence_state", year), {"step": "keep"}, follow=True)
    assert "2025년의 이행 근거가 하나 이상" in text(answer)
    note = {"kind": "note", "dated_on": "2025-11-25", "note_ko": "포럼 개최"}
    client.post(url("evidence_add", made), note)
    assert "포럼 개최" in text(client.post(url("occurrence_state", year), {"step": "keep"}, follow=True))
    year.refresh_from_db()
    assert year.state == OccurrenceState.KEPT
    page = text(client.get(made.get_absolute_url()))
    assert "2025년의 이행" in page and "이행으로 표시했습니다" in page


# --- evidence ------------------------------------------------------------------------


def test_a_meeting_proves_and_both_show_each_other(client):
    made = CommitmentFactory(owner=client.user)
    meeting = MeetingFactory(title_ko="예시 후속 면담", starts_at=datetime(2025, 2, 3, 1, 0, tzinfo=UTC))
    client.post(url("evidence_add", made), {"kind": "meeting", "meeting": "후속 면담", "note_ko": "의견 교환"})
    evidence = Evidence.objects.get()
    assert (evidence.meeting, evidence.dated_on) == (meeting, date(2025, 2, 3))
    page = text(client.get(made.get_absolute_url()))
    assert meeting.get_absolute_url() in page and "의견 교환" in page
    proving = text(client.get(outcomes_of(meeting)))
    assert "이 면담이 이행 근거인 약속" in proving and made.get_absolute_url() in proving
    twice = client.post(url("evidence_add", made), {"kind": "meeting", "meeting": "후속 면담"})
    assert "이미 근거로 등록되어" in text(twice)


def test_only_a_meeting_that_was_held_is_offered_as_proof(client):
    made = CommitmentFactory(owner=client.user)
    for state in (MeetingState.CANCELLED, MeetingState.PLANNED):
        reason = "예시" if state == MeetingState.CANCELLED else ""
        MeetingFactory(title_ko=f"예시 {state} 자리", state=state, cancelled_reason=reason)
        answer = client.post(url("evidence_add", made), {"kind": "meeting", "meeting": f"{state} 자리"})
        assert list(answer.context["form"].errors) == ["meeting"]
        assert "개최한 면담만 근거가 됩니다" in text(answer)
    held = MeetingFactory(title_ko="예시 열린 자리")
    assert f'data-picker="{reverse("mous:held_meeting_options")}"' in text(client.get(url("evidence_add", made)))
    offered = client.get(reverse("mous:held_meeting_options"), {"q": "자리"}).json()["options"]
    assert [option["name"] for option in offered] == [held.title_ko]


def test_a_report_and_a_file_prove(client):
    made = CommitmentFactory(owner=client.user)
    edition = EditionFactory(published=True, title="예시 결과 보고", dated_on=date(2024, 8, 1))
    EditionFactory(title="예시 초안 보고", dated_on=date(2024, 8, 1))
    draft = client.post(url("evidence_add", made), {"kind": "document", "edition": "초안"})
    assert "맞는 기록이 없습니다" in text(draft)
    client.post(url("evidence_add", made), {"kind": "document", "edition": "결과 보고"})
    assert (made.evidence.get().edition, made.evidence.get().dated_on) == (edition, date(2024, 8, 1))
    send = {"kind": "file", "dated_on": "2024-09-01", "note_ko": "참석자 명단"}
    bad = client.post(url("evidence_add", made), {**send, "file": SimpleUploadedFile("명단.exe", b"MZ")})
    assert list(bad.context["form"].errors) == ["file"] and "참석자 명단" in text(bad)
    client.post(url("evidence_add", made), {**send, "file": SimpleUploadedFile("명단.pdf", pdf(7))})
    file = made.evidence.get(kind="file")
    answer = client.get(url("evidence_file", file))
    assert b"".join(answer) == pdf(7) and "attachment" in answer["Content-Disposition"]
    assert client.get(url("evidence_file", made.evidence.get(kind="document"))).status_code == 404


def test_evidence_of_a_wrong_day_or_without_a_proof_is_refused_at_its_field(client):
    made = CommitmentFactory(owner=client.user, made_on=date(2024, 7, 18))
    tomorrow = timezone.localdate() + timedelta(days=1)
    note = {"kind": "note", "note_ko": "적어 둔 메모"}
    for day, words in ((tomorrow, "아직 오지 않은 날"), ("2024-07-17", "2024. 7. 18"), ("", "언제 있었던 일")):
        answer = client.post(url("evidence_add", made), {**note, "dated_on": day})
        assert words in text(answer) and "적어 둔 메모" in text(answer)
        assert list(answer.context["form"].errors) == ["dated_on"]
    for kind, field in (("meeting", "meeting"), ("document", "edition"), ("file", "file"), ("note", "note_ko")):
        answer = client.post(url("evidence_add", made), {"kind": kind, "dated_on": "2024-10-01"})
        assert list(answer.context["form"].errors) == [field]
    assert not Evidence.objects.exists()


def test_the_last_proof_of_what_is_kept_stays(client):
    evidence = EvidenceFactory(commitment__owner=client.user)
    services.keep_commitment(commitment=evidence.commitment, by=client.user)
    assert evidence.note_ko in text(client.get(url("evidence_delete", evidence)))
    assert "마지막 근거는 지울 수 없습니다" in text(client.post(url("evidence_delete", evidence), follow=True))
    services.reopen_commitment(commitment=evidence.commitment, by=client.user)
    client.post(url("evidence_delete", evidence))
    assert not Evidence.objects.exists()


# --- all of it -------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_costs_the_same_however_long(client, django_assert_num_queries, number):
    made = YearlyCommitmentFactory(owner=client.user, recurs_from=2026 - number, mou=MouFactory())
    services.open_occurrences(commitments=[made], today=date(2026, 3, 1))
    for month in range(number):
        meeting = MeetingFactory(starts_at=datetime(2025, 1 + month, 3, 1, 0, tzinfo=UTC))
        services.add_evidence(
            commitment=made, kind=EvidenceKind.MEETING, meeting=meeting, dated_on=meeting.local_day, by=client.user
        )
        services.answer_wording(commitment=made, answer="confirmed", by=client.user)
    client.get(made.get_absolute_url())
    with django_assert_num_queries(DETAIL_QUERIES):
        text(client.get(made.get_absolute_url()))


DETAIL_QUERIES = 8


def test_hostile_text_is_shown_as_text(client):
    bad = "<script>alert(1)</script>\u202e{{ 7|add:7 }} '\"&amp;"
    point = PointFactory(text_ko=bad, text_ja=bad)
    other = PointFactory(meeting=point.meeting, text_ko=bad)
    made = services.commit_point(point=point, obligor=Obligor.OURS, owner=client.user, indicator_ko=bad, by=client.user)
    services.add_evidence(
        commitment=made, kind=EvidenceKind.NOTE, dated_on=date(2024, 10, 1), note_ko=bad, by=client.user
    )  # fmt: skip
    addresses = [made.get_absolute_url(), point.meeting.get_absolute_url(), url("commitment_from_point", other)]
    addresses += [url("commitment_edit", made), url("evidence_delete", made.evidence.get())]
    for address in addresses:
        page = text(client.get(address))
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "{{ 7|add:7 }}" in page


def test_the_history_says_what_was_answered(client):
    made = CommitmentFactory(owner=client.user)
    services.answer_wording(commitment=made, answer="objected", comment="시기가 다릅니다", by=client.user)
    page = text(client.get(made.get_absolute_url()))
    history = page[page.index('id="history"') :]
    assert "약속 문구에 답했습니다" in history and "시기가 다릅니다" in history
    assert "<ins>이의</ins>" in history and "<ins>우리 측</ins>" in history and "objected" not in history


def test_a_reader_is_offered_nothing_to_change(signed_in):
    made = CommitmentFactory()
    page = text(signed_in("executive").get(made.get_absolute_url()))
    assert "/edit/" not in page and "/evidence/add/" not in page and "commitment_state" not in page
    for name in ("commitment_state", "commitment_due", "commitment_ask"):
        assert signed_in("executive").post(url(name, made), {"step": "start"}).status_code == 403
    assert last_saved(made, "start") is None
