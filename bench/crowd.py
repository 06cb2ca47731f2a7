"""Made-up rows by the ten thousand, so that a page can be measured in a portal that has been used for years.

Usage: python -m bench.crowd '{"trips": 60, …}'   adds them to the database of the environment, prints some addresses.
"""

import json
import random
import sys
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import django

if __name__ == "__main__":
    django.setup()

from delegations.enums import DelegateGroup
from delegations.models import Delegate, Delegation, DelegationMeeting, ItineraryItem
from exchange.accounts.models import User
from exchange.accounts.roles import WRITERS
from exchange.core.search import search_key
from exchange.directory.enums import Country, OrganizationKind
from exchange.directory.models import Organization, Person, Post
from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.models import Attendance, Meeting, Point
from exchange.mous.enums import CommitmentState, EvidenceKind, Obligor, Recurrence
from exchange.mous.models import Commitment, Evidence, Occurrence

BATCH = 2000
FIRST_DAY = date(2012, 1, 2)
SYLLABLES = [chr(code) for code in range(ord("가"), ord("힣"), 28)]
KANJI = "中小企業協同組合連合会東京大阪田山川本村井上林木佐藤高橋"
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモヤユヨラリルレロ"
LATIN = "abcdefghiklmnoprstuwy"
# In a portal of any size ten people are found by each of 김, 가 and ㄱㄷㅇ: who compares sizes compares lists of ten.
FOUND = [family + first + last for family in "김가" for first in "다도두동대" for last in "아연"]
TITLES = ["회장", "부회장", "전무이사", "상무이사", "국장", "실장", "부장", "과장"]


