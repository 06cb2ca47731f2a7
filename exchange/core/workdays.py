"""Working days of a country: its weekends and public holidays, as the package `holidays` knows them."""

from datetime import timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)


def add_working_days(day, count, country):
    """The last of `count` working days after that day."""
    while count:
        day += DAY
        count -= is_working_day(day, country)
    return day


def is_working_day(day, country):
    return _calendar(country).is_working_day(day)


@cache
def _calendar(country):
    """A country that the package does not know rests on Saturdays and Sundays."""
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return holidays.HolidayBase()
