from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.documents.wording import Japanese, Korean, of

SEOUL, HANOI = timezone(timedelta(hours=9)), timezone(timedelta(hours=7))
FIRST, LAST = date(2024, 7, 17), date(2024, 7, 20)
names = st.text("김이박최정강조윤장임", min_size=2, max_size=4)
titles = st.sampled_from(["부회장", "이사", "실장", ""])


@pytest.mark.parametrize(
    ("convention", "arguments", "korean", "japanese"),
    [
        ("day_label", [FIRST], "7.17(수)", "7月17日(水)"),
        ("date", [date(2024, 7, 19)], "2024. 7. 19.(금)", "2024年7月19日(金)"),
        ("month", [date(2024, 8, 1)], "2024. 8.", "2024年8月"),
        ("period", [FIRST, LAST], "2024. 07. 17.(수) ~ 2024. 07. 20.(토)", "2024年7月17日(水) ～ 7月20日(土)"),
        ("period", [FIRST, FIRST], "2024. 07. 17.(수)", "2024年7月17日(水)"),
        (
            "period", [date(2024, 12, 30), date(2025, 1, 2)],
            "2024. 12. 30.(월) ~ 2025. 01. 02.(목)", "2024年12月30日(月) ～ 2025年1月2日(木)",
        ),
        ("short_period", [FIRST, LAST], "2024. 7. 17. ~ 7. 20.", "2024年7月17日～20日"),
        ("short_period", [FIRST, FIRST], "2024. 7. 17.", "2024年7月17日"),
        ("duration", [timedelta(hours=2, minutes=20)], "2h 20m", "2時間20分"),
        ("duration", [timedelta(hours=3)], "3h", "3時間"),
        ("duration", [timedelta(minutes=45)], "45m", "45分"),
        ("side", ["일본"], "일본", "일본側"),
        ("clipping_page", ["A17"], "A17면", "A17面"),
        ("clipping_page", ["A17면"], "A17면", "A17面"),
        ("clipping_page", [""], "", ""),
        ("title_abroad", ["일본", "정비기구", "센터장"], "일본 정비기구 센터장", "일본정비기구센터장"),
        ("title_abroad", ["일본", "일본 중앙회", "회장"], "일본 중앙회 회장", "일본 중앙회회장"),
        ("title_abroad", ["日本", "機構", "部長"], "日本 機構 部長", "機構部長"),
    ],
)  # fmt: skip
def test_convention_of_each_language(convention, arguments, korean, japanese):
    assert getattr(Korean, convention)(*arguments) == korean
    assert getattr(Japanese, convention)(*arguments) == japanese


def test_leg_on_one_day():
    departure, arrival = datetime(2024, 7, 17, 16, 10, tzinfo=SEOUL), datetime(2024, 7, 17, 18, 30, tzinfo=SEOUL)
    flight = {"departure": departure, "arrival": arrival, "duration": arrival - departure, "number": "KE2103"}
    assert Korean.leg("출국", "김포", "하네다", **flight) == "[출국] 김포 - 하네다 16:10 - 18:30 (2h 20m, KE2103)"
    assert Japanese.leg("出国", "金浦", "羽田", **flight) == "[出国] 金浦 → 羽田 16:10～18:30 (2時間20分、KE2103便)"


def test_leg_arriving_on_another_day_says_the_day():
    departure, arrival = datetime(2024, 7, 17, 23, 50, tzinfo=HANOI), datetime(2024, 7, 18, 6, 20, tzinfo=SEOUL)
    night = {"departure": departure, "arrival": arrival, "duration": arrival - departure}
    assert Korean.leg("귀국", "하노이", "인천", **night) == "[귀국] 하노이 - 인천 23:50 - 7.18(목) 06:20 (4h 30m)"


def test_moment_with_and_without_end():
    start = datetime(2024, 7, 18, 13, 30, tzinfo=SEOUL)
    assert Korean.moment(start) == "7.18(목) 13:30"
    assert Korean.moment(start, start + timedelta(minutes=90)) == "7.18(목) 13:30 ~ 15:00"
    assert Japanese.moment(start, start + timedelta(hours=12)) == "7月18日(木) 13:30～7月19日(金) 01:30"


def test_people_with_one_title_are_joined():
    people = [("", "회장님"), ("권혁홍", "수석부회장"), ("김동우", "부회장"), ("김석원", "부회장"), ("류정", "")]
    assert Korean.people(people) == "회장님, 권혁홍 수석부회장, 김동우·김석원 부회장, 류정"
    assert Japanese.people(people) == "회장님、권혁홍 수석부회장、김동우、김석원 両부회장、류정"
    assert Japanese.people([("森", "理事"), ("林", "理事"), ("原", "理事")]) == "森、林、原 各理事"


@given(st.lists(st.tuples(names, titles), max_size=8))
def test_people_keep_protocol_order(people):
    """Nobody is lost and nobody is moved, whoever shares a title."""
    for write in (Korean, Japanese):
        text, place = write.people(people), 0
        for name, _title in people:
            place = text.index(name, place) + len(name)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 400))
def test_period_names_both_ends(first, days):
    last = first + timedelta(days=days)
    text = Korean.period(first, last)
    assert text.startswith(f"{first:%Y. %m. %d.}(") and f"{last:%Y. %m. %d.}(" in text
    assert ("~" in text) == (days > 0)


@given(st.timedeltas(timedelta(minutes=1), timedelta(days=2)))
def test_duration_is_never_empty(delta):
    assert Korean.duration(delta) and Japanese.duration(delta)


def test_unknown_language_has_no_wording():
    with pytest.raises(KeyError):
        of("en")
