import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.documents.blocks import Item
from exchange.documents.outline import DEEPEST, levelled, parse

words = st.text("가나다라마한국일본 ", min_size=1, max_size=12).map(str.strip).filter(bool)
trees = st.recursive(
    st.builds(Item, words),
    lambda children: st.builds(Item, words, children=st.lists(children, max_size=3).map(tuple)),
    max_leaves=12,
)
forests = st.lists(trees, max_size=4).map(tuple)


def depth(items):
    return max((1 + depth(item.children) for item in items), default=0)


def shape(items):
    return [(item.text, shape(item.children)) for item in items]


def typed(items, marks, indent, level=0):
    for item in items:
        yield f"{indent * level}{marks[level]}{item.text}"
        yield from typed(item.children, marks, indent, level + 1)


def flat(items):
    for item in items:
        yield item.text
        yield from flat(item.children)


@given(forests.filter(lambda items: depth(items) <= 4))
def test_marks_alone_give_the_levels(items):
    assert parse("\n".join(typed(items, ["□ ", "ㅇ ", "- ", "* "], indent=""))) == items


@given(forests.filter(lambda items: depth(items) <= 4))
def test_indentation_alone_gives_the_levels(items):
    assert parse("\n".join(typed(items, [""] * 4, indent="  "))) == items


@given(st.text())
def test_any_text_is_an_outline_of_bounded_depth(text):
    assert depth(parse(text)) <= DEEPEST


@given(st.text("가-□ㅇ○*·\t \n", max_size=200))
def test_no_word_is_lost(text):
    assert "".join(flat(parse(text))).count("가") == text.count("가")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("○○전자 방문", [("○○전자 방문", [])]),
        ("-5도의 날씨", [("-5도의 날씨", [])]),
        ("-붙여 쓴 줄", [("붙여 쓴 줄", [])]),
        ("- \n가", [("가", [])]),
        ("ㅇ 가\n- 나\n- 다\nㅇ 라", [("가", [("나", []), ("다", [])]), ("라", [])]),
        ("- 가\n  - 나\n- 다", [("가", [("나", [])]), ("다", [])]),
        ("□ 가\n    * 나\n  - 다", [("가", [("나", []), ("다", [])])]),
        ("  가\n\n나", [("가", []), ("나", [])]),
        ("・日本\n", [("・日本", [])]),
        ("・ 日本\n", [("日本", [])]),
        ("", []),
    ],
)
def test_lines_as_people_type_them(text, lines):
    assert shape(parse(text)) == lines


SHARED = json.loads((Path(__file__).parent / "outline_lines.json").read_text())


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["text"][:20])
def test_lines_are_read_as_in_the_browser(case):
    """The same table is put to static/outline.js (tests/meetings/test_minutes_browser.py)."""
    assert levelled(case["text"]) == [tuple(line) for line in case["lines"]]


@given(st.text("가나□ㅇ○*·-\t \u3000o§\uf0b7\n", max_size=80))
def test_a_line_stands_at_most_one_step_deeper_than_the_line_above_it(text):
    levels = [level for level, _ in levelled(text)]
    assert all(level <= above + 1 for above, level in pairwise([-1, *levels]))


def test_an_outline_of_any_depth_is_read():
    assert [level for level, _ in levelled("\n".join(" " * n + "가" for n in range(40)))] == list(range(40))
