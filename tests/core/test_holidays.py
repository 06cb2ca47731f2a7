from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.holidays import holidays_between

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def names_of(day, country, language=None):
    found = holidays_between(day, day, country)
    return [holiday.name_in(language) if language else holiday.name for holiday in found]


@pytest.mark.parametrize(
    "day, country, language, name",
    [
        (date(2024, 7, 15), "JP", "ko", "바다의 날"),
        (date(2024, 7, 15), "JP", "ja", "海の日"),
        (date(2024, 7, 15), "JP", "en", "Marine Day"),
        (date(2024, 9, 17), "KR", "ko", "추석"),
        (date(2024, 9, 17), "KR", "ja", "秋夕(チュソク)"),
        (date(2025, 3, 3), "KR", "ko", "3·1절 대체공휴일"),
        (date(2025, 3, 3), "KR", "ja", "三一節の振替休日"),
        (date(2025, 3, 3), "KR", "en", "Substitute holiday for March 1st Movement Day"),
    ],
)
def test_names_speak_each_language(day, country, language, name):
    assert names_of(day, country, language) == [name]


def test_names_follow_the_reader():
    with translation.override("ja"):
        assert names_of(date(2024, 8, 15), "KR") == ["光復節"]
    with translation.override("ko"):
        assert names_of(date(2024, 8, 15), "KR") == ["광복절"]


def test_names_are_none_on_a_working_day():
    assert names_of(date(2024, 7, 18), "KR") == []
    assert names_of(date(2024, 7, 18), "JP") == []


def test_holidays_between_are_those_of_one_country_in_order():
    korean, japanese = holidays_between(*YEAR, "KR"), holidays_between(*YEAR, "JP")
    assert date(2024, 3, 1) in {h.day for h in korean}
    assert date(2024, 3, 1) not in {h.day for h in japanese}
    assert [h.day for h in korean] == sorted(h.day for h in korean)


def test_holidays_between_has_none_for_other_countries():
    assert holidays_between(*YEAR, "VN") == []


def test_holidays_between_includes_both_ends():
    assert [h.own_name for h in holidays_between(date(2024, 12, 25), date(2025, 1, 1), "KR")] == [
        "기독탄신일",
        "신정연휴",
    ]


def test_two_holidays_of_one_day_are_both_named():
    assert sorted(names_of(date(2028, 10, 3), "KR", "ko")) == ["개천절", "추석"]


@pytest.mark.parametrize("country", ["KR", "JP"])
def test_every_holiday_of_our_years_has_a_name_in_each_language(country):
    foreign = {"KR": "ja", "JP": "ko"}[country]
    holidays = holidays_between(date(1989, 1, 1), date(2099, 12, 31), country)
    assert [h.own_name for h in holidays if h.name_in("en") == h.own_name] == []
    letters = {"ko": range(0xAC00, 0xD7A4), "ja": range(0x3040, 0x9FFF)}[foreign]
    assert [h.own_name for h in holidays if not any(ord(c) in letters for c in h.name_in(foreign))] == []


@given(
    first=st.dates(date(1960, 1, 1), date(2100, 12, 31)),
    days=st.integers(0, 400),
    country=st.sampled_from(["KR", "JP"]),
)
def test_holidays_between_agrees_with_each_day(first, days, country):
    last = date.fromordinal(min(first.toordinal() + days, date(2100, 12, 31).toordinal()))
    found = holidays_between(first, last, country)
    assert all(first <= holiday.day <= last for holiday in found)
    assert all(holiday.name in names_of(holiday.day, country) for holiday in found)
