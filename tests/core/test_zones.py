from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.zones import local, to_instant


def test_local_time_becomes_the_instant_of_its_own_zone():
    assert to_instant(date(2024, 7, 18), time(13, 30), "Asia/Tokyo") == datetime(2024, 7, 18, 4, 30, tzinfo=UTC)
    assert to_instant(date(2024, 7, 18), time(13, 30), "Asia/Ho_Chi_Minh") == datetime(2024, 7, 18, 6, 30, tzinfo=UTC)
    assert to_instant(date(2024, 7, 18), time(13, 30), "America/Los_Angeles") == datetime(
        2024, 7, 18, 20, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        (date(2026, 3, 8), time(2, 30), "America/Los_Angeles"),
        (date(2026, 3, 29), time(2, 0), "Europe/Berlin"),
        (date(1, 1, 1), time(0, 0), "Asia/Seoul"),
        (date(9999, 12, 31), time(23, 59), "America/Los_Angeles"),
    ],
)
def test_time_that_no_clock_there_shows_is_refused(day, clock, zone):
    with pytest.raises(ValidationError) as caught:
        to_instant(day, clock, zone)
    assert zone in caught.value.messages[0]


def test_time_shown_twice_means_the_first():
    twice = to_instant(date(2026, 11, 1), time(1, 30), "America/Los_Angeles")
    assert twice == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_unknown_zone_is_refused():
    with pytest.raises(ValidationError):
        to_instant(date(2026, 1, 1), time(9, 0), "Asia/Nowhere")


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)),
    st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"]),
)
def test_accepted_times_come_back_as_typed(moment, zone):
    try:
        instant = to_instant(moment.date(), moment.time(), zone)
    except ValidationError:
        return
    assert local(instant, zone).replace(tzinfo=None) == moment
