"""What the database refuses, with the form's sentence for people beside it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from exchange.mous.enums import CommitmentState, EvidenceKind, Lineage, MouState, Obligor, OccurrenceState, Recurrence
from exchange.mous.models import Clause, Commitment, Evidence, Mou, Occurrence
from tests.factories.mous import (
    ClauseFactory,
    CommitmentFactory,
    EvidenceFactory,
    MouFactory,
    OccurrenceFactory,
    YearlyCommitmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(name, rows, **changes):
    """The database itself says no, past every form and service."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**changes)


def one(obj):
    return type(obj).objects.filter(pk=obj.pk)


def test_a_predecessor_makes_no_loop():
    first, second, third = MouFactory(), MouFactory(), MouFactory()
    one(second).update(predecessor=first)
    one(third).update(predecessor=second)
    refused("mou_predecessor_loop", one(first), predecessor=third)
    first.predecessor = Mou.objects.get(pk=third.pk)
    with pytest.raises(ValidationError, match="꼬리"):
        first.full_clean()
    refused("mou_not_own_predecessor|mou_predecessor_loop", one(first), predecessor=first)


def test_a_clause_number_stands_once():
    clause = ClauseFactory()
    twin = Clause(mou=clause.mou, number=clause.number, text_ko="예시")
    with pytest.raises(ValidationError, match="같은 번호의 조항"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_kept_clause_names_its_ancestor_in_the_mou_before():
    old, stranger = ClauseFactory(), ClauseFactory()
    new = MouFactory(predecessor=old.mou)
    Clause(mou=new, number=1, text_ko="예시", lineage=Lineage.KEPT, ancestor=old).full_clean()
    with pytest.raises(ValidationError, match="바로 이전 협약"):
        Clause(mou=new, number=1, text_ko="예시", lineage=Lineage.KEPT, ancestor=stranger).full_clean()
    with pytest.raises(ValidationError, match="신설이면"):
        Clause(mou=new, number=1, text_ko="예시", lineage=Lineage.KEPT).full_clean()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("mou_term_ends_after_start", {"starts_on": date(2025, 1, 2), "ends_on": date(2025, 1, 1)}),
        ("mou_in_force_is_signed", {"signed_on": None}),
        ("mou_ended_says_when_and_why", {"state": MouState.ENDED, "ended_on": date(2025, 1, 1)}),
    ],
)
def test_an_mou_is_whole(name, changes):
    refused(name, one(MouFactory()), **changes)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("commitment_recurs_from_a_year", {"recurrence": Recurrence.YEARLY}),
        ("commitment_due_after_made", {"due_on": date(2024, 7, 17)}),
        ("commitment_dropped_says_why", {"state": CommitmentState.DROPPED}),
        ("commitment_names_counterpart", {"counterpart": None}),
        ("commitment_has_one_origin", {"meeting": None}),
        ("commitment_kept_without_evidence", {"state": CommitmentState.KEPT}),
    ],
)
def test_a_commitment_is_whole(name, changes):
    refused(name, one(CommitmentFactory()), **changes)


def test_what_we_promise_ourselves_needs_no_counterpart():
    one(CommitmentFactory(obligor=Obligor.OURS)).update(counterpart=None)


def test_evidence_is_neither_in_the_future_nor_before_the_promise():
    evidence = EvidenceFactory(commitment__made_on=date(2024, 7, 18))
    refused("evidence_not_in_future", one(evidence), dated_on=timezone.localdate() + timedelta(days=1))
    refused("evidence_before_promise", one(evidence), dated_on=date(2024, 7, 17))
    refused("promise_after_evidence", one(evidence.commitment), made_on=date(2025, 1, 1))
    evidence.dated_on = date(2024, 7, 17)
    with pytest.raises(ValidationError, match=r"2024\. 7\. 18"):
        evidence.full_clean()


def test_evidence_names_what_proves():
    evidence = EvidenceFactory()
    refused("evidence_names_its_proof", one(evidence), note_ko="")
    refused("evidence_names_its_proof", one(evidence), kind=EvidenceKind.MEETING)


def test_evidence_counts_for_its_own_year_and_commitment():
    occurrence = OccurrenceFactory(year=2025)
    evidence = EvidenceFactory(commitment=occurrence.commitment, dated_on=date(2025, 11, 25), occurrence=occurrence)
    refused("evidence_of_other_year", one(evidence), dated_on=date(2024, 11, 25))
    refused("evidence_of_other_year", one(evidence), occurrence=OccurrenceFactory(year=2025))


def test_an_occurrence_needs_a_living_yearly_commitment():
    once, yearly = CommitmentFactory(), YearlyCommitmentFactory(recurs_from=2025)
    for commitment, year, name in (
        (once, 2025, "occurrence_outside_recurrence"),
        (yearly, 2024, "occurrence_outside_recurrence"),
        (YearlyCommitmentFactory(state="dropped", dropped_reason="예시"), 2025, "occurrence_of_dropped_commitment"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Occurrence.objects.create(commitment=commitment, year=year)
    refused("occurrence_kept_without_evidence", one(OccurrenceFactory()), state=OccurrenceState.KEPT)


def test_deleting_a_promise_takes_its_parts_along():
    evidence = EvidenceFactory()
    Commitment.objects.filter(pk=evidence.commitment_id).delete()
    assert not Evidence.objects.exists()


def test_the_rules_stand_in_this_database():
    """A later rebuilding of a table on SQLite would drop them in silence."""
    names = {
        "mou_predecessor_loop", "evidence_before_promise", "promise_after_evidence", "evidence_of_other_year",
        "occurrence_of_dropped_commitment", "occurrence_outside_recurrence", "commitment_kept_without_evidence",
        "occurrence_kept_without_evidence",
        "clause_of_signed_mou", "party_of_signed_mou", "mou_unsigned_without_reason", "correction_is_final",
    }  # fmt: skip
    table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        there = {row[0].removesuffix("_insert").removesuffix("_update") for row in cursor.fetchall()}
    assert names <= there
