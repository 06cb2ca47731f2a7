from datetime import date

import pytest

from exchange.core import agenda
from exchange.core.agenda import Entry, Kind, Shape, entries_between

STAY, BEAD = Kind("stay", "예시 머묾", Shape.STAY, order=1), Kind("bead", "예시 구슬", Shape.BEAD, order=2)
JULY = (date(2024, 7, 1), date(2024, 7, 31))


def entry(first, last=None, *, kind=STAY, label="예시"):
    return Entry(kind, label, "/", first, last or first, "JP")


@pytest.fixture
def finders(monkeypatch):
    monkeypatch.setattr(agenda, "_finders", [])


def test_entries_of_every_finder_stand_in_the_order_of_their_days(finders):
    early, long, short = date(2024, 7, 1), date(2024, 7, 9), date(2024, 7, 5)
    agenda.register(lambda first, last, *, user: [entry(short, kind=BEAD), entry(short, short, label="하루")])
    agenda.register(lambda first, last, *, user: [entry(short, long, label="여러 날"), entry(early, label="처음")])
    assert [e.label for e in entries_between(*JULY, user=None)] == ["처음", "여러 날", "하루", "예시"]


def test_finder_is_asked_for_the_days_and_the_user(finders):
    asked = []
    agenda.register(lambda first, last, *, user: asked.append((first, last, user)) or [])
    assert entries_between(*JULY, user="실무") == []
    assert asked == [(*JULY, "실무")]