def fill(*, trips, meetings, organizations, people, commitments=0, evidence=0, registrations=0, seed=2024, **advice):
    """Add this many of each, with posts, delegates, itineraries, attendances and points about them."""
    chance = random.Random(seed)
    bodies = _create(Organization, (_organization(chance, n) for n in range(organizations)))
    crowd = _create(Person, (_person(chance, n) for n in range(people)))
    _create(Post, (_post(chance, person, bodies) for person in crowd))
    held = _create(Meeting, (_meeting(chance, n, meetings, trips) for n in range(meetings)))
    sent = _create(Delegation, (_trip(n) for n in range(trips)))
    _create(Attendance, (seat for meeting in held for seat in _attendances(chance, meeting, crowd)))
    _create(Point, (Point(meeting=meeting, order=n, text_ko=_words(chance, 5), kind=chance.choice(PointKind.values))
                    for meeting in held for n in range(6)))  # fmt: skip
    links = Meeting.counterparts.through
    _create(links, (links(meeting=meeting, organization=chance.choice(bodies)) for meeting in held))
    _create(Delegate, (row for trip in sent for row in _delegates(chance, trip, crowd)))
    if sent:
        share = max(len(held) // len(sent), 1)
        pairs = [(sent[n // share], meeting) for n, meeting in enumerate(held) if n // share < len(sent)]
        _create(DelegationMeeting, (DelegationMeeting(delegation=trip, meeting=meeting) for trip, meeting in pairs))
        _create(ItineraryItem, (_item(trip, meeting) for trip, meeting in pairs))
    owners = list(User.objects.filter(role__in=WRITERS))
    made = _create(Commitment, (_commitment(chance, held, bodies, owners) for _ in range(commitments)))
    yearly = [row for row in made if row.is_yearly]
    _create(Occurrence, (Occurrence(commitment=row, year=year) for row in yearly for year in range(2024, 2027)))
    proofs = _create(Evidence, (_evidence(chance, made) for _ in range(evidence)))
    kept = sorted({proof.commitment_id for proof in proofs})[::3]  # only what is proved can be kept
    Commitment.objects.filter(pk__in=kept).update(state=CommitmentState.KEPT)
    if registrations:
        from bench.guests import register

        register(chance, registrations)
    if advice:
        from bench.counsel import advise

        advise(chance, **advice)


def _create(model, rows):
    rows, made = iter(rows), []
    while batch := list(islice(rows, BATCH)):
        made += model.objects.bulk_create(batch)
    return made


def _text(chance, letters, length):
    return "".join(chance.choices(letters, k=length))


def _words(chance, number):
    return " ".join(_text(chance, SYLLABLES, chance.randint(2, 4)) for _ in range(number))


def _organization(chance, n):
    row = Organization(
        name_ko=f"{_words(chance, 2)} 조합 {n}",
        name_ja=_text(chance, KANJI, 8),
        name_en=_text(chance, LATIN, 12),
        kind=chance.choice(OrganizationKind.values),
        country=chance.choice([Country.KR, Country.JP]),
    )
    row.search_key = search_key(*row.names)
    return row


def _person(chance, n):
    row = Person(
        name_ko=FOUND[n] if n < len(FOUND) else _text(chance, SYLLABLES, 3),
        name_hanja=_text(chance, KANJI, 4),
        name_kana=_text(chance, KANA, 6),
        name_latin=f"{_text(chance, LATIN, 5)} {_text(chance, LATIN, 6)}",
        country=chance.choice([Country.KR, Country.JP]),
    )
    row.search_key = search_key(*row.names)
    return row


def _post(chance, person, bodies):
    return Post(person=person, organization=chance.choice(bodies), title_ko=chance.choice(TITLES), title_ja="部長")


def _meeting(chance, n, meetings, trips):
    share = max(meetings // max(trips, 1), 1)
    day = FIRST_DAY + timedelta(days=10 * (n // share) + n % share % 4)
    start = datetime.combine(day, time(1 + n % share % 9), tzinfo=UTC)
    row = Meeting(
        title_ko=f"{_words(chance, 3)} 간담", starts_at=start, venue_ko=_words(chance, 2), state=MeetingState.HELD
    )
    row.search_key = search_key(row.title_ko, row.venue_ko)
    return row


def _trip(n):
    day = FIRST_DAY + timedelta(days=10 * n)
    row = Delegation(
        slug=f"crowd-{n}", title_ko=f"예시 대표단 {n}차 파견", purpose_ko="예시", place_ko="일본 도쿄",
        starts_on=day, ends_on=day + timedelta(days=3),
    )  # fmt: skip
    row.search_key = search_key(row.slug, row.title_ko, row.place_ko)
    return row


def _attendances(chance, meeting, crowd):
    for order, person in enumerate(chance.sample(crowd, min(6, len(crowd)))):
        side = Side.OURS if order < 3 else Side.COUNTERPART
        yield Attendance(meeting=meeting, person=person, side=side, title_ko=chance.choice(TITLES), order=order)


def _delegates(chance, trip, crowd):
    for order, person in enumerate(chance.sample(crowd, min(8, len(crowd)))):
        yield Delegate(
            delegation=trip, person=person, title_ko=chance.choice(TITLES), order=order,
            group=DelegateGroup.LEADERSHIP if order < 4 else DelegateGroup.STAFF,
        )  # fmt: skip


def _item(trip, meeting):
    start = meeting.local_start
    return ItineraryItem(
        delegation=trip, meeting=meeting, day=start.date(), starts=start.time(), title_ko=meeting.title_ko
    )


def _commitment(chance, held, bodies, owners):
    """Many are still owed, some of those late; one in twenty is due every year."""
    meeting, is_yearly = chance.choice(held), chance.random() < 0.05
    day = meeting.local_day
    due = None if is_yearly or chance.random() < 0.2 else day + timedelta(days=chance.randint(30, 3000))
    row = Commitment(
        sentence_ko=_words(chance, 8), sentence_ja=_text(chance, KANJI, 24), meeting=meeting,
        owner=chance.choice(owners), counterpart=chance.choice(bodies), made_on=day, due_on=due,
        obligor=chance.choice(Obligor.values), state=chance.choice(["open", "in_progress", "missed"]),
        recurrence=Recurrence.YEARLY if is_yearly else Recurrence.ONCE, recurs_from=2024 if is_yearly else None,
    )  # fmt: skip
    row.search_key = search_key(row.sentence_ko, row.sentence_ja)
    return row


def _evidence(chance, commitments):
    commitment = chance.choice(commitments)
    return Evidence(
        commitment=commitment, kind=EvidenceKind.NOTE, note_ko=_words(chance, 4), dated_on=commitment.made_on,
        recorded_by_id=commitment.owner_id,
    )  # fmt: skip


def _places_of_advice():
    """One of many ambassadors, a request that waits, a session of his."""
    from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador

    ambassador = Ambassador.objects.exclude(is_sample=True).order_by("pk").last()
    return {
        "ambassador": ambassador.get_absolute_url(),
        "ambassador_key": ambassador.pk,
        "waiting": AdvisoryRequest.objects.waiting().last().get_absolute_url(),
        "advised": AdvisorySession.objects.order_by("pk").last().get_absolute_url(),
    }


def _places_of_forum():
    from django.urls import reverse

    from bench.guests import the_forum

    forum = the_forum()
    return {
        "forum": forum.get_absolute_url(),
        "registrations": reverse("forums:edition_registrations", args=[forum.pk]),
    }


def main(amounts):
    from io import StringIO

    from django.core.management import call_command
    from django.db import connection
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", stdout=StringIO())
    fill(**amounts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # as its own upkeep does
    meeting = Delegation.objects.get(slug="tokyo-2024").meetings.first()
    places = {
        "meeting": meeting.get_absolute_url(),
        "minutes": reverse("meetings:meeting_minutes", args=[meeting.pk]),
        "organization": Organization.objects.order_by("pk").first().get_absolute_url(),
        "person": Person.objects.order_by("pk").first().get_absolute_url(),
        "commitment": Commitment.objects.order_by("pk").first().get_absolute_url(),
        "picker": reverse("directory:person_options"),
        **_places_of_advice(),
        **_places_of_forum(),
    }
    print(json.dumps(places))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
