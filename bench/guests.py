"""Made-up people who register for the forum of the demo, by the ten thousand (see crowd.py)."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from bench.crowd import KANA, KANJI, SYLLABLES, TITLES, _create, _text, _words
from exchange.meetings.enums import Side
from forums.enums import Diet, Origin, RegistrationState
from forums.models import Edition, Quota, Registration

WAIT_OF_TEN, GONE_OF_TEN = 2, 1


def the_forum():
    return Edition.objects.pending().order_by("pk").last()


def register(chance, registrations):
    """Half of them of each side; of ten seven sit, two wait, one has cancelled."""
    edition = the_forum()
    for side in Side:
        there = edition.registrations.filter(side=side).aggregate(arrival=Max("arrival"), seat=Max("seat"))
        arrival, seat = there["arrival"] or 0, there["seat"] or 0
        last = arrival + registrations // 2
        Quota.objects.filter(edition=edition, side=side).update(seats=seat + registrations, arrivals=last)
        rows = [_guest(chance, edition, side, number) for number in range(arrival + 1, last + 1)]
        for row in rows:
            if row.state == RegistrationState.REGISTERED:
                seat += 1
                row.seat = seat
        _create(Registration, rows)


def _guest(chance, edition, side, arrival):
    now, state = timezone.now(), RegistrationState.REGISTERED
    if arrival % 10 < WAIT_OF_TEN + GONE_OF_TEN:
        state = RegistrationState.WAITING if arrival % 10 < WAIT_OF_TEN else RegistrationState.CANCELLED
    korean, japanese = _text(chance, SYLLABLES, 3), _text(chance, KANJI, 4)
    own, other = (korean, _text(chance, KANA, 7)) if side == Side.OURS else (japanese, korean)
    row = Registration(
        edition=edition, side=side, state=state, arrival=arrival, origin=Origin.STAFF,
        registered_at=now - timedelta(minutes=arrival),
        cancelled_at=now if state == RegistrationState.CANCELLED else None, name=own, name_other=other,
        company=_words(chance, 3), company_other=_text(chance, KANJI, 10), title=chance.choice(TITLES),
        email=f"guest{arrival}@{side}.example.com", language="ko" if side == Side.OURS else "ja",
        needs_interpreter=arrival % 4 == 0, diet=chance.choice(Diet.values),
    )  # fmt: skip
    row.fold()
    return row
