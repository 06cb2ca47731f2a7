from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from exchange.audit.models import Event
from exchange.audit.versions import Overtaken
from exchange.meetings.services.minutes import set_points
from exchange.mous import services
from exchange.mous.enums import Answer, CommitmentState, EvidenceKind, Obligor, OccurrenceState, Recurrence
from exchange.mous.models import Commitment
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import ClauseFactory, CommitmentFactory, EvidenceFactory, MouFactory, YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_point_becomes_a_commitment_with_its_exact_words(staff):
    body = OrganizationFactory()
    mou = MouFactory(counterpart=body)
    point = PointFactory(meeting=MeetingFactory(counterparts=[body]), text_ko="정기 회의를 열기로 합의")
    commitment = services.commit_point(point=point, obligor=Obligor.JOINT, owner=staff, by=staff)
    assert (commitment.sentence_ko, commitment.meeting) == (point.text_ko, point.meeting)
    assert (commitment.counterpart, commitment.mou) == (body, mou)
    assert commitment.made_on == point.meeting.local_day
    assert not commitment.has_drifted
    with pytest.raises(ValidationError, match="이미 약속으로"):
        services.commit_point(point=point, obligor=Obligor.JOINT, owner=staff, by=staff)


def test_the_sentence_stays_when_the_minutes_change(staff):
    point = PointFactory(text_ko="처음 문장")
    commitment = services.commit_point(point=point, obligor=Obligor.OURS, owner=staff, by=staff)
    set_points(meeting=point.meeting, rows=[{"id": point.pk, "level": 0, "text_ko": "고친 문장"}], by=staff)
    commitment = type(commitment).objects.get(pk=commitment.pk)
    assert (commitment.sentence_ko, commitment.sentence_since, commitment.has_drifted) == (
        "처음 문장",
        "고친 문장",
        True,
    )
    set_points(meeting=point.meeting, rows=[], by=staff)
    commitment.refresh_from_db()
    assert commitment.sentence_ko == "처음 문장"
    assert (commitment.sentence_since, commitment.has_drifted) == (None, True)


def test_a_clause_becomes_a_commitment_of_the_day_of_signing(staff):
    body = OrganizationFactory()
    clause = ClauseFactory(mou__signed_on=date(2024, 7, 18), mou__counterpart=body)
    commitment = services.commit_clause(
        clause=clause, obligor=Obligor.JOINT, owner=staff, counterpart=body,
        recurrence=Recurrence.YEARLY, recurs_from=2025, by=staff,
    )  # fmt: skip
    assert (commitment.made_on, commitment.mou) == (date(2024, 7, 18), clause.mou)
    assert commitment.occurrences.first().year == 2025


def test_a_due_date_moves_only_with_a_reason(staff):
    commitment = CommitmentFactory()
    services.move_due(commitment=commitment, due_on=date(2026, 3, 1), reason="", by=staff)
    with pytest.raises(ValidationError, match="까닭"):
        services.move_due(commitment=commitment, due_on=date(2026, 4, 1), reason=" ", by=staff)
    commitment.refresh_from_db()
    assert commitment.due_on == date(2026, 3, 1)
    services.move_due(commitment=commitment, due_on=date(2026, 4, 1), reason="상대 기관 사정", by=staff)
    change = commitment.due_changes.get()
    assert (change.before, change.after, change.by) == (date(2026, 3, 1), date(2026, 4, 1), staff)


def test_keeping_needs_evidence_and_the_last_one_stays(staff):
    commitment = CommitmentFactory()
    with pytest.raises(ValidationError, match="근거가 하나 이상"):
        services.keep_commitment(commitment=commitment, by=staff)
    evidence = services.add_evidence(
        commitment=commitment, kind=EvidenceKind.NOTE, dated_on=date(2024, 10, 1), note_ko="예시", by=staff
    )
    kept = services.keep_commitment(commitment=commitment, by=staff)
    assert (kept.state, kept.kept_by) == (CommitmentState.KEPT, staff)
    with pytest.raises(ValidationError, match="마지막 근거"):
        services.delete_evidence(evidence=evidence, by=staff)
    services.reopen_commitment(commitment=commitment, by=staff)
    services.delete_evidence(evidence=evidence, by=staff)
    assert not commitment.evidence.exists()


