"""Steps and what undoes them: where a promise comes back to, what is said of it and where."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from exchange.meetings.enums import MeetingState
from exchange.mous import services
from exchange.mous.enums import CommitmentState, EvidenceKind, OccurrenceState
from exchange.mous.models import Commitment, Evidence
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OPEN, IN_PROGRESS, KEPT, MISSED, DROPPED = CommitmentState


def url(name, obj):
    return reverse(f"mous:{name}", args=[obj.pk])


def test_undoing_goes_back_step_by_step(staff):
    commitment = CommitmentFactory()
    EvidenceFactory(commitment=commitment)

    def take(*names):
        for name in names:
            why = {"reason": "예시"} if name == "drop" else {}
            row = getattr(services, f"{name}_commitment")(commitment=commitment, by=staff, **why)
        return row.state

    assert take("drop", "reopen") == OPEN
    assert take("miss", "keep", "reopen") == MISSED
    assert take("reopen") == OPEN
    assert take("start", "keep", "reopen") == IN_PROGRESS
    assert take("miss", "keep", "reopen", "keep", "reopen", "reopen") == IN_PROGRESS
    unknown = CommitmentFactory(state=MISSED)  # whose steps nobody recorded
    assert services.reopen_commitment(commitment=unknown, by=staff).state == IN_PROGRESS


def test_a_missed_year_that_was_kept_in_error_is_missed_again(staff):
    year = YearlyCommitmentFactory(recurs_from=2025).occurrences.create(year=2025, state=OccurrenceState.MISSED)
    EvidenceFactory(commitment=year.commitment, occurrence=year, dated_on=date(2025, 5, 1))
    services.keep_occurrence(occurrence=year, by=staff)
    assert services.reopen_occurrence(occurrence=year, by=staff).state == OccurrenceState.MISSED


def years(commitment):
    return dict(commitment.occurrences.values_list("year", "state"))


def test_years_in_which_it_was_dropped_are_not_owed(staff):
    commitment = YearlyCommitmentFactory(recurs_from=2025)
    services.open_occurrences(today=date(2026, 6, 1))
    services.miss_past_occurrences(today=date(2026, 6, 1))
    services.drop_commitment(commitment=commitment, reason="예시", by=staff, at=datetime(2026, 7, 1, tzinfo=UTC))
    services.open_occurrences(today=date(2028, 1, 1))
    services.reopen_commitment(commitment=commitment, by=staff, at=datetime(2029, 3, 1, tzinfo=UTC))
    for _ in range(2):
        services.open_occurrences(today=date(2029, 3, 2))
        services.miss_past_occurrences(today=date(2029, 3, 2))
    assert years(commitment) == {2025: OccurrenceState.MISSED, 2029: OccurrenceState.OPEN}
    services.open_occurrences(today=date(2031, 1, 2))
    assert list(years(commitment)) == [2025, 2029, 2030, 2031], "from then on as before"
    services.change_commitment(commitment=Commitment.objects.get(), recurs_from=2024, by=staff)
    assert list(years(commitment)) == [2024, 2025, 2029, 2030, 2031], "and the gap stays one"


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
def test_nothing_is_promised_before_the_meeting(state, staff, client):
    reason = "예시" if state == MeetingState.CANCELLED else ""
    point = PointFactory(meeting=MeetingFactory(state=state, cancelled_reason=reason))
    why = "아직 열리지 않은" if state == MeetingState.PLANNED else "취소한 면담"
    facts = {"obligor": "ours", "owner": staff, "by": staff}
    with pytest.raises(ValidationError, match=why):
        services.commit_point(point=point, **facts)
    with pytest.raises(ValidationError, match=why) as refused:
        services.create_commitment(meeting=point.meeting, sentence_ko="예시", made_on=point.meeting.local_day, **facts)
    assert "meeting" in refused.value.error_dict
    client.force_login(staff)
    assert (
        url("commitment_from_point", point)
        not in client.get(reverse("meetings:meeting_outcomes", args=[point.meeting.pk])).content.decode()
    )
    answer = client.get(url("commitment_from_point", point), follow=True)
    assert "개최한 면담의 발언만" in answer.content.decode()


def test_each_step_says_what_it_did(client, staff):
    client.force_login(staff)
    commitment = CommitmentFactory(due_on=date(2024, 8, 1))

    def said(name, **typed):
        answer = client.post(url(name, commitment), typed, follow=True)
        return [str(message) for message in answer.context["messages"]]

    assert said("commitment_state", step="start") == ["진행을 시작했습니다."]
    assert said("commitment_state", step="miss") == ["불이행으로 표시했습니다."]
    assert said("commitment_state", step="reopen") == ["표시를 취소했습니다. 지금 상태는 ‘진행’입니다."]
    EvidenceFactory(commitment=commitment, dated_on=date(2024, 10, 1))
    [late] = said("commitment_state", step="keep")
    assert late.startswith("늦게 이행한 것으로") and "2024. 8. 1." in late and "2024. 10. 1." in late
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert "늦게 이행" in page and "이행 표시 취소" in page
    said("commitment_state", step="reopen")
    assert said("commitment_state", step="drop", reason="예시")[0].startswith("약속을 철회했습니다.")
    assert said("commitment_state", step="keep")[0].startswith("지금 상태(철회)")
    said("commitment_state", step="reopen")
    assert said("commitment_due", due_on="2027-05-01", reason="예시", version=99)[0].startswith("기한을 2027. 5. 1.")
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = client.post(url("commitment_ask", commitment), {"asked_on": tomorrow.isoformat()})
    assert list(refused.context["ask_form"].errors) == ["asked_on"]
    assert said("commitment_ask", asked_on="2024-12-01") == ["물은 날을 적었습니다."]


def test_a_row_says_it_where_it_stands(client, staff):
    """Though the list was asked for what the row is no longer; the chips above count anew."""
    client.force_login(staff)
    commitment, other = CommitmentFactory(sentence_ko="바뀌는 약속"), CommitmentFactory(sentence_ko="다른 약속")
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/commitments/?state=undated&obligor=joint"}
    answer = client.post(url("commitment_state", commitment), {"step": "miss", "next": "/x"}, headers=asked)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<tr") == 1 and "바뀌는 약속" in html and other.sentence_ko not in html
    assert '<small class="state kept" role="status">불이행으로 표시했습니다.</small>' in html
    assert 'hx-swap-oob="outerHTML"' in html and "기한 미정 1" in html and "불이행 1" in html
    assert "?obligor=joint&amp;state=missed" in html
    assert "불이행으로 표시" not in client.get("/commitments/").content.decode(), "and not once more on the next page"
    refused = client.post(url("commitment_state", commitment), {"step": "keep"}, headers=asked).content.decode()
    assert 'role="alert">이행 근거가 하나 이상' in refused
    closed = client.get(url("commitment_steps", commitment) + "?close", headers=asked).content.decode()
    assert "<form" not in closed and "상태 바꾸기" in closed


LONG = "가나다라마" * 101  # 505


def test_what_is_too_long_is_refused_uncut(client, staff):
    client.force_login(staff)
    commitment = CommitmentFactory(due_on=date(2026, 3, 1))
    note = {"kind": EvidenceKind.NOTE, "dated_on": "2024-10-01"}
    for name, field, typed in (
        ("evidence_add", "note_ko", note),
        ("commitment_due", "reason", {"due_on": "2026-04-01", "version": 1}),
        ("commitment_state", "reason", {"step": "drop"}),
        ("commitment_confirm", "comment", {"answer": "objected", "shown": commitment.wording_digest}),
    ):
        text = LONG * 2 if field == "comment" else LONG
        answer = client.post(url(name, commitment), {**typed, field: text})
        html = answer.content.decode()
        limit = {"note_ko": 500, "reason": 300, "comment": 1000}[field]
        assert f"{limit}자까지 적을 수 있습니다. 지금 {len(text)}자입니다." in html and text in html, name
        assert "maxlength" not in html.partition(f'name="{field}"')[2].partition(">")[0], "a browser would cut it"
        assert f"{limit}자까지 적습니다." in html
    assert not Evidence.objects.exists()
    lines = "가\r\n" * 250  # each line break is one character
    client.post(url("evidence_add", commitment), {**note, "note_ko": lines.strip()})
    assert len(Evidence.objects.get().note_ko) == 499
    page = client.get(url("commitment_confirm", commitment)).content.decode()
    assert "선택" not in page.partition('name="comment"')[0].rpartition("<label")[2]


def test_what_is_promised_already_is_pointed_out_and_may_be_promised_again(client, staff):
    client.force_login(staff)
    body = OrganizationFactory()
    mou = MouFactory(counterpart=body)
    clause = ClauseFactory(mou=mou, text_ko="매년 한국과 일본을 오가며 정책포럼 개최(셔틀교류)")
    facts = {"obligor": "joint", "owner": staff, "counterpart": body, "by": staff}
    known = services.commit_clause(clause=clause, **facts)
    elsewhere = CommitmentFactory(sentence_ko=clause.text_ko)  # of another body
    meeting = MeetingFactory(counterparts=[body], title_ko="하나뿐인 자리")
    repeated = PointFactory(meeting=meeting, text_ko="매년 정책포럼을 한국과 일본에서 번갈아 개최하기로 함")
    other = PointFactory(meeting=meeting, text_ko="정기적인 회의를 통한 상호 의견 교환하기로 합의")

    def shown(answer):
        html = answer.content.decode()
        assert elsewhere.get_absolute_url() not in html
        return "이미 약속으로 등록된 문장과 비슷합니다" in html and known.get_absolute_url() in html

    assert shown(client.get(url("commitment_from_point", repeated)))
    assert not shown(client.get(url("commitment_from_point", other)))
    assert shown(client.get(url("commitment_from_clause", clause)))
    typed = {
        "sentence_ko": repeated.text_ko, "meeting": meeting.title_ko, "obligor": "joint", "owner": staff.pk,
        "counterpart": body.name_ko, "recurrence": "once",
    }  # fmt: skip
    add = reverse("mous:commitment_add")
    assert shown(client.post(add, typed)) and Commitment.objects.count() == 2
    client.post(add, {**typed, "anyway": "1"})
    assert services.commit_point(point=repeated, **facts).point == repeated
    assert Commitment.objects.filter(sentence_ko=repeated.text_ko).count() == 2
