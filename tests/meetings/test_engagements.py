"""Who is in two places at once: the finder against a plain comparison of everything with everything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core import zones
from exchange.meetings.engagements import MOMENT, Engagement, clashes, engagements_of, meetings_of_people
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

START = datetime(2024, 3, 8, tzinfo=UTC)  # the clocks of Los Angeles go forward on 10 March
ZONES = ["Asia/Seoul", "Asia/Tokyo", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Europe/Berlin"]


def engagement(who, minute, length, thing, zone="Asia/Seoul"):
    """Written on the clock of its zone, as people write it."""
    clock = zones.local(START + timedelta(minutes=minute), zone)
    return Engagement(
        who=who, starts_at=clock, ends_at=clock + timedelta(minutes=length), thing=("item", thing), title="", zone=zone
    )


def as_pairs(found):
    return {(a.who, frozenset((a.thing, b.thing))) for a, b in found}


def naive(engagements):
    """Minute by minute: two things share a person and a minute."""
    pairs = set()
    for a in engagements:
        for b in engagements:
            shares = max(a.starts_at.astimezone(UTC), b.starts_at.astimezone(UTC)) < min(
                a.ends_at.astimezone(UTC), b.ends_at.astimezone(UTC)
            )
            if a.who == b.who and a.thing != b.thing and shares:
                pairs.add((a.who, frozenset((a.thing, b.thing))))
    return pairs


ENGAGEMENTS = st.lists(
    st.builds(
        engagement, st.integers(1, 3), st.integers(0, 4320).map(lambda n: n * 15),
        st.integers(1, 12).map(lambda n: n * 15),
        st.integers(1, 12), st.sampled_from(ZONES),
    ),
    max_size=25,
)  # fmt: skip
CROWDED = st.lists(
    st.builds(engagement, st.integers(1, 2), st.integers(0, 20), st.integers(1, 8), st.integers(1, 9)), max_size=25
)


@given(ENGAGEMENTS | CROWDED)
def test_finds_what_comparing_all_with_all_finds(engagements):
    assert as_pairs(clashes(engagements)) == naive(engagements)


@given(CROWDED, st.randoms())
def test_the_order_in_which_they_come_does_not_matter(engagements, random):
    shuffled = random.sample(engagements, len(engagements))
    assert as_pairs(clashes(shuffled)) == as_pairs(clashes(engagements))
    assert as_pairs(clashes(engagements[::-1])) == as_pairs(clashes(engagements))


@given(CROWDED)
def test_each_pair_once_the_earlier_first(engagements):
    found = clashes(engagements)
    assert len(found) == len(as_pairs(found))
    assert all(a.overlaps(b) and b.overlaps(a) and a.starts_at <= b.starts_at for a, b in found)


@given(
    st.lists(st.integers(1, 90), min_size=2, max_size=12), st.lists(st.sampled_from(ZONES), min_size=12, max_size=12)
)
def test_one_after_the_other_is_no_clash(lengths, where):
    day, at = [], 0
    for number, length in enumerate(lengths):
        day.append(engagement(1, at, length, number, where[number]))
        at += length
    assert clashes(day) == []
    early = replace(day[-1], starts_at=day[-1].starts_at - timedelta(minutes=1))
    assert [(a.thing, b.thing) for a, b in clashes([*day[:-1], early])] == [(day[-2].thing, early.thing)]


def test_clocks_that_show_the_same_are_not_the_same_time():
    seoul = engagement(1, 600, 60, 1, "Asia/Seoul")
    hanoi = engagement(1, 720, 60, 2, "Asia/Ho_Chi_Minh")
    assert f"{seoul.starts_at:%H:%M}" == f"{hanoi.starts_at:%H:%M}"
    assert clashes([seoul, hanoi]) == []


# --- meetings --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_meetings_that_stand_and_touch_the_time():
    at = datetime(2024, 7, 18, 4, 30, tzinfo=UTC)
    person, hours = PersonFactory(), timedelta(hours=1)
    times = {
        "before": (at - 3 * hours, at), "into": (at - hours, at + hours), "without end": (at, None),
        "later": (at + 2 * hours, None), "overnight": (at - 20 * hours, at + hours),
    }  # fmt: skip
    for title, (starts_at, ends_at) in times.items():
        AttendanceFactory(meeting=MeetingFactory(title_ko=title, starts_at=starts_at, ends_at=ends_at), person=person)
    cancelled = MeetingFactory(starts_at=at, state="cancelled", cancelled_reason="예시")
    AttendanceFactory(meeting=cancelled, person=person)
    AttendanceFactory(meeting=MeetingFactory(starts_at=at), person=PersonFactory())
    found = {e.title: e for e in meetings_of_people([person.pk], at, at + 2 * hours)}
    assert found.keys() == {"into", "without end", "overnight"}
    assert found["without end"].ends_at == at + MOMENT
    assert found["into"].who == person.pk


@pytest.mark.django_db
def test_nobody_is_nowhere(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert engagements_of([], START, START) == []
