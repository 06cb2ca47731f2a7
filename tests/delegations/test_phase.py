from datetime import date

import pytest
from django.utils import timezone

from delegations.enums import DelegationState, Phase
from delegations.models import Delegation
from exchange.documents.enums import EditionState
from exchange.documents.models import Document, Edition
from tests.factories.accounts import UserFactory
from tests.factories.delegations import DelegationFactory

pytestmark = pytest.mark.django_db
TRIP = {"starts_on": date(2024, 7, 17), "ends_on": date(2024, 7, 20)}


def phase_on(day, delegation):
    return Delegation.objects.with_phase(today=day).get(pk=delegation.pk).phase


def report_of(delegation, state, **names):
    document, _ = Document.objects.get_or_create(
        **{"definition": "trip-report", "subject_id": delegation.pk, "language": "ko", **names}
    )
    stamp = {"published_at": timezone.now(), "published_by": UserFactory()}
    if state == EditionState.WITHDRAWN:
        stamp |= {"withdrawn_at": timezone.now(), "withdrawn_by": UserFactory(), "withdrawn_reason": "예시"}
    return Edition.objects.create(
        document=document, number=document.editions.count() + 1, state=state, title="예시", dated_on=date(2024, 8, 1),
        tree="{}", sha256="0" * 64, **({} if state == EditionState.DRAFT else stamp),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2024, 7, 16), Phase.UPCOMING),
        (date(2024, 7, 17), Phase.UNDER_WAY),
        (date(2024, 7, 20), Phase.UNDER_WAY),
        (date(2024, 7, 21), Phase.REPORT_DUE),
    ],
)
def test_phase_follows_the_days(day, phase):
    assert phase_on(day, DelegationFactory(**TRIP)) == phase


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (EditionState.DRAFT, Phase.REPORT_DUE),
        (EditionState.PUBLISHED, Phase.REPORTED),
        (EditionState.WITHDRAWN, Phase.REPORT_DUE),
    ],
)
def test_only_a_published_report_closes_the_trip(state, phase):
    delegation = DelegationFactory(**TRIP)
    report_of(delegation, state)
    assert phase_on(date(2024, 9, 1), delegation) == phase


def test_other_documents_and_other_trips_do_not_count():
    delegation, other = DelegationFactory(**TRIP), DelegationFactory(**TRIP)
    report_of(other, EditionState.PUBLISHED)
    report_of(delegation, EditionState.PUBLISHED, definition="another-document")
    assert phase_on(date(2024, 9, 1), delegation) == Phase.REPORT_DUE


def test_cancelled_trip_owes_nothing():
    delegation = DelegationFactory(state=DelegationState.CANCELLED, cancelled_reason="예시", **TRIP)
    assert phase_on(date(2024, 9, 1), delegation) == Phase.CANCELLED


def test_report_is_due_thirty_days_after_return(settings):
    delegation = DelegationFactory(**TRIP)
    assert delegation.report_due_on == date(2024, 8, 19)
    settings.REPORT_DUE_DAYS = 10
    assert delegation.report_due_on == date(2024, 7, 30)
