import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from exchange.accounts.models import User
from exchange.core.romanised import has_hangul, romanised_name

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("김기연", "Kim Giyeon"),
        ("전희배", "Jeon Huibae"),
        ("남궁민수", "Namgung Minsu"),
        ("최 민수", "Choi Minsu"),
        ("실무 예시", "Silmu Yesi"),
        ("남궁", "Nam Gung"),
        ("이", "Lee"),
        ("相手機関 例示", "相手機関 例示"),
        ("O'Neil Kim", "O'Neil Kim"),
    ],
)
def test_names_as_they_are_written_abroad(name, latin):
    assert romanised_name(name) == latin


@given(HANGUL)
def test_every_name_in_hangul_becomes_latin_letters(name):
    assert all(word.isascii() and word.istitle() for word in romanised_name(name).split())


def test_an_account_is_named_in_letters_that_its_reader_knows():
    korean, japanese = User(name="김기연", job_title="과장"), User(name="森 洋", job_title="国際担当")
    with override("ko"):
        assert [each.local_form for each in (korean, japanese)] == ["김기연 과장", "森 洋 国際担当"]
    for language in ("ja", "en"):
        with override(language):
            assert [each.local_form for each in (korean, japanese)] == ["Kim Giyeon", "森 洋 国際担当"]
            assert not has_hangul(korean.local_name)
