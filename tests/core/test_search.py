import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.search import forms_in, matches, normalise, search_key, whole_form
from exchange.directory.models import Organization
from tests.factories.directory import OrganizationFactory


@pytest.mark.parametrize(
    "written",
    ["モリ・ヒロシ", "もり　ひろし", "ﾓﾘ ﾋﾛｼ", "もりひろし", "モリ=ヒロシ"],
)
def test_kana_of_every_width_and_script_is_one(written):
    assert normalise(written) == "もりひろし"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ＫＢＩＺ", "kbiz"),
        ("중소기업 중앙회", "중소기업중앙회"),
        ("Nguyễn Văn Đạt", "nguyenvandat"),
        ("O'Brien-Müller", "obrienmuller"),
        ("カガ", "かが"),
        ("カカ", "かか"),
        ("ｶﾞ", "が"),
        ("韓国(社)", "韓国社"),
        ("_|%\x00", ""),
    ],
)
def test_normalise_folds_what_people_write_differently(written, key):
    assert normalise(written) == key


@given(st.text())
def test_normalise_is_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(), st.text(alphabet=" \t\u3000·-_・'", max_size=5))
def test_normalise_ignores_spacing(text, space):
    assert normalise(text + space) == normalise(space + text) == normalise(text)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Nd"], max_codepoint=0x24F)))
def test_normalise_ignores_case_and_width(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert normalise(text.upper()) == normalise(text.lower()) == normalise(text)
    assert normalise(wide) == normalise(unicodedata.normalize("NFD", text)) == normalise(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_normalise_ignores_kana_script(hiragana):
    katakana = "".join(chr(ord(c) + 0x60) for c in hiragana)
    assert normalise(katakana) == normalise(hiragana)


@given(st.lists(st.text()))
def test_search_key_holds_every_form_whole(forms):
    key = search_key(*forms)
    assert forms_in(key) == {normalise(form) for form in forms} - {""}
    for form in forms:
        assert whole_form(form) in key


def test_match_never_spans_two_forms():
    assert normalise("기관중앙") not in search_key("협력기관", "중앙회")


@pytest.mark.django_db
def test_matches_wants_every_word_in_any_order():
    found = OrganizationFactory(name_ko="전국중소기업단체중앙회", name_en="National Federation")
    OrganizationFactory(name_ko="전국은행연합회")
    for text in ("중앙회 전국", "federation 전국", "NATIONAL  중소"):
        assert list(matches(Organization.objects.all(), text)) == [found]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%", "_", "|", "··· !", "\x00"])
def test_matches_finds_nothing_by_punctuation(text):
    OrganizationFactory()
    assert not matches(Organization.objects.all(), text)


@pytest.mark.django_db
def test_matches_finds_all_without_words():
    organization = OrganizationFactory()
    assert list(matches(Organization.objects.all(), "  ")) == [organization]
