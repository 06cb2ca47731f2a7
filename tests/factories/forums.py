"""Forums for tests; each alone is valid.

EditionFactory(series=series, year=2025, host_country="JP", held=True)
SessionFactory(edition=edition) on the edition's first day · RegistrationFactory(edition=edition, waiting=True)
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone

from exchange.meetings.enums import Side
from exchange.privacy.enums import Purpose
from forums.enums import EditionState, Origin, RegistrationState
from forums.importing.lists import Listing
from forums.importing.people import Person
from forums.models import Edition, Invitation, Quota, Registration, Room, Series, Session, Speaker, Talk, Task
from forums.models.series import ZONES
from forums.services import open_import
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import consent_text
from tests.factories.directory import OrganizationFactory, PersonFactory


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Series

    slug = factory.Sequence(lambda n: f"sample-forum-{n}")
    name_ko = factory.Sequence(lambda n: f"예시 정책포럼 {n}")
    name_ja = factory.Sequence(lambda n: f"見本政策フォーラム {n}")
    counterpart = factory.SubFactory(OrganizationFactory)


class EditionFactory(factory.django.DjangoModelFactory):
    """Announced for the coming spring in Seoul, with 3 and 5 seats (`seats=False`: without, or `seats=(100, 200)`)."""

    class Meta:
        model = Edition
        skip_postgeneration_save = True

    class Params:
        held = factory.Trait(state=EditionState.HELD)
        open = factory.Trait(registration_opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)))

    series = factory.SubFactory(SeriesFactory)
    year = factory.LazyFunction(lambda: timezone.localdate().year + 1)
    host_country = "KR"
    state = EditionState.ANNOUNCED
    name_ko = factory.LazyAttribute(lambda edition: f"예시 포럼 {edition.year}")
    name_ja = factory.LazyAttribute(lambda edition: f"見本フォーラム {edition.year}")
    starts_on = factory.LazyAttribute(lambda edition: date(edition.year, 5, 20))
    ends_on = factory.LazyAttribute(lambda edition: edition.starts_on)
    zone = factory.LazyAttribute(lambda edition: ZONES[edition.host_country])

    @factory.post_generation
    def seats(self, create, seats, **kwargs):
        if create and seats is not False:
            for side, number in zip(Side, seats or (3, 5), strict=True):
                Quota.objects.create(edition=self, side=side, seats=number)


class TaskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Task

    edition = factory.SubFactory(EditionFactory)
    title_ko = factory.Sequence(lambda n: f"예시 할 일 {n}")
    days = -90
    due_on = factory.LazyAttribute(lambda task: task.edition.starts_on + timedelta(days=task.days))


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    edition = factory.SubFactory(EditionFactory)
    name_ko = factory.Sequence(lambda n: f"예시 홀 {n}")


class SessionFactory(factory.django.DjangoModelFactory):
    """An hour from ten o'clock on the first day, at the venue."""

    class Meta:
        model = Session

    class Params:
        hour = 10

    edition = factory.SubFactory(EditionFactory)
    title_ko = factory.Sequence(lambda n: f"예시 순서 {n}")
    minutes = 60

    @factory.lazy_attribute
    def starts_at(self):
        return datetime.combine(self.edition.starts_on, time(self.hour), tzinfo=ZoneInfo(self.edition.zone))


class TalkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Talk

    session = factory.SubFactory(SessionFactory)
    title_ko = factory.Sequence(lambda n: f"예시 발표 {n}")
    minutes = 20
    order = factory.Sequence(int)


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    talk = factory.SubFactory(TalkFactory)
    person = factory.SubFactory(PersonFactory)
    side = Side.OURS


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    edition = factory.SubFactory(EditionFactory)
    side = Side.COUNTERPART
    name = factory.Sequence(lambda n: f"見本 {n}")
    email = factory.Sequence(lambda n: f"invited{n}@example.com")
    language = "ja"


class RegistrationFactory(factory.django.DjangoModelFactory):
    """With a seat, or waiting."""

    class Meta:
        model = Registration

    class Params:
        waiting = factory.Trait(state=RegistrationState.WAITING, seat=None)
        cancelled = factory.Trait(
            state=RegistrationState.CANCELLED, seat=None, cancelled_at=factory.LazyFunction(timezone.now)
        )

    edition = factory.SubFactory(EditionFactory)
    side = Side.OURS
    name = factory.Sequence(lambda n: f"예시 참가자 {n}")
    company = "예시정밀"
    email = factory.Sequence(lambda n: f"guest{n}@example.com")
    origin = Origin.OPEN
    consent = factory.LazyFunction(lambda: consent_text(Purpose.FORUM))
    registered_at = factory.LazyFunction(timezone.now)
    state = RegistrationState.REGISTERED

    @factory.lazy_attribute
    def arrival(self):
        return Registration.objects.filter(edition=self.edition, side=self.side).count() + 1

    @factory.lazy_attribute
    def seat(self):
        return Registration.objects.seated().filter(edition=self.edition, side=self.side).count() + 1


def list_of_people(edition, people=({"name": "見本 一郎", "company": "見本製作所", "email": "ichiro@example.com"},), *,
                   side=Side.COUNTERPART, by=None):  # fmt: skip
    """An import before anybody decided, as if these had stood in a file from row 2 on."""
    rows = [Person(number, dict(facts), [], []) for number, facts in enumerate(people, start=2)]
    listing = Listing("list.xlsx", rows, {"heading_row": 1, "columns": [["A", "氏名", "name"]], "hidden_sheets": []})
    return open_import(edition=edition, side=side, file_name=listing.name, listing=listing, by=by or UserFactory())