def test_dropping_needs_a_reason_and_a_writer(staff):
    commitment = CommitmentFactory()
    with pytest.raises(ValidationError, match="철회 사유"):
        services.drop_commitment(commitment=commitment, reason="  ", by=staff)
    with pytest.raises(PermissionDenied):
        services.drop_commitment(commitment=commitment, reason="예시", by=UserFactory(role="executive"))
    assert services.drop_commitment(commitment=commitment, reason="예시", by=staff).state == CommitmentState.DROPPED


def test_a_year_that_nobody_closed_is_missed_once(staff):
    commitment = YearlyCommitmentFactory(recurs_from=2024)
    services.open_occurrences(today=date(2026, 3, 1))
    services.open_occurrences(today=date(2026, 3, 1))
    assert [o.year for o in commitment.occurrences.all()] == [2024, 2025, 2026]
    services.add_evidence(
        commitment=commitment, kind=EvidenceKind.NOTE, dated_on=date(2025, 11, 25), note_ko="예시 포럼", by=staff
    )
    services.keep_occurrence(occurrence=commitment.occurrences.get(year=2025), by=staff)
    assert services.miss_past_occurrences(today=date(2026, 1, 1)) == 1
    assert services.miss_past_occurrences(today=date(2026, 1, 1)) == 0
    states = dict(commitment.occurrences.values_list("year", "state"))
    assert states == {2024: OccurrenceState.MISSED, 2025: OccurrenceState.KEPT, 2026: OccurrenceState.OPEN}
    assert Event.objects.about(commitment).filter(verb="miss_occurrence").count() == 1


def test_both_sides_answer_the_wording(staff):
    commitment = CommitmentFactory()
    services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, by=staff)
    with pytest.raises(ValidationError, match="이의가 있는"):
        services.answer_wording(commitment=commitment, answer=Answer.OBJECTED, by=UserFactory(role="counterpart"))
    assert [c.side for c in commitment.confirmations.all()] == ["ours"]
    assert commitment.confirmations.get().is_about_present_wording


def test_the_second_to_save_is_told(staff):
    commitment = CommitmentFactory()
    services.change_commitment(commitment=commitment, indicator_ko="하나", version=1, by=staff)
    with pytest.raises(Overtaken):
        services.change_commitment(commitment=commitment, indicator_ko="둘", version=1, by=staff)
    assert EvidenceFactory(commitment=commitment).commitment == commitment


def prove(commitment, day, by):
    return services.add_evidence(
        commitment=commitment, kind=EvidenceKind.NOTE, dated_on=day, note_ko=f"예시 {day}", by=by
    )


def test_a_promise_is_kept_late_by_what_proves_it_and_the_date_in_force(staff):
    """The day of marking it says nothing: all of these are marked today, years after their dates."""
    late, moved, timely, undated = (CommitmentFactory(due_on=day) for day in [date(2024, 10, 31)] * 3 + [None])
    for commitment in (late, moved, undated):
        prove(commitment, date(2024, 12, 1), staff)
    prove(timely, date(2024, 10, 31), staff)
    services.move_due(commitment=moved, due_on=date(2024, 12, 1), reason="상대 기관 사정", by=staff)
    kept = [services.keep_commitment(commitment=each, by=staff) for each in (late, moved, timely, undated)]
    assert [each.is_kept_late for each in kept] == [True, False, False, False]
    found = Commitment.objects.with_kept_late().order_by("pk").values_list("kept_late", flat=True)
    assert list(found) == [True, False, False, False]
    prove(timely, date(2025, 1, 1), staff)
    assert not Commitment.objects.get(pk=timely.pk).is_kept_late, "what is added afterwards only confirms it"
    wrong, right = late.evidence.get(), prove(late, date(2024, 10, 1), staff)
    services.delete_evidence(evidence=wrong, by=staff)
    assert Commitment.objects.get(pk=late.pk).kept_on == right.dated_on, "its day rested on what was taken away"
    assert services.reopen_commitment(commitment=late, by=staff).kept_on is None
