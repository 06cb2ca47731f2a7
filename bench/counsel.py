"""Made-up ambassadors with what they were asked and what they advised, by the hundred thousand (see crowd.py)."""

from datetime import UTC, datetime, time, timedelta

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
OPEN_OF_TEN, WAITING, CAPACITY = 0.1, 60, 3


def advise(chance, *, ambassadors, requests, sessions):
    today = timezone.localdate()
    people = _create(Person, (_person(chance, n) for n in range(1000, 1000 + ambassadors)))
    made = _create(Ambassador, (_ambassador(chance, n, person) for n, person in enumerate(people)))
    _create(Term, (_term(chance, n, each, today) for n, each in enumerate(made)))
    _create(Expertise, (skill for each in made for skill in _skills(chance, each)))
    firms = _create(Client, (_firm(chance, n) for n in range(max(sessions // 20, 50))))
    everybody = list(Ambassador.objects.all())  # with those of the demo
    places = [(each, slot) for slot in range(1, CAPACITY) for each in made]
    asked = _create(AdvisoryRequest, (_request(chance, n, requests, firms, places, today) for n in range(requests)))
    by = User.objects.filter(role__in=WRITERS).first()
    _create(Assignment, (_assignment(each, by, today) for each in asked if each.ambassador_id))
    held = _create(AdvisorySession, (_session(chance, n, everybody, firms, today) for n in range(sessions)))
    _create(SessionTopic, (SessionTopic(session=each, topic=topic) for each in held
                           for topic in chance.sample(Topic.values, chance.randint(1, 2))))  # fmt: skip


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


def _request(chance, n, total, firms, places, today):
    """Some wait, a tenth are with an ambassador, the rest is done."""
    received = datetime.combine(today - chance.randint(1, 700) * DAY, time(3), tzinfo=UTC)
    row = AdvisoryRequest(
        client=chance.choice(firms), contact_name="예시", contact_email="sample@example.com", country=HOME,
        city=_words(chance, 1), topic=chance.choice(Topic.values), question=_words(chance, 20),
        consent=_consent(), received_at=received, state=RequestState.RECEIVED,
    )  # fmt: skip
    row.search_key = search_key(row.question, row.city)
    if n < WAITING:
        row.country = HOME
    elif n < WAITING + total * OPEN_OF_TEN and n - WAITING < len(places):
        row.ambassador, row.slot = places[n - WAITING]
        row.state, row.assigned_at, row.accepted_at = RequestState.ACCEPTED, received, received
    else:
        row.ambassador, row.state = chance.choice(places)[0], RequestState.CLOSED
        row.assigned_at = row.accepted_at = row.closed_at = received
    return row


_texts = {}


def _consent():
    if not _texts:
        _texts["one"] = ConsentText.objects.in_force(Purpose.ADVISORY)
    return _texts["one"]


def _assignment(request, by, today):
    return Assignment(
        request=request, ambassador_id=request.ambassador_id, assigned_at=request.assigned_at, assigned_by=by,
        answer_due_on=today, returns_on=today, answer=AssignmentAnswer.ACCEPTED, answered_at=request.accepted_at,
    )  # fmt: skip


def _session(chance, n, ambassadors, firms, today):
    """Everybody gets as many, the demo's ambassador too."""
    ambassador, day = ambassadors[n % len(ambassadors)], today - chance.randint(1, 700) * DAY
    moment = datetime.combine(day, time(5), tzinfo=UTC)
    is_confirmed = chance.random() < 0.6
    row = AdvisorySession(
        ambassador=ambassador, client=chance.choice(firms), held_on=day, entered_on=day, country=ambassador.country,
        mode=chance.choice([Mode.VIDEO, Mode.PHONE]), minutes=chance.choice([15, 30, 45, 60, 90]),
        question=_words(chance, 12), advice=_words(chance, 30), next_step=_words(chance, 6), is_free=True,
        has_no_interest=True, state=SessionState.CONFIRMED if is_confirmed else SessionState.SUBMITTED,
        submitted_at=moment, confirmed_at=moment if is_confirmed else None,
        satisfaction=chance.randint(1, 5) if is_confirmed else None,
    )  # fmt: skip
    row.search_key = search_key(row.question, row.advice, row.next_step)
    return row
