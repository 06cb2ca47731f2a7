"""What a held forum proves, and who gets a seat, also when things are done late or in another order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.notices.models import Mail
from forums import services
from forums.enums import EditionState
from forums.importing.matching import compare
from forums.importing.people import Person
from forums.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.forums import EditionFactory, RegistrationFactory, SeriesFactory
from tests.factories.mous import YearlyCommitmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_a_forum_held_before_it_was_linked_to_its_promise_proves_it(staff):
    promise = YearlyCommitmentFactory(made_on=date(2024, 1, 1), recurs_from=2024)
    series = SeriesFactory(counterpart=promise.counterpart)
    EditionFactory(series=series, year=2025, held=True)
    EditionFactory(series=series, year=2023, host_country="JP", held=True)  # before the promise
    services.change_series(series=series, commitment=promise, by=staff)
    assert [proof.dated_on.year for proof in promise.evidence.all()] == [2025]


def test_a_held_forum_takes_its_proof_along_and_is_not_moved_ahead(staff):
    promise = YearlyCommitmentFactory(made_on=date(2024, 1, 1), recurs_from=2024)
    series = SeriesFactory(counterpart=promise.counterpart, commitment=promise)
    edition = EditionFactory(series=series, year=2025, starts_on=date(2025, 5, 20))
    services.hold_edition(edition=edition, by=staff)
    services.change_edition(edition=edition, starts_on=date(2025, 6, 3), ends_on=date(2025, 6, 3), by=staff)
    assert promise.evidence.get().dated_on == date(2025, 6, 3)
    ahead = timezone.localdate() + timedelta(days=400)
    with pytest.raises(ValidationError, match="아직 오지 않은 날"):
        services.change_edition(edition=edition, year=ahead.year, starts_on=ahead, ends_on=ahead, by=staff)


def test_nobody_moves_up_at_a_forum_that_is_called_off(staff):
    edition = EditionFactory(seats=(1, 0))
    seated, waiting = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition, waiting=True)
    services.call_off(edition=edition, step="cancel", reason="예시", by=staff)
    services.cancel_registration(registration=seated, by=staff)
    waiting.refresh_from_db()
    assert (waiting.state, Edition.objects.get().state) == ("waiting", EditionState.CANCELLED)
    assert not Mail.objects.filter(to__icontains=waiting.email).exists()


def test_one_registration_is_corrected_by_one_row_of_a_list():
    edition = EditionFactory()
    one = RegistrationFactory(
        edition=edition, side="counterpart", name="見本 一郎", company="F", email="old@example.com"
    )
    facts = {"company": "F", "email": "new@example.com"}
    people = [
        Person(2, facts | {"name": "見本 一郎"}, [], []),
        Person(3, facts | {"name": "見本 花子", "email": one.email}, [], []),
    ]
    by_name, by_address = compare(edition, "counterpart", people)
    assert (by_name["match"], by_name["kind"]) == (None, "new")
    assert by_address["match"] == [one.pk, one.version]
