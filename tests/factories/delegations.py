from datetime import UTC, date, datetime, time

import factory
from factory.django import DjangoModelFactory

from delegations import models
from delegations.enums import DelegateGroup, LegDirection
from exchange.core import content
from tests.factories.meetings import jpeg


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegation

    slug = factory.Sequence(lambda n: f"trip-{n}")
    title_ko = factory.Sequence(lambda n: f"중소기업 대표단 {n}차 파견")
    purpose_ko = "협력 확대 방안 논의"
    starts_on = date(2024, 7, 17)
    ends_on = date(2024, 7, 20)
    place_ko = "일본 도쿄"


class DelegateFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegate

    delegation = factory.SubFactory(DelegationFactory)
    group = DelegateGroup.STAFF
    person = factory.SubFactory("tests.factories.directory.PersonFactory")
    title_ko = "실장"
    order = factory.Sequence(int)


class LegFactory(DjangoModelFactory):
    """Gimpo to Haneda, 16:10 to 18:30 on the first day of the trip."""

    class Meta:
        model = models.Leg

    delegation = factory.SubFactory(DelegationFactory)
    direction = LegDirection.OUTWARD
    number = "KE2103"
    origin_code, origin_ko, origin_ja, origin_zone = "GMP", "김포", "金浦", "Asia/Seoul"
    destination_code, destination_ko, destination_ja, destination_zone = "HND", "하네다", "羽田", "Asia/Tokyo"
    departs_at = datetime(2024, 7, 17, 7, 10, tzinfo=UTC)
    arrives_at = datetime(2024, 7, 17, 9, 30, tzinfo=UTC)


class ItineraryItemFactory(DjangoModelFactory):
    class Meta:
        model = models.ItineraryItem
        skip_postgeneration_save = True

    delegation = factory.SubFactory(DelegationFactory)
    day = date(2024, 7, 18)
    starts = time(13, 30)
    title_ko = "업무협약"
    place_ko = "단체중앙회 6층"

    @factory.post_generation
    def delegates(self, create, extracted, **kwargs):
        if create and extracted:
            self.delegates.set(extracted)


class ClippingFactory(DjangoModelFactory):
    """`scanned=True`: with a scan of one page, which really lies in the content store."""

    class Meta:
        model = models.Clipping

    class Params:
        scanned = factory.Trait(
            scan_name="예시 기사.jpg",
            scan_sha256=factory.LazyFunction(lambda: content.store(jpeg(200, 300))),
            scan_pages=factory.LazyFunction(
                lambda: [{"sha256": content.store(jpeg(200, 300)), "width": 200, "height": 300}]
            ),
        )

    delegation = factory.SubFactory(DelegationFactory)
    headline = factory.Sequence(lambda n: f"예시 기사 제목 {n}")
    outlet = "예시신문"
    order = factory.Sequence(int)
