"""What a held forum proves, and who gets a seat, also when things are done late or in another order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exchange.core import zones
from exchange.notices.models import Mail
from exchange.privacy import links
from forums import letters, services
from forums.enums import EditionState
from forums.importing.matching import compare
from forums.importing.people import Person
from forums.models import Edition, Invitation, RegistrationImport
from forums.services import registrations
from tests.factories.accounts import UserFactory
from tests.factories.forums import (
    EditionFactory,
    InvitationFactory,
    RegistrationFactory,
    SeriesFactory,
    SessionFactory,
)
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


def test_the_programme_goes_along_with_the_first_day_and_the_clock_of_the_venue(staff):
    edition = EditionFactory(starts_on=date(2027, 5, 20))
    session = SessionFactory(edition=edition)
    services.change_edition(
        edition=edition, starts_on=date(2027, 6, 3), ends_on=date(2027, 6, 3), zone="America/Los_Angeles", by=staff
    )
    session.refresh_from_db()
    assert zones.local(session.starts_at, "America/Los_Angeles").isoformat() == "2027-06-03T10:00:00-07:00"


def test_who_wants_to_be_forgotten_is_forgotten_everywhere(staff, settings):
    """Of those beside him who look alike everything stays."""
    settings.EMAIL_BACKEND = "exchange.notices.outbox.OutboxBackend"
    edition, other = EditionFactory(open=True), EditionFactory(open=True)
    brought = InvitationFactory(edition=edition, email="assistant@example.com")
    row = RegistrationFactory(edition=edition, invitation=brought, email="older@example.com", phone="02-123-4567")
    alike = RegistrationFactory(edition=other, name=row.name, email="gone@example.com", phone="02-123-4567")
    services.invite_again(invitation=InvitationFactory(edition=edition, email="gone@example.com"), by=staff)
    stays = InvitationFactory(edition=edition, name=row.name, email="gone@example.com.kr")
    elsewhere = InvitationFactory(edition=other, email="gone@example.com")
    for letter, about in ((letters.registered, row), (letters.registered, alike), (letters.invited, stays)):
        letter(about)  # the first to the address that he had before
    services.change_registration(registration=row, email="gone@example.com")
    kept = [{"pk": row.pk, "version": 1, "before": {"email": "older@example.com"}}, {"pk": 0, "before": {}}]
    source = RegistrationImport.objects.create(
        edition=edition, side="ours", file_name="명단.xlsx", state="done", rows={"fixed": kept}, uploaded_by=staff
    )
    services.cancel_registration(registration=row, erase=True)
    source.refresh_from_db()
    assert set(Invitation.objects.all()) == {stays, elsewhere}
    left = [(mail.to, links.stem(about.uid) in mail.body) for mail, about in
            zip(Mail.objects.order_by("pk"), (alike, stays), strict=True)]  # fmt: skip
    assert left == [("gone@example.com", True), ("gone@example.com.kr", True)]
    assert source.rows == {"fixed": [{"pk": 0, "before": {}}]}
    row.refresh_from_db()
    alike.refresh_from_db()
    assert (row.name != "", row.email, row.phone, row.state) == (True, "", "", "cancelled")
    assert (alike.email, alike.phone, alike.state) == ("gone@example.com", "02-123-4567", "registered")


def test_an_address_taken_in_the_meantime_is_a_word_at_its_field(staff, monkeypatch):
    edition = EditionFactory()
    one, other = RegistrationFactory(edition=edition), RegistrationFactory(edition=edition)
    monkeypatch.setattr(registrations, "_refuse_twice", lambda row: None)  # the look before found it free
    with pytest.raises(ValidationError) as refused:
        services.change_registration(registration=other, email=one.email.upper(), by=staff)
    assert refused.value.message_dict.keys() == {"email"}


def test_whoever_is_told_of_a_list_gets_the_link_of_his_new_address(staff, mailoutbox):
    edition = EditionFactory()
    row = RegistrationFactory(edition=edition, side="counterpart", name="見本 一郎", company="F")
    facts = {"name": "見本 一郎", "company": "F", "email": "moved@example.com"}
    rows = compare(edition, "counterpart", [Person(2, facts, [], [])])
    source = RegistrationImport.objects.create(
        edition=edition, side="counterpart", file_name="名簿.xlsx", rows={"rows": rows}, uploaded_by=staff
    )
    services.apply_import(source=source, consents=True, tells=True, by=staff)
    row.refresh_from_db()
    [mail] = mailoutbox
    assert (mail.to, source.registrations.count()) == (["moved@example.com"], 0)
    assert links.stem(row.uid) in mail.body


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
