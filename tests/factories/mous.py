from datetime import date

import factory

from exchange.meetings.enums import Side
from exchange.mous.enums import EvidenceKind, MouState, Obligor, Recurrence
from exchange.mous.models import Clause, Commitment, Evidence, Mou, Occurrence, Party
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory


class MouFactory(factory.django.DjangoModelFactory):
    """Signed by both sides; `counterpart` names the other body."""

    class Meta:
        model = Mou
        skip_postgeneration_save = True

    title_ko = factory.Sequence(lambda n: f"예시 업무협약 {n}")
    state = MouState.IN_FORCE
    signed_on = date(2024, 7, 18)

    @factory.post_generation
    def counterpart(self, create, organization, **kwargs):
        if create and organization:
            Party.objects.create(mou=self, side=Side.COUNTERPART, organization=organization)


class ClauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clause

    mou = factory.SubFactory(MouFactory)
    number = factory.Sequence(lambda n: n + 1)
    text_ko = factory.Sequence(lambda n: f"예시 조항 {n}")


class CommitmentFactory(factory.django.DjangoModelFactory):
    """Born at a meeting, owed by both."""

    class Meta:
        model = Commitment

    sentence_ko = factory.Sequence(lambda n: f"예시 약속 {n}")
    meeting = factory.SubFactory(MeetingFactory)
    counterpart = factory.SubFactory(OrganizationFactory)
    obligor = Obligor.JOINT
    owner = factory.SubFactory(UserFactory)
    made_on = date(2024, 7, 18)


class YearlyCommitmentFactory(CommitmentFactory):
    recurrence = Recurrence.YEARLY
    recurs_from = 2025


class OccurrenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occurrence

    commitment = factory.SubFactory(YearlyCommitmentFactory)
    year = 2025


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A plain note."""

    class Meta:
        model = Evidence

    commitment = factory.SubFactory(CommitmentFactory)
    kind = EvidenceKind.NOTE
    dated_on = date(2024, 10, 1)
    note_ko = factory.Sequence(lambda n: f"예시 근거 {n}")
    recorded_by = factory.SelfAttribute("commitment.owner")
