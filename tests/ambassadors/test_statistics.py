"""The tallies are what counting gives, whatever is done to sessions; the page says them, and leads to the rows."""

import random
from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from ambassadors import services
from ambassadors.enums import SessionState, Topic
from ambassadors.models import AdvisorySession, SessionTopic, Tally
from ambassadors.models.tallies import periods_of
from exchange.privacy.enums import Purpose
from tests.factories.accounts import UserFactory
from tests.factories.ambassadors import AmbassadorFactory, ClientFactory, SessionFactory, consent_text

pytestmark = pytest.mark.django_db
NUMBERS = ("sessions", "minutes", "preparation", "travel", "confirmed", "rated", "stars")


def counted():
    """The slow way: every session looked at."""
    sums = Counter()
    for row in AdvisorySession.objects.counted().prefetch_related("topics"):
        numbers = {
            "sessions": 1, "minutes": row.minutes, "preparation": row.preparation_minutes,
            "travel": row.travel_minutes, "confirmed": row.is_confirmed,
            "rated": row.satisfaction is not None, "stars": row.satisfaction or 0,
        }  # fmt: skip
        keys = [("all", ""), ("ambassador", row.ambassador_id), ("client", row.client_id), ("country", row.country)]
        keys += [("topic", topic.topic) for topic in row.topics.all()]
        for period in periods_of(row.held_on):
            for kind, key in keys:
                for name, number in numbers.items():
                    sums[period, kind, str(key), name] += number
    return {key: number for key, number in sums.items() if number}


def kept():
    rows = Tally.objects.values("period", "kind", "key", *NUMBERS)
    return {(r["period"], r["kind"], r["key"], name): r[name] for r in rows for name in NUMBERS if r[name]}


class Life:
    """A year of sessions, in which anything may happen next."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311  no secret
        self.by = UserFactory(staff=True)
        self.ambassadors = [AmbassadorFactory(), AmbassadorFactory(country="DE", zone="Europe/Berlin")]
        self.clients = [ClientFactory(), ClientFactory()]
        self.consent = consent_text(Purpose.CASEBOOK)

    def one(self, *states):
        rows = list(AdvisorySession.objects.filter(state__in=states))
        return self.chance.choice(rows) if rows else None

    def some_topics(self):
        return self.chance.sample(list(Topic), self.chance.randint(1, 3))

    def log(self):
        chance = self.chance
        services.log_session(
            submission=uuid4(), ambassador=chance.choice(self.ambassadors),
            client=chance.choice(self.clients), topics=self.some_topics(), submit=chance.random() < 0.7,
            held_on=timezone.localdate() - timedelta(days=chance.randint(1, 360)), mode="video",
            minutes=chance.randint(5, 90), travel_minutes=chance.randint(0, 90), preparation_minutes=5,
            question="?", advice="!", is_free=True, has_no_interest=True, by=self.by, country="",
        )  # fmt: skip

    def submit(self):
        if row := self.one(SessionState.DRAFT):
            services.submit_session(session=row, topics=self.some_topics(), by=self.by)

    def throw_away(self):
        if row := self.one(SessionState.DRAFT):
            services.delete_draft(session=row, by=self.by)

    def correct(self):
        if row := self.one("submitted", "confirmed", "checked", "disputed"):
            facts = {"minutes": row.minutes + 10, "country": "JP", "client": self.chance.choice(self.clients)}
            facts["held_on"] = row.held_on - timedelta(days=self.chance.randint(0, 3))
            services.correct_session(session=row, topics=self.some_topics(), reason="고침", by=self.by, **facts)

    def answer(self):
        if row := self.one("submitted"):
            agrees = self.chance.random() < 0.7
            services.answer_session(
                session=row, agrees=agrees, comment="" if agrees else "아님", link_version=row.link_version,
                satisfaction=self.chance.choice([None, 1, 5]), case_consent=self.consent if agrees else None,
            )  # fmt: skip

    def check(self):
        if row := self.one("submitted", "confirmed"):
            services.check_session(session=row, by=self.by)

    def uncheck(self):
        if row := self.one("checked"):
            services.uncheck_session(session=row, by=self.by)


@pytest.mark.database
@pytest.mark.parametrize("seed", [1, 2])
def test_the_tallies_never_drift_from_what_counting_gives(seed):
    life = Life(seed)
    deeds = [life.log, life.log, life.log, life.submit, life.throw_away, life.correct, life.answer, life.check,
             life.uncheck]  # fmt: skip
    for step in range(70):
        life.chance.choice(deeds)()
        if step % 10 == 9:
            assert kept() == counted()
    assert sum(1 for key in kept() if key[1] == "topic") > 20  # something was counted


@pytest.mark.database
def test_what_is_written_in_bulk_past_the_services_is_counted_too():
    one, other = SessionFactory(held_on=date(2026, 3, 31)), SessionFactory(held_on=date(2026, 4, 1))
    twin = SessionFactory.build(ambassador=one.ambassador, client=one.client, request=None, held_on=date(2026, 4, 2))
    AdvisorySession.objects.bulk_create([twin])
    SessionTopic.objects.bulk_create([SessionTopic(session=twin, topic=each) for each in (Topic.LAW, Topic.PEOPLE)])
    assert kept() == counted()
    AdvisorySession.objects.update(country="DE", minutes=7, held_on=date(2025, 12, 31))
    SessionTopic.objects.filter(topic=Topic.LAW).update(topic=Topic.COMPANY)
    assert kept() == counted() and kept()["2025-Q4", "country", "DE", "minutes"] == 21
    SessionTopic.objects.filter(session=other).delete()
    AdvisorySession.objects.filter(pk=other.pk).update(state=SessionState.DRAFT, submitted_at=None)
    assert kept() == counted() and kept()["2025", "all", "", "sessions"] == 2
