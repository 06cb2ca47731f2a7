"""Made-up ambassadors with what they were asked and what they advised, by the hundred thousand (see crowd.py)."""

from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib import import_module
from itertools import chain, islice, repeat

from django.apps import apps
from django.db import connection
from django.utils import timezone

from ambassadors.enums import (
    AssignmentAnswer,
    ExpertiseKind,
    FirmSize,
    Industry,
    Mode,
    Region,
    RequestState,
    SessionState,
    Tongue,
    Topic,
)
from ambassadors.models import (
    AdvisoryRequest,
    AdvisorySession,
    Ambassador,
    Assignment,
    Client,
    Expertise,
    SessionTopic,
    Tally,
    Term,
)
from bench.crowd import _create, _person, _words
from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.core.search import search_key
from exchange.directory.enums import Country
from exchange.directory.models import Person
from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText

DAY = timedelta(days=1)
NEAR = 30  # ambassadors of one country whose terms end soon: in a portal of any size they fill a page
HOME = Country.VN
OPEN_OF_TEN, WAITING, CAPACITY, TEXTS = 0.1, 60, 3, 1000
CLOSED = "closed"


def advise(chance, *, ambassadors, requests, sessions):
    today = timezone.localdate()
    people = _create(Person, (_person(chance, n) for n in range(1000, 1000 + ambassadors)))
    made = _create(Ambassador, (_ambassador(chance, n, person) for n, person in enumerate(people)))
    _create(Term, (_term(chance, n, each, today) for n, each in enumerate(made)))
    _create(Expertise, (skill for each in made for skill in _skills(chance, each)))
    firms = _create(Client, (_firm(chance, n) for n in range(max(sessions // 20, 50))))
    everybody = list(Ambassador.objects.all())  # with those of the demo
    places = [(each, slot) for slot in range(1, CAPACITY) for each in made]
    states = chain([None] * WAITING, places[: int(requests * OPEN_OF_TEN)], repeat(CLOSED))
    asked = _create(AdvisoryRequest, (
        _request(chance, chance.choice(firms), state if state != CLOSED else chance.choice(places), state == CLOSED)
        for state in islice(states, requests)
    ))  # fmt: skip
    by = User.objects.filter(role__in=WRITERS).first()
    _create(Assignment, (_assignment(each, by, today) for each in asked if each.ambassador_id))
    texts = [_said(chance) for _ in range(TEXTS)]
    with _counted_at_the_end():
        rows = (_session(chance, texts, everybody[n % len(everybody)], chance.choice(firms)) for n in range(sessions))
        held = _create(AdvisorySession, rows)
        _create(SessionTopic, (SessionTopic(session=each, topic=topic) for each in held
                               for topic in chance.sample(Topic.values, chance.randint(1, 2))))  # fmt: skip


@contextmanager
def _counted_at_the_end():
    """The triggers would count each batch anew, which takes an hour; the migration's own counting a minute."""
    tables = ("ambassadors_advisorysession", "ambassadors_sessiontopic")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    Tally.objects.all().delete()
    import_module("ambassadors.migrations.0003_tallies").count(apps, None)


def _ambassador(chance, n, person):
    country = HOME if n < NEAR else chance.choice(Country.values)
    return Ambassador(
        person=person, country=country, city_ko=_words(chance, 1), city_ja="東京", zone="Asia/Ho_Chi_Minh",
        region=chance.choice(Region.values), capacity=CAPACITY,
    )  # fmt: skip


def _term(chance, n, ambassador, today):
    ends = today + (chance.randint(1, 60) if n < NEAR else chance.randint(100, 700)) * DAY
    return Term(ambassador=ambassador, number=1, starts_on=ends - 729 * DAY, ends_on=ends)


def _skills(chance, ambassador):
    kinds = {ExpertiseKind.LANGUAGE: Tongue, ExpertiseKind.INDUSTRY: Industry, ExpertiseKind.TOPIC: Topic}
    for kind, choices in kinds.items():
        for code in chance.sample(choices.values, 2):
            yield Expertise(ambassador=ambassador, kind=kind, code=code)


def _firm(chance, n):
    row = Client(
        name=f"{_words(chance, 2)} 정밀 {n}", industry=chance.choice(Industry.values),
        size=chance.choice(FirmSize.values),
    )  # fmt: skip
    row.search_key = search_key(row.name)
    return row


def _request(chance, firm, place, is_closed):
    """It waits where it has no `place` (an ambassador and one of his slots)."""
    received = datetime.combine(timezone.localdate() - chance.randint(1, 700) * DAY, time(3), tzinfo=UTC)
    row = AdvisoryRequest(
        client=firm, contact_name="예시", contact_email="sample@example.com", country=HOME, city=_words(chance, 1),
        topic=chance.choice(Topic.values), question=_words(chance, 20), consent=_consent(), received_at=received,
    )  # fmt: skip
    row.search_key = search_key(row.question, row.city)
    if place:
        row.ambassador, row.assigned_at, row.accepted_at = place[0], received, received
        row.state, row.slot = RequestState.ACCEPTED, place[1]
    if is_closed:
        row.state, row.slot, row.closed_at = RequestState.CLOSED, None, received
    return row


@cache
def _consent():
    return ConsentText.objects.in_force(Purpose.ADVISORY)


def _assignment(request, by, today):
    return Assignment(
        request=request, ambassador_id=request.ambassador_id, assigned_at=request.assigned_at, assigned_by=by,
        answer_due_on=today, returns_on=today, answer=AssignmentAnswer.ACCEPTED, answered_at=request.accepted_at,
    )  # fmt: skip


def _said(chance):
    question, advice, next_step = (_words(chance, length) for length in (12, 30, 6))
    key = search_key(question, advice, next_step)
    return {"question": question, "advice": advice, "next_step": next_step, "search_key": key}


def _session(chance, texts, ambassador, firm):
    """Everybody gets as many, the demo's ambassador too."""
    day = timezone.localdate() - chance.randint(1, 700) * DAY
    moment = datetime.combine(day, time(5), tzinfo=UTC)
    is_confirmed = chance.random() < 0.6
    return AdvisorySession(
        ambassador=ambassador, client=firm, held_on=day, entered_on=day, country=ambassador.country,
        mode=chance.choice([Mode.VIDEO, Mode.PHONE]), minutes=chance.choice([15, 30, 45, 60, 90]), is_free=True,
        has_no_interest=True, state=SessionState.CONFIRMED if is_confirmed else SessionState.SUBMITTED,
        submitted_at=moment, confirmed_at=moment if is_confirmed else None,
        satisfaction=chance.randint(1, 5) if is_confirmed else None, **chance.choice(texts),
    )  # fmt: skip
