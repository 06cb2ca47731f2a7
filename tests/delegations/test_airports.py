"""An airport has many names and one code."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations import airports
from exchange.core.search import normalise
from exchange.directory.enums import Country

OURS = sorted(airports._ours())
WORLD = sorted(airports._world())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GMP", "GMP"),
        ("gmp", "GMP"),
        (" hnd ", "HND"),
        ("김포", "GMP"),
        ("김포공항", "GMP"),
        ("김포국제공항", "GMP"),
        ("金浦", "GMP"),
        ("Gimpo International Airport", "GMP"),
        ("하네다", "HND"),
        ("羽田空港", "HND"),
        ("はねだ", "HND"),
        ("ハネダ", "HND"),
        ("Haneda", "HND"),
        ("ＨＡＮＥＤＡ", "HND"),
        ("김해", "PUS"),
        ("부산", "PUS"),
        ("関空", "KIX"),
        ("쓰시마", "TSJ"),
        ("세부", "CEB"),
        ("노이바이", "HAN"),
        ("Frankfurt", "FRA"),
        ("로스앤젤레스", "LAX"),
        ("Haneda (HND)", "HND"),
        ("하네다 HND", "HND"),
        ("羽田 HND", "HND"),
    ],
)
def test_any_name_means_its_airport(text, code):
    assert [airport.code for airport in airports.named(text)] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("도쿄", ["HND", "NRT"]),
        ("東京", ["HND", "NRT"]),
        ("Tokyo", ["HND", "NRT"]),
        ("서울", ["ICN", "GMP"]),
        ("오사카", ["KIX", "ITM"]),
        ("London", ["LHR", "LGW"]),
    ],
)
def test_city_means_its_airports_the_usual_one_first(text, codes):
    assert [airport.code for airport in airports.named(text)] == codes


@pytest.mark.parametrize(("text", "code"), [("한에다", "HND"), ("하내다", "HND"), ("Hanida", "HND"), ("나라타", "NRT")])
def test_misspelt_name_finds_its_neighbours(text, code):
    assert airports.named(text) == []
    assert code in [airport.code for airport in airports.near(text)]


@pytest.mark.parametrize("text", ["", " ", "·", "\0", "🙂", "(", "NEW YORK USA", "없는공항이름"])
def test_nothing_is_no_airport(text):
    assert airports.named(text) == []
    assert airports.suggestions(text) == []


@settings(max_examples=60, deadline=None)
@given(code=st.sampled_from(WORLD), language=st.sampled_from(["ko", "ja", "en"]))
def test_code_and_label_of_every_airport_lead_back_to_it(code, language):
    airport = airports.find(code)
    with override(language):
        assert airports.named(airport.label) == [airport]
    assert airports.named(code.lower()) == [airport]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_name_of_ours_offers_its_airport(data):
    airport = airports.find(data.draw(st.sampled_from(OURS)))
    name = data.draw(st.sampled_from([airport.name_ko, airport.name_ja, airport.city_ko, airport.city_ja]))
    dressed = data.draw(st.sampled_from(["{}", " {} ", "{}공항", "{}空港", "{} Airport"])).format(name)
    assert airport in airports.named(dressed)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_is_answered(text):
    assert all(airport.code in WORLD for airport in airports.named(text) + airports.near(text))


def test_ours_are_real_named_in_both_languages_and_cover_our_countries():
    rows = airports._ours().values()
    assert all(normalise(row[part]) for row in rows for part in ("ko", "ja", "city_ko", "city_ja"))
    assert {row["code"] for row in rows} <= set(WORLD)
    assert set(Country.values) <= {airports.find(code).country for code in OURS}
    names = [airports.find(code).name_ko for code in OURS]
    assert len(names) == len(set(names))


def test_airport_of_the_world_has_zone_and_its_citys_name():
    assert airports.find("DEN").zone == "America/Denver"
    assert airports.find("ABQ").name_ko == "Albuquerque"
    assert airports.find("ZZZ") is None


@pytest.mark.parametrize(
    ("place", "zone"),
    [("부산역", "Asia/Seoul"), ("부산항", "Asia/Seoul"), ("東京駅", "Asia/Tokyo"), ("하카타항", None)],
)
def test_place_in_a_city_of_ours_has_its_zone(place, zone):
    assert airports.zone_of_place(place) == zone


def test_country_has_a_zone():
    assert airports.zone_of_country("VN") == "Asia/Ho_Chi_Minh"
    assert airports.zone_of_country("") is None


def test_distance_is_that_of_the_globe():
    assert 9500 < airports.kilometres(airports.find("ICN"), airports.find("LAX")) < 9800


@pytest.mark.django_db
def test_field_gets_suggestions_for_a_flight_only(as_staff):
    def asked(text, mode="flight"):
        row = {"rows-0-origin": text, "rows-0-mode": mode}
        headers = {"HX-Request": "true", "HX-Trigger-Name": "rows-0-origin"}
        return as_staff.get(reverse("delegations:airport_options"), row, headers=headers).text

    assert 'value="하네다 HND"' in asked("도쿄") and 'value="나리타 NRT"' in asked("도쿄")
    assert "option" not in asked("도쿄", mode="train")
    assert "option" not in asked("")
    assert "option" not in as_staff.get(reverse("delegations:airport_options")).text
