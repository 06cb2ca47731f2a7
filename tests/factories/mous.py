from datetime import date

import factory

from exchange.core import content
from exchange.meetings.enums import Side
from exchange.mous.enums import EvidenceKind, MouState, Obligor, Recurrence
from exchange.mous.models import Clause, Commitment, Evidence, Mou, MouFile, Occurrence, Party
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory
from tests.factories.meetings import MeetingFactory, pdf


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


class PartyFactory(factory.django.DjangoModelFactory):
    """Of our side."""

    class Meta:
        model = Party

    mou = factory.SubFactory(MouFactory)
    side = Side.OURS
    organization = factory.SubFactory(OrganizationFactory)


class ClauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clause

    mou = factory.SubFactory(MouFactory)
    number = factory.Sequence(lambda n: n + 1)
    text_ko = factory.Sequence(lambda n: f"예시 조항 {n}")


class MouFileFactory(factory.django.DjangoModelFactory):
    """Its bytes really lie in the content store."""

    class Meta:
        model = MouFile

    class Params:
        data = factory.Sequence(lambda n: pdf(100 + n))

    mou = factory.SubFactory(MouFactory)
    name = factory.Sequence(lambda n: f"예시 협약서 {n}.pdf")
    sha256 = factory.LazyAttribute(lambda file: content.store(file.data))
    size = factory.LazyAttribute(lambda file: len(file.data))
    content_type = "application/pdf"


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
