import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.rows import ADD, DOWN, INDENT, OUTDENT, REMOVE, UP
from exchange.meetings.outline import MAX_LEVEL, parents, rearranged, stepwise


def lines(text):
    """`a .b ..c` as rows: the dots are the level."""
    return [{"text": word.lstrip("."), "level": word.count(".")} for word in text.split()]


def written(rows):
    return " ".join("." * row["level"] + row.get("text", "_") for row in rows)


@pytest.mark.parametrize(
    ("before", "action", "at", "after", "stands_at"),
    [
        ("a .b c", ADD, 1, "a .b ._ c", 2),
        ("a .b c", ADD, 9, "a .b c _", 3),
        ("a .b ..c d", REMOVE, 1, "a .c d", 1),
        ("a .b c", REMOVE, 0, "b c", 0),
        ("a .b c .d", UP, 2, "c .d a .b", 0),
        ("a .b c .d e", DOWN, 0, "c .d a .b e", 2),
        ("a .b c", UP, 1, "a .b c", 1),
        ("a .b c", DOWN, 2, "a .b c", 2),
        ("a b .c", INDENT, 1, "a .b ..c", 1),
        ("a .b", INDENT, 0, "a .b", 0),
        ("a .b ..c", OUTDENT, 1, "a b .c", 1),
        ("a .b", OUTDENT, 0, "a .b", 0),
        ("a", DOWN, 7, "a", 7),
    ],
)
def test_a_button_moves_a_line_with_the_lines_below_it(before, action, at, after, stands_at):
    rows, now = rearranged(lines(before), action, at)
    assert (written(rows), now) == (after, stands_at)


@given(
    st.lists(st.integers(-3, 9), max_size=12),
    st.lists(st.tuples(st.sampled_from([ADD, UP, DOWN, REMOVE, INDENT, OUTDENT]), st.integers(0, 13)), max_size=8),
)
def test_whatever_is_pressed_the_outline_can_be_saved_and_no_text_is_lost(levels, presses):
    rows = stepwise([{"text": str(number), "level": level} for number, level in enumerate(levels)])
    for action, at in presses:
        texts = sorted(row.get("text", "_") for row in rows)
        rows, _ = rearranged(rows, action, at)
        assert len(parents([row["level"] for row in rows])) == len(rows)
        if action not in (ADD, REMOVE):
            assert sorted(row.get("text", "_") for row in rows) == texts


def test_a_browser_may_send_anything_as_a_level():
    rows = stepwise([{"level": "x"}, {"level": None}, {"level": "99"}, {}, {"level": "-4"}])
    assert [row["level"] for row in rows] == [0, 0, 1, 0, 0]


def test_each_line_stands_under_the_nearest_shallower_one():
    assert parents([0, 1, 2, 1, 0, 1]) == [None, 0, 1, 0, None, 4]


@pytest.mark.parametrize("levels", [[1], [0, 2], [-1], [*range(MAX_LEVEL + 2)]])
def test_a_line_two_steps_deeper_is_refused_at_its_row(levels):
    with pytest.raises(ValidationError) as caught:
        parents(levels)
    assert caught.value.row == len(levels) - 1
