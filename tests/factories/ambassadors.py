"""Ambassadors, requests and sessions for tests; each alone is valid.

AmbassadorFactory(user=UserFactory(ambassador=True))   serving today
RequestFactory(assigned_to=ambassador, accepted=True)
SessionFactory(ambassador=ambassador, confirmed=True)
"""

from datetime import date, timedelta

import factory
from django.utils import timezone

from ambassadors.business_numbers import check_digit
from ambassadors.enums import ExpertiseKind, FirmSize, Industry, Mode, Region, RequestState, SessionState, Topic
from ambassadors.models import (
    AdvisoryRequest,
    AdvisorySession,
    Ambassador,
    Assignment,
    Case,
    Casebook,
    Client,
    Expertise,
    SessionOutcome,
    SessionTopic,
    Term,
)
from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText
from tests.factories.accounts import UserFactory
from tests.factories.directory import PersonFactory


def consent_text(purpose=Purpose.ADVISORY):
    """The version in force; made where none is."""
    return ConsentText.objects.in_force(purpose) or ConsentText.objects.create(
        purpose=purpose, version=1, text_ko="동의문 예시", text_ja="同意文の例", text_en="Sample text",
        published_at=timezone.now(),
    )  # fmt: skip


def business_number(n):
    nine = f"{107 + n % 800}81{n % 9999 + 1:04d}"
    return nine + str(check_digit(nine))


class AmbassadorFactory(factory.django.DjangoModelFactory):
    """Serving: his first term began a year ago. `user` signs in as him."""

    class Meta:
        model = Ambassador
        skip_postgeneration_save = True

    class Params:
        user = None

    person = factory.SubFactory(PersonFactory, user=factory.SelfAttribute("..user"))
    country = "VN"
    city_ko, city_ja, city_en = "하노이", "ハノイ", "Hanoi"
    zone = "Asia/Ho_Chi_Minh"
    region = Region.SOUTHEAST_ASIA

    @factory.post_generation
    def terms(self, create, days_left, **kwargs):
        """`terms=30`: ends in thirty days; `terms=False`: none."""
        if create and days_left is not False:
            ends = timezone.localdate() + timedelta(days=365 if days_left is None else days_left)
            TermFactory(ambassador=self, starts_on=ends - timedelta(days=730), ends_on=ends)

    @factory.post_generation
    def topics(self, create, topics, **kwargs):
        for topic in topics or ():
            Expertise.objects.create(ambassador=self, kind=ExpertiseKind.TOPIC, code=topic)


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Term

    ambassador = factory.SubFactory(AmbassadorFactory, terms=False)
    number = factory.LazyAttribute(lambda term: term.ambassador.terms.count() + 1)
    starts_on = date(2025, 1, 1)
    ends_on = factory.LazyAttribute(lambda term: Term.last_day(term.starts_on))


class ClientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Client

    name = factory.Sequence(lambda n: f"예시정밀 {n}")
    business_number = factory.Sequence(business_number)
    industry = Industry.MACHINERY
    size = FirmSize.SMALL


class RequestFactory(factory.django.DjangoModelFactory):
    """In the queue; `assigned_to` an ambassador it waits for his answer, with `accepted=True` he has taken it."""

    class Meta:
        model = AdvisoryRequest
        skip_postgeneration_save = True

    class Params:
        assigned_to = None
        accepted = False

    client = factory.SubFactory(ClientFactory)
    contact_name = factory.Sequence(lambda n: f"담당 예시{n}")
    contact_email = factory.Sequence(lambda n: f"client{n}@example.com")
    country = "VN"
    topic = Topic.COMPANY
    question = "현지법인을 세우는 데 얼마나 걸립니까?"
    consent = factory.LazyFunction(consent_text)
    received_at = factory.LazyFunction(timezone.now)
    ambassador = factory.SelfAttribute("assigned_to")
    state = factory.LazyAttribute(
        lambda o: RequestState.RECEIVED if not o.assigned_to
        else RequestState.ACCEPTED if o.accepted else RequestState.ASSIGNED
    )  # fmt: skip
    slot = factory.LazyAttribute(
        lambda o: o.assigned_to and o.assigned_to.requests.filter(slot__isnull=False).count() + 1
    )
    assigned_at = factory.LazyAttribute(lambda o: o.assigned_to and timezone.now())
    accepted_at = factory.LazyAttribute(lambda o: timezone.now() if o.assigned_to and o.accepted else None)

    @factory.post_generation
    def assignment(self, create, extracted, **kwargs):
        if create and self.ambassador_id:
            today, accepted = timezone.localdate(), self.state == RequestState.ACCEPTED
            Assignment.objects.create(
                request=self, ambassador=self.ambassador, assigned_at=self.assigned_at,
                assigned_by=UserFactory(staff=True), answer_due_on=today + timedelta(days=2),
                returns_on=today + timedelta(days=7), answer="accepted" if accepted else "open",
                answered_at=self.accepted_at,
            )  # fmt: skip


class SessionFactory(factory.django.DjangoModelFactory):
    """Submitted yesterday; `draft`, `confirmed` and `checked` are its other states."""

    class Meta:
        model = AdvisorySession
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=SessionState.DRAFT, submitted_at=None)
        confirmed = factory.Trait(state=SessionState.CONFIRMED, confirmed_at=factory.LazyFunction(timezone.now))
        checked = factory.Trait(
            state=SessionState.CHECKED, confirmed_at=factory.LazyFunction(timezone.now),
            checked_at=factory.LazyFunction(timezone.now), checked_by=factory.SubFactory(UserFactory, staff=True),
        )  # fmt: skip

    ambassador = factory.SubFactory(AmbassadorFactory)
    client = factory.LazyAttribute(lambda o: o.request.client if o.request else ClientFactory())
    request = None
    held_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    entered_on = factory.LazyFunction(timezone.localdate)
    country = factory.SelfAttribute("ambassador.country")
    mode = Mode.VIDEO
    minutes = 50
    question = "현지법인과 합작 가운데 무엇이 나은가"
    advice = "투자등록증과 기업등록증의 순서를 설명함"
    is_free = has_no_interest = True
    state = SessionState.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def topics(self, create, topics, **kwargs):
        if create:
            SessionTopic.objects.bulk_create(SessionTopic(session=self, topic=t) for t in topics or [Topic.COMPANY])


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionOutcome

    session = factory.SubFactory(SessionFactory)
    kind = "introduction"
    text = "공단 관리사무소 소개(예시)"


class CasebookFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Casebook

    slug = factory.Sequence(lambda n: f"casebook-{n}")
    title_ko = "진출사례집 예시"
    dated_on = date(2026, 12, 1)


class CaseFactory(factory.django.DjangoModelFactory):
    """Of a session whose client agreed."""

    class Meta:
        model = Case

    casebook = factory.SubFactory(CasebookFactory)
    session = factory.LazyFunction(lambda: SessionFactory(confirmed=True, case_consent=consent_text(Purpose.CASEBOOK)))
    title_ko = "현지법인 설립 사례(예시)"
    firm_ko = "기계·부품 소기업"
    question_ko = "현지법인과 합작 가운데 무엇이 나은가"
    advice_ko = "투자등록증과 기업등록증의 순서를 설명함"
