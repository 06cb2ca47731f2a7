"""What would show one body the words of another, or leave a promise that cannot be kept, is refused with a sentence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from exchange.meetings.enums import MeetingState
from exchange.mous import services
from exchange.mous.enums import Answer, MouState, Obligor
from exchange.mous.models import Commitment
from tests.factories.directory import OrganizationFactory
from tests.factories.documents import EditionFactory
from tests.factories.meetings import MeetingFactory, PointFactory
from tests.factories.mous import (
    ClauseFactory,
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_clause_is_shown_to_nobody_who_did_not_sign_it(staff):
    clause = ClauseFactory(mou__counterpart=OrganizationFactory())
    with pytest.raises(ValidationError, match="체결한 상대 기관이 아닙니다"):
        services.commit_clause(
            clause=clause, obligor=Obligor.JOINT, owner=staff, counterpart=OrganizationFactory(), by=staff
        )
    assert not Commitment.objects.exists()


def test_only_what_took_place_and_what_is_published_proves(staff):
    commitment, day = CommitmentFactory(), date(2024, 10, 1)
    wrong = [
        ("meeting", "meeting", MeetingFactory(state=MeetingState.CANCELLED, cancelled_reason="예시")),
        ("meeting", "meeting", MeetingFactory(state=MeetingState.PLANNED)),
        ("document", "edition", EditionFactory()),
        ("document", "edition", EditionFactory(withdrawn=True)),
    ]
    right = [("meeting", "meeting", MeetingFactory()), ("document", "edition", EditionFactory(published=True))]
    for kind, name, row in wrong:
        with pytest.raises(ValidationError) as caught:
            services.add_evidence(commitment=commitment, by=staff, kind=kind, dated_on=day, **{name: row})
        assert caught.value.message_dict.keys() == {name}
    for kind, name, row in right:
        services.add_evidence(commitment=commitment, by=staff, kind=kind, dated_on=day, **{name: row})
    assert commitment.evidence.count() == 2


def test_nobody_has_asked_tomorrow(staff):
    commitment = CommitmentFactory()
    today = timezone.localdate()
    for late in (today + timedelta(days=1), date(2099, 1, 1)):
        with pytest.raises(ValidationError) as caught:
            services.ask_counterpart(commitment=commitment, asked_on=late, by=staff)
        assert caught.value.message_dict.keys() == {"asked_on"}
    assert services.ask_counterpart(commitment=commitment, asked_on=today, by=staff).last_asked_on == today


def test_a_draft_promises_nothing(staff):
    body = OrganizationFactory()
    clause = ClauseFactory(mou__state=MouState.DRAFT, mou__signed_on=None, mou__counterpart=body)
    with pytest.raises(ValidationError, match="아직 체결하지 않은"):
        services.commit_clause(
            clause=clause, obligor=Obligor.JOINT, owner=staff, counterpart=body, made_on=date(2024, 7, 18), by=staff
        )


def test_a_promise_goes_under_no_mou_of_others(staff):
    commitment = CommitmentFactory()
    with pytest.raises(ValidationError, match="체결한 상대 기관이 아닙니다"):
        services.change_commitment(
            commitment=commitment, mou=MouFactory(counterpart=OrganizationFactory()), by=staff
        )  # fmt: skip


def test_what_one_body_heard_is_not_promised_to_another(staff):
    point = PointFactory(meeting=MeetingFactory(counterparts=[OrganizationFactory()]))
    with pytest.raises(ValidationError, match="면담의 상대 기관이 아닙니다"):
        services.commit_point(
            point=point, obligor=Obligor.JOINT, owner=staff, counterpart=OrganizationFactory(), by=staff
        )


def test_a_sentence_is_taken_over_exactly(staff):
    point = PointFactory(text_ko="정기 회의를 열기로 합의")
    with pytest.raises(ValidationError, match="출처에 적힌 문장과"):
        services.commit_point(point=point, obligor=Obligor.OURS, owner=staff, sentence_ko="다른 문장", by=staff)
    made = services.commit_point(point=point, obligor=Obligor.OURS, owner=staff, sentence_ja="例示", by=staff)
    assert (made.sentence_ko, made.sentence_ja) == (point.text_ko, "例示")


def test_a_cancelled_meeting_promises_nothing(staff):
    point = PointFactory(meeting=MeetingFactory(state=MeetingState.CANCELLED, cancelled_reason="예시"))
    with pytest.raises(ValidationError, match="취소한 면담"):
        services.commit_point(point=point, obligor=Obligor.OURS, owner=staff, by=staff)


def test_the_day_of_a_promise_stays_before_its_evidence(client, staff):
    evidence = EvidenceFactory(dated_on=date(2024, 10, 1))
    commitment = evidence.commitment
    client.force_login(staff)
    page = reverse("mous:commitment_edit", args=[commitment.pk])
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"made_on": "2025-01-01"}
    response = client.post(page, typed | {"version": commitment.version})
    assert "2024. 10. 1." in response.text
    commitment.refresh_from_db()
    assert commitment.made_on == date(2024, 7, 18)


def test_a_promise_recurs_from_the_year_in_which_it_was_made(staff):
    commitment = YearlyCommitmentFactory(recurs_from=2025)
    with pytest.raises(ValidationError, match="약속한 해보다"):
        services.change_commitment(commitment=commitment, recurs_from=1990, by=staff)
    assert not commitment.occurrences.filter(year__lt=2025).exists()


def test_a_year_of_a_dropped_promise_is_not_closed(client, staff):
    occurrence = OccurrenceFactory(year=2025)
    EvidenceFactory(commitment=occurrence.commitment, occurrence=occurrence, dated_on=date(2025, 11, 25))
    services.drop_commitment(commitment=occurrence.commitment, reason="예시", by=staff)
    client.force_login(staff)
    response = client.post(reverse("mous:occurrence_state", args=[occurrence.pk]), {"step": "keep"}, follow=True)
    assert "철회한 약속" in response.text
    occurrence.refresh_from_db()
    assert occurrence.state == "open"


def test_evidence_that_goes_at_the_same_moment_leaves_nothing_kept(staff, monkeypatch):
    evidence = EvidenceFactory()
    commitment = evidence.commitment
    real = type(commitment.evidence.all()).first

    def then_gone(rows):
        there = real(rows)
        type(evidence).objects.filter(pk=evidence.pk).delete()
        return there

    monkeypatch.setattr(type(commitment.evidence.all()), "first", then_gone)
    with pytest.raises(ValidationError, match="근거가 하나 이상"):
        services.keep_commitment(commitment=commitment, by=staff)
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_an_answer_is_about_who_owes_it_too(staff):
    commitment = CommitmentFactory(obligor=Obligor.JOINT)
    answer = services.answer_wording(commitment=commitment, answer=Answer.CONFIRMED, by=staff)
    assert not Commitment.objects.awaiting_answer("ours").exists()
    services.change_commitment(commitment=commitment, obligor=Obligor.COUNTERPART, by=staff)
    answer = commitment.confirmations.select_related("commitment").get(pk=answer.pk)
    assert not answer.is_about_present_wording
    assert Commitment.objects.awaiting_answer("ours").get() == commitment
